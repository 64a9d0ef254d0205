import type { EventStore } from '#event-store';
import type { JobHandler } from '#jobs';
import { COLUMNS } from './fund-columns.js';

const NAMES = [...COLUMNS.map(([, name]) => name), 'payable'];
const KEY = 'period, payer, receiver, scheme';

/**
 * For the operator, when a table was refused because the sums kept as claims came differ from the claims (CLR-15): sums
 * them again, of all months, while no claim comes. Published tables stay as they are.
 */
export const sumAgainJob = (store: EventStore): JobHandler => ({
  job: 'sum-again',
  description: '按逐笔费用重新汇总各清算期；随到随汇总与费用不一致时由运维执行 (CLR-15)',
  run: () =>
    store.transaction(async (tx) => {
      await tx.query('lock table claim in share row exclusive mode');
      await tx.query('delete from claim_sum');
      const cells = await tx.query(
        `insert into claim_sum (${KEY}, claims, ${NAMES.join(', ')})
         select ${KEY}, count(*), ${NAMES.map((name) => `sum(${name})`).join(', ')} from claim
          where period is not null group by ${KEY} returning 1`,
      );
      return { cells: cells.length };
    }),
});
