import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import { describeFailure } from './failure-cases.js';
import type { ContractHarness } from './harness.js';
import { describeRunning } from './running-cases.js';
import { describeSchedule } from './schedule-cases.js';
import { ContractSuite, LONG_MS } from './suite.js';

/** What every adapter of the job queue must keep, shown on a real server. */
export function describeJobQueueContract(name: string, factory: () => Promise<ContractHarness>): void {
  describe(`job queue contract: ${name}`, () => {
    const suite = new ContractSuite();

    beforeAll(async () => {
      suite.harness = await factory();
    }, LONG_MS);
    beforeEach(() => suite.setUp());
    afterEach(() => suite.tearDown(), LONG_MS);
    afterAll(() => suite.harness.close(), LONG_MS);

    describeRunning(suite);
    describeFailure(suite);
    describeSchedule(suite);
  });
}
