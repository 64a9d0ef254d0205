import { citizenIdCheckCharacter, Money } from '#kernel';
import type { Line } from './books.js';
import type { Caller } from './platform.js';
import { Random } from '../random.js';
import type { SeedRun } from './seed-run.js';

interface HoldRow {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly total: string;
  readonly status: string;
  readonly investigation: string;
}

const FIRST_17 = '32020219600501201';
export const agencyOf = (area: string): Caller => ({ role: 'provincial-agency', area });
export const NATION: Caller = { role: 'national-agency', area: 'nation' };

async function holds(run: SeedRun): Promise<readonly HoldRow[]> {
  const { body } = await run.act('clearing', { method: 'GET', path: '/clearing/holds?status=all', as: NATION });
  return (body['holds'] ?? []) as readonly HoldRow[];
}

/** What the provinces of a held claim do about it, as the seed draws (AUD-02 … AUD-06). */
export async function actOnHolds(run: SeedRun): Promise<void> {
  for (const hold of await holds(run)) {
    if (hold.investigation === 'listed' || hold.investigation === 'disputed') await answer(run, hold);
    else if (hold.investigation === 'answered') await confirmOrDispute(run, hold);
    else if (hold.status === 'held' && hold.investigation === 'none') await reviewOrAsk(run, hold);
  }
}

const pathOf = ({ claimId }: HoldRow, act: string): string => `/clearing/holds/${claimId}/${act}`;

async function reviewOrAsk(run: SeedRun, hold: HoldRow): Promise<void> {
  const draw = run.random.int(0, 9);
  if (draw < 2) await release(run, hold);
  else if (draw < 5) await ask(run, hold);
}

async function release(run: SeedRun, hold: HoldRow): Promise<void> {
  const as = agencyOf(hold.payer);
  await run.accepted('clearing', { method: 'POST', path: pathOf(hold, 'release'), as, body: { note: '费用合理' } });
  if (Money.of(hold.total).gte(run.platform.secondPersonFrom)) {
    if (run.random.permille(300)) return;
    const second = { ...as, second: true };
    await run.accepted('clearing', { method: 'POST', path: pathOf(hold, 'release-approval'), as: second, body: {} });
  }
  run.books.released(hold.claimId);
}

async function ask(run: SeedRun, hold: HoldRow): Promise<void> {
  const claim = run.books.claims.get(hold.claimId)?.claim;
  if (claim === undefined) return run.fail(`${hold.claimId} 有审核暂缓而无费用 (AUD-01)`);
  const { institutionCode, inpatientNumber, invoiceNumber, admittedOn, dischargedOn, total } = claim;
  const person = { name: '王小明', idNumber: `${FIRST_17}${citizenIdCheckCharacter(FIRST_17)}`, sex: '1' };
  const stay = { institutionCode, inpatientNumber, invoiceNumber, admittedOn, dischargedOn, total };
  const body = { ...person, ...stay, suspicion: '费用明显偏高' };
  const as = agencyOf(hold.payer);
  if (await run.accepted('clearing', { method: 'POST', path: pathOf(hold, 'investigation'), as, body })) {
    run.books.asked(hold.claimId, run.today);
  }
}

async function answer(run: SeedRun, hold: HoldRow): Promise<void> {
  const { random, books } = run;
  if (!random.permille(600)) return;
  const found = drawLines(run, hold.claimId);
  const draw = random.int(0, 3);
  const excluded = draw === 0;
  const lines = draw === 1 ? found : [];
  const body =
    draw <= 1 ? { result: 'wrong', reason: '超标准收费', excluded, deductions: lines } : { result: 'correct' };
  const as = agencyOf(hold.receiver);
  if (await run.accepted('clearing', { method: 'POST', path: pathOf(hold, 'answer'), as, body })) {
    books.answered(hold.claimId, { excluded, lines });
  }
}

/** Of some claims the answer is never confirmed: past the limit they are cleared with what it found still open (CLR-02, AUD-06). */
const isSilent = ({ seed }: SeedRun, { claimId }: HoldRow): boolean =>
  new Random(seed, `silent ${claimId}`).permille(300);

async function confirmOrDispute(run: SeedRun, hold: HoldRow): Promise<void> {
  if (isSilent(run, hold)) return;
  const draw = run.random.int(0, 9);
  const as = agencyOf(hold.payer);
  if (draw < 6) {
    const path = pathOf(hold, 'confirmation');
    if (await run.accepted('clearing', { method: 'POST', path, as, body: {} })) {
      run.books.answerConfirmed(hold.claimId, run.today);
    }
  } else if (draw < 8) {
    const path = pathOf(hold, 'answer-dispute');
    if (await run.accepted('clearing', { method: 'POST', path, as, body: { reason: '请提供病历' } })) {
      run.books.answerDisputed(hold.claimId);
    }
  }
}

/** Some of what can still be deducted of a claim: all of a column, a cent, or a part. */
export function drawLines({ books, random }: SeedRun, claimId: string): readonly Line[] {
  const remaining = books.remaining(claimId);
  if (remaining.length === 0) return [];
  const { column, amount } = random.pick(remaining);
  const part = Money.of(amount).share('0.37').max(Money.of('0.01'));
  return [{ column, amount: random.pick([amount, '0.01', part.toString()]) }];
}

/** 审核扣款 and 追回 of any claim that is known (AUD-07, CLR-09, CLR-10); too much is refused and changes nothing. */
export async function deductSomething(run: SeedRun): Promise<void> {
  const { books, random } = run;
  const known = [...books.claims.values()].filter(({ claim }) => claim.refundOf === null);
  if (known.length === 0) return;
  const { claim } = random.pick(known);
  const lines = drawLines(run, claim.claimId);
  const [line] = lines;
  if (line === undefined) return;
  const isTooMuch = random.permille(200);
  const body = isTooMuch ? { ...line, amount: Money.of(claim.total).plus(Money.of('0.01')).toString() } : line;
  const isRefunded = books.isRefundCleared(claim.claimId);
  const isRecovery = random.permille(300);
  const request = isRecovery ? recoveryOf(run, claim, body) : deductionOf(claim, body);
  const { status } = await run.act('clearing', { method: 'POST', as: agencyOf(claim.receiver), ...request });
  if (status < 400 !== !(isTooMuch || isRefunded)) run.fail(`${request.path} 应答 ${status} (CLR-09)`);
  if (status < 400) books.deducted(claim.claimId, lines, run.today);
}

type Deducted = { readonly claimId: string; readonly institutionCode: string; readonly receiver: string };
type Body = { readonly path: string; readonly body: object };

const deductionOf = ({ claimId }: Deducted, line: Line): Body => ({
  path: `/clearing/claims/${claimId}/deductions`,
  body: { nature: 'refused-cost', lines: [line], reason: '审核扣款' },
});

const recoveryOf = (run: SeedRun, { claimId, institutionCode, receiver }: Deducted, line: Line): Body => ({
  path: '/clearing/recoveries',
  body: {
    ...{ recoveryNo: `追${run.seed}-${run.today}-${claimId}`.slice(0, 40), receiver, institutionCode },
    ...{ amount: line.amount, penalties: '0.00', reason: '追回', claims: [{ claimId, ...line }] },
  },
});
