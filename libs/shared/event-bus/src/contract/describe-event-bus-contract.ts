import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import { describeDelivery } from './delivery-cases.js';
import type { ContractHarness } from './harness.js';
import { describeOperation } from './operation-cases.js';
import { describePoison } from './poison-cases.js';
import { describeRecovery } from './recovery-cases.js';
import { ContractSuite, LONG_MS } from './suite.js';

/** What every adapter of the event bus must keep, shown on a real server. */
export function describeEventBusContract(name: string, factory: () => Promise<ContractHarness>): void {
  describe(`event bus contract: ${name}`, () => {
    const suite = new ContractSuite();

    beforeAll(async () => {
      suite.harness = await factory();
    }, LONG_MS);
    beforeEach(() => suite.setUp(), LONG_MS);
    afterEach(() => suite.tearDown(), LONG_MS);
    afterAll(() => suite.harness.close(), LONG_MS);

    describeDelivery(suite);
    describeRecovery(suite);
    describePoison(suite);
    describeOperation(suite);
  });
}
