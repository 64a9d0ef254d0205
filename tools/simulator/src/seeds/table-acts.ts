import { addDays, type BusinessDate } from '#kernel';
import { agencyOf, drawLines, NATION } from './audit-acts.js';
import type { SeedRun } from './seed-run.js';
import { unpublishedMonths } from './timetable.js';

const SECOND = { ...NATION, second: true };

/** What provinces and nation do about the tables that are not published yet (CLR-04, CLR-05, SEC-04). */
export async function actOnTables(run: SeedRun): Promise<void> {
  for (const month of await unpublishedMonths(run)) {
    if (run.random.permille(250)) await dispute(run, month);
    await confirm(run, month);
    if (run.random.permille(700)) await publish(run, month);
  }
}

/** All that have not, but, sometimes, one that is silent and is then confirmed in its stead after the 25th. */
async function confirm(run: SeedRun, month: string): Promise<void> {
  const path = `/clearing/periods/${month}`;
  const { body } = await run.act('clearing', { method: 'GET', path, as: NATION });
  const silent = run.random.permille(200) ? run.random.pick(run.world.units) : null;
  const units = ((body['unconfirmed'] ?? []) as readonly string[]).filter((unit) => unit !== silent);
  // All at once: the store groups them.
  await Promise.all(
    units.map((unit) =>
      run.platform.call('clearing', { method: 'POST', path: `${path}/confirmations/${unit}`, as: agencyOf(unit), body: {} }),
    ),
  );
  if (silent === null) return;
  const override = `${path}/confirmations/${silent}/override`;
  await run.act('clearing', { method: 'POST', path: override, as: NATION, body: { reason: '逾期' } });
  await run.act('clearing', { method: 'POST', path: `${override}-approval`, as: SECOND, body: {} });
}

async function publish(run: SeedRun, month: string): Promise<void> {
  const path = `/clearing/periods/${month}/publication`;
  await run.act('clearing', { method: 'POST', path, as: NATION, body: {} });
  await run.act('clearing', { method: 'POST', path: `${path}-approval`, as: SECOND, body: {} });
}

/** A dispute that names a claim of the unit; what is upheld comes off the next table (CLR-04, CLR-09). */
async function dispute(run: SeedRun, month: string): Promise<void> {
  const { books, random } = run;
  const entered = [...books.claims.values()].filter(
    ({ claim, period }) => period === month && claim.refundOf === null && !books.refunds.has(claim.claimId),
  );
  if (entered.length === 0) return;
  const { claimId, payer } = random.pick(entered).claim;
  const path = `/clearing/periods/${month}/disputes/${payer}`;
  const raised = { claimIds: [claimId], reason: '金额有误' };
  const { status } = await run.act('clearing', { method: 'POST', path, as: agencyOf(payer), body: raised });
  if (status >= 400) return;
  const lines = random.permille(600) ? drawLines(run, claimId) : [];
  const body = {
    ...{ outcome: lines.length > 0 ? 'upheld' : 'rejected', reason: '裁定' },
    deductions: lines.map((line) => ({ claimId, ...line })),
  };
  const decision = { method: 'POST', path: `${path}/decision`, as: NATION, body } as const;
  if (await run.accepted('clearing', decision)) books.deducted(claimId, lines, run.today);
}

/** 年度额度 by two persons (PRE-01, SEC-04). */
export async function setLevels(run: SeedRun): Promise<void> {
  const { levels } = run.world;
  const path = `/prepayment/levels/${run.today.slice(0, 4)}`;
  const { body } = await run.act('prepayment', { method: 'PUT', path, as: NATION, body: { pairs: levels } });
  const approval = { proposalNo: body['proposalNo'] };
  if (!(await run.accepted('prepayment', { method: 'POST', path: `${path}/approval`, as: SECOND, body: approval }))) return;
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
