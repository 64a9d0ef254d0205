import { testDatabase } from '../../testing/src/infrastructure/postgres.js';
import { describeJobQueueContract } from './contract/job-queue.contract.js';

describeJobQueueContract('BullMQ on PostgreSQL', async () => {
  const database = await testDatabase('jobs_contract');
  return { backend: { kind: 'postgres', url: database.url }, close: () => database.drop() };
});
