import type { FundColumn, Scheme } from '#contracts';
import type { EventStore, WriteTransaction } from '#event-store';
import { Money, type ClearingMonth } from '#kernel';
import type { PolicyBook } from '#policy';
import { COLUMNS, fundsApart } from '../../claims/fund-columns.js';
import { cellsOf, proveSums, type PairFund } from '../domain/cells.js';
import { periodRef } from '../domain/period.js';
import { decideTable, refuseOrder } from '../domain/steps.js';
import { dueOn } from '../domain/timetable.js';
import { completeCutOff } from './complete-cut-off.js';
import { waitForEarlier } from './in-order.js';
import { periodRequest, recordStep, stepMetadata, StepRefused, type StepOf } from './write-step.js';

/**
 * 21日 清分 (CLR-03): the national table of directed pairs with what was deducted. The sums were kept as claims came; they
 * are proved against the claims, which are read once, before anything is locked: those of a month whose last day is over do
 * not change. What is deducted while the table is drawn, or after its day, belongs to the next one (CLR-09), whenever the step runs. While
 * an earlier month has no table this one waits, its own month complete: what was found of claims of both is that table's to carry first
 * (CLR-15).
 */
export async function generateTable(store: EventStore, policies: PolicyBook, { month, on }: StepOf): Promise<void> {
  const refusal = refuseOrder('table', (await store.load(periodRef(month))).state);
  if (refusal?.ok === false) throw new StepRefused(refusal.rejection);
  if (refusal !== null) return;
  await completeCutOff(store, policies, { month, on });
  await waitForEarlier(store, 'table', month);
  await store.transaction(async (tx) => {
    const early = await summedEarly(tx, month);
    const proved = await summedNow(tx, month);
    const proof = proveSums(early, proved);
    if (!proof.ok) throw new StepRefused(proof.rejection);
    await tx.query('lock table read_deductions.deduction in share row exclusive mode');
    const deductions = await deductionsFor(tx, month, dueOn('table', month));
    const deducted = Money.sum(deductions.map(({ amount }) => Money.of(amount)));
    const command = {
      ...{ month, on, cells: cellsOf(early, deductions) },
      proof: payableOf(proved).minus(deducted),
      deductionIds: deductions.filter(({ undone }) => !undone).map(({ deduction_id }) => deduction_id),
    };
    const metadata = stepMetadata('table', `生成${month}全国清算表 (CLR-03)`, on);
    await recordStep(
      store,
      tx,
      periodRequest(month, metadata, (period) => decideTable(command, period)),
    );
  });
}

type Pair = Omit<PairFund, 'payable'>;

const pairOf = ({ payer, receiver, scheme, claims }: Pair, amounts: readonly string[]): PairFund => ({
  ...{ payer, receiver, scheme, claims },
  payable: COLUMNS.map(([column], index) => ({ column, amount: amounts[index] ?? '0.00' })),
});

async function summedEarly(tx: WriteTransaction, month: ClearingMonth): Promise<readonly PairFund[]> {
  const rows = await tx.query<Pair & { readonly amounts: readonly string[] }>(
    `select payer, receiver, scheme, claims::integer, array[${COLUMNS.map(([, name]) => `${name}::text`).join(', ')}] as amounts
       from claim_sum where period = $1 and claims <> 0`,
    [month],
  );
  return rows.map((row) => pairOf(row, row.amounts));
}

/** One pass over the claims of the month. */
async function summedNow(tx: WriteTransaction, month: ClearingMonth): Promise<readonly PairFund[]> {
  const rows = await tx.query<Pair & { readonly funds: string }>(
    `select payer, receiver, scheme, count(*)::integer as claims, sum(funds)::text as funds
       from claim where period = $1 group by payer, receiver, scheme`,
    [month],
  );
  return rows.map((row) => pairOf(row, fundsApart(row.funds)));
}

const payableOf = (pairs: readonly PairFund[]): Money =>
  Money.sum(pairs.flatMap(({ payable }) => payable.map(({ amount }) => Money.of(amount))));

export interface TabledDeduction {
  readonly deduction_id: string;
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
  readonly column: FundColumn;
  readonly amount: string;
  /** A deduction of an earlier table whose claim was refunded since: it is given back. */
  readonly undone: boolean;
}

/**
 * CLR-09, CLR-10: found by the day of the table, of claims that have been cleared, also in an earlier table, and the parts of a
 * recovery that name no claim. A claim refunded in full owes nothing, so its deduction is left out, or given back if an
 * earlier table carried it.
 */
const deductionsFor = (tx: WriteTransaction, month: ClearingMonth, day: string): Promise<readonly TabledDeduction[]> =>
  tx.query<TabledDeduction>(
    `select d.deduction_id, d.payer, d.receiver, d.scheme, d.fund_column as "column", d.amount::text, false as undone
       from read_deductions.deduction d left join claim c using (claim_id)
      where d.period is null and d.effective_on <= $2 and (d.claim_id is null or c.period <= $1)
        and not exists (select from claim r where r.refund_of = d.claim_id and r.period <= $1)
     union all
     select d.deduction_id, d.payer, d.receiver, d.scheme, d.fund_column, (-d.amount)::text, true
       from read_deductions.deduction d join claim r on r.refund_of = d.claim_id
      where d.period < $1 and r.period = $1
      order by 1`,
    [month, day],
  );
