import { agencyOf, drawLines, NATION } from './audit-acts.js';
import type { SeedRun } from './seed-run.js';
import { hashOf } from '../random.js';
import { unpublishedMonths } from './timetable.js';
import { payNotice } from './treasury-acts.js';

export const SECOND = { ...NATION, second: true };

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
      run.platform.call('clearing', {
        method: 'POST',
        path: `${path}/confirmations/${unit}`,
        as: agencyOf(unit),
        body: {},
      }),
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

const NEXT_STEP: Readonly<Record<string, string>> = { published: 'hand-over', 'handed-over': 'paid', paid: 'reported' };

/** Who only collects has nothing to pay and reports after the hand-over. */
const nextOf = (step: string, pays: boolean): string =>
  step === 'handed-over' && !pays ? 'reported' : (NEXT_STEP[step] ?? '');

/** 移交、划款、反馈: the next step of one notice (CLR-06). */
export async function moveOneNotice(run: SeedRun): Promise<void> {
  const { random, platform } = run;
  const open = await platform.read<{ month: string; unit: string; step: string; pays: boolean }>(
    'clearing',
    `select month, unit, step, payment_total > 0 as pays from read_notices.notice where step <> 'reported' order by month, unit`,
  );
  if (open.length === 0) return;
  const { month, unit, step, pays } = random.pick(open);
  const next = nextOf(step, pays);
  const moved = await run.accepted('clearing', {
    ...{ method: 'POST', path: `/clearing/notices/${month}/${unit}/${next}` },
    as: { role: next === 'paid' ? 'provincial-finance' : 'provincial-agency', area: unit },
    body: next === 'paid' ? { bank: '中国银行', serialNumber: `${month}-${unit}` } : {},
  });
  // Some banks pay before it is reported, when the notice is handed over.
  const isEarly = hashOf(`${run.seed} ${month} ${unit}`) % 3 === 0;
  if (moved && next === (isEarly ? 'hand-over' : 'paid')) await payNotice(run, month, unit);
}
