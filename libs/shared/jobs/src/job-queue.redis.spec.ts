import { describeJobQueueContract } from './contract/job-queue.contract.js';

describeJobQueueContract('BullMQ on Redis', async () => {
  const url = process.env['KUASHENG_TEST_REDIS'];
  if (!url) throw new Error('KUASHENG_TEST_REDIS is not set: run through tools/test/run.mjs');
  return { backend: { kind: 'redis', url }, close: async () => undefined };
});
