import { addDays, type BusinessDate, type Money } from '#kernel';
import { agencyOf, NATION } from './audit-acts.js';
import type { SeedRun } from './seed-run.js';
import { SECOND } from './table-acts.js';
import { moveAdvance } from './treasury-acts.js';

type Pair = { readonly payer: string; readonly receiver: string; readonly amount: string };

/** 年度额度 by two persons (PRE-01, SEC-04). */
export async function setLevels(run: SeedRun, levels: readonly Pair[] = run.world.levels): Promise<void> {
  const path = `/prepayment/levels/${run.today.slice(0, 4)}`;
  const { body } = await run.act('prepayment', { method: 'PUT', path, as: NATION, body: { pairs: levels } });
  const approval = { proposalNo: body['proposalNo'] };
  if (!(await run.accepted('prepayment', { method: 'POST', path: `${path}/approval`, as: SECOND, body: approval })))
    return;
  for (const { payer, receiver, amount } of levels) run.advances.levelFrom(payer, receiver, { on: run.today, amount });
}

/** 紧急调增 (PRE-06): asked by any place of care, granted only at red and in time. */
export async function askForIncrease(run: SeedRun): Promise<void> {
  const { advances, random, world, today } = run;
  const months = [...advances.months].sort(([a], [b]) => (a < b ? 1 : -1));
  const [last] = months;
  // A raise of the very day of a table would count or not by who came first.
  if (last === undefined || last[1].generatedOn === today) return;
  const [month] = last;
  const receiver = random.pick(world.units);
  const payer = random.pick(world.units.filter((unit) => unit !== receiver));
  const request = { month, receiver, payer, amount: '20000.00', reason: '就诊高峰' };
  const asked = { method: 'POST', path: '/prepayment/increases', as: agencyOf(receiver), body: request } as const;
  const { status, body } = await run.act('prepayment', asked);
  const isRed = advances.receiversAt(month, 'red').includes(receiver);
  if (status < 400 && !isRed) run.fail(`${month} ${receiver} 未达红色而被受理调增 (PRE-06)`);
  if (status >= 400) return;
  const path = `/prepayment/increases/${String(body['increaseId'])}/grant`;
  const amount = random.pick(['20000.00', '12345.67']);
  await run.accepted('prepayment', { method: 'POST', path, as: NATION, body: { amount } });
  const approval = { method: 'POST', path: `${path}-approval`, as: SECOND, body: { amount } } as const;
  if (await run.accepted('prepayment', approval)) advances.raised(payer, receiver, { on: today, amount });
}

/** Whether a date lies so shortly after a table that somebody may ask for an increase. */
export const isAskingDay = (run: SeedRun): boolean =>
  [...run.advances.months.values()].some(
    ({ generatedOn }) => run.today > generatedOn && run.today <= addDays(generatedOn as BusinessDate, 14),
  );

const QUARTER = ['10', '11', '12'];

/** The levels the rule gives for a year, once its quarter is complete; then the nation sets them (PRE-01, PRE-02). */
export async function setNextLevels(run: SeedRun): Promise<void> {
  const year = Number(run.today.slice(0, 4));
  const quarter = QUARTER.map((month) => `${year - 1}-${month}`);
  const path = `/prepayment/levels/${year}/proposal`;
  const { status, body } = await run.act('prepayment', { method: 'GET', path, as: NATION });
  const isComplete = quarter.every((month) => run.advances.months.has(month));
  if (status < 400 !== isComplete) run.fail(`${path} 应答 ${status} (PRE-01)`);
  if (status >= 400) return;
  const pairs = body['pairs'] as readonly Pair[];
  compareLevels(run, path, { expected: run.advances.nextLevels(quarter, run.today), pairs });
  if (pairs.length > 0) await setLevels(run, pairs);
}

interface Levels {
  readonly expected: ReadonlyMap<string, Money>;
  readonly pairs: readonly Pair[];
}

/** A pair without advance whose claims cost the funds nothing may be named or not. */
function compareLevels(run: SeedRun, path: string, { expected, pairs }: Levels): void {
  const shown = new Map(pairs.map(({ receiver, payer, amount }) => [`${receiver}/${payer}`, amount]));
  for (const line of new Set([...expected.keys(), ...shown.keys()])) {
    const [right, given] = [expected.get(line)?.toString() ?? '0.00', shown.get(line) ?? '缺'];
    if (right !== given) run.fail(`${path} ${line}：复算 ${right}，平台 ${given} (PRE-01)`);
  }
}

interface Transfer extends Pair {
  readonly transferId: string;
  readonly mark: string;
  readonly handedOverOn: string | null;
  readonly paidOn: string | null;
  readonly receivedOn: string | null;
}

/** 预付金划拨: one payment, handed to finance before, or receipt of what is due, with its slip (PRE-03, PRE-07, PRE-08). */
export async function moveOneAdvance(run: SeedRun): Promise<void> {
  const { random, today } = run;
  const path = `/prepayment/transfers?year=${today.slice(0, 4)}`;
  const { body } = await run.act('prepayment', { method: 'GET', path, as: NATION });
  const open = (body['transfers'] as readonly Transfer[]).filter(({ receivedOn }) => receivedOn === null);
  if (open.length === 0) return;
  const { transferId, mark, handedOverOn, paidOn, payer, receiver, amount } = random.pick(open);
  const [from, to] = mark === '*' ? [receiver, payer] : [payer, receiver];
  const side = paidOn === null ? 'payment' : 'receipt';
  if (handedOverOn === null) {
    const handOver = `/prepayment/transfers/${transferId}/hand-over`;
    await run.accepted('prepayment', { method: 'POST', path: handOver, as: agencyOf(from), body: {} });
  }
  const serial = `${transferId}-${side}`;
  const moved = await run.accepted('prepayment', {
    ...{ method: 'POST', path: `/prepayment/transfers/${transferId}/${side}` },
    as: { role: 'provincial-finance', area: paidOn === null ? from : to },
    body: { amount, on: today, bank: '中国银行', serialNumber: serial },
  });
  if (!moved) return;
  const ofPayment = { unit: from, other: to, movementId: `${transferId}/paid`, into: false };
  const ofReceipt = { unit: to, other: from, movementId: `${transferId}/received`, into: true };
  moveAdvance(run, { ...(side === 'payment' ? ofPayment : ofReceipt), amount, serial });
}
