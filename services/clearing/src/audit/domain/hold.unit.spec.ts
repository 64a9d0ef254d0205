import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONTRACTS, type Claim } from '#contracts';
import { citizenIdCheckCharacter, Money, type Result } from '#kernel';
import {
  decideAnswer,
  decideConfirmAnswer,
  decideFile,
  decideList,
  decideOpenHold,
  decideRelease,
  decideReleaseAtCutOff,
  decideReleaseOfRefunded,
} from './decisions.js';
import { evolveHold, holdRef, isHeldClaim, type Hold, type HoldEvent } from './hold.js';
import { wrongFields } from './investigation-request.js';

const claimId = 'C1';
const held = (total: string, changes: Partial<Claim> = {}): Claim => ({
  ...CONTRACTS.claimSettled.example,
  ...{ claimId, visitKind: 'inpatient', total },
  ...changes,
});
const initial = (): Hold => holdRef(claimId).definition.initialState();
const after = (hold: Hold, events: readonly HoldEvent[]): Hold => events.reduce(evolveHold, hold);
const opened = (): Hold => after(initial(), decideOpenHold(held('30000.00'), initial(), '2025-08-10'));

function accepted<T>(decided: Result<readonly T[]>): readonly T[] {
  if (!decided.ok) throw new Error(decided.rejection.message);
  return decided.value;
}

const file = (hold: Hold, wrong: readonly string[] = []) =>
  decideFile({ claimId, on: '2025-08-20', suspicion: '费用偏高', identityHash: 'hs3:x', wrongFields: wrong }, hold);
const answer = (hold: Hold, changes: Partial<Parameters<typeof decideAnswer>[0]> = {}) =>
  decideAnswer(
    {
      ...{ claimId, on: '2025-09-10', result: 'correct', reason: '', deductions: [] },
      paid: new Map([['pool', Money.of('20000.00')]]),
      ...changes,
    },
    hold,
  );
const filed = (): Hold => after(opened(), accepted(file(opened())));
const listed = (): Hold => after(filed(), decideList(claimId, '2025-08', filed()));
const answered = (): Hold => after(listed(), accepted(answer(listed())));

describe('audit hold', () => {
  it.each([
    ['30000.00', 'inpatient', true],
    ['29999.99', 'inpatient', false],
    ['30000.00', 'outpatient', false],
    ['99999.00', 'chronic', false],
  ] as const)('AUD-01: %s of %s is held: %s', (total, visitKind, isHeld) => {
    expect(isHeldClaim({ total, visitKind, refundOf: null })).toBe(isHeld);
    expect(isHeldClaim({ total, visitKind, refundOf: 'C0' })).toBe(false);
  });

  it('AUD-01: opens once however often the claim is told', () => {
    expect(decideOpenHold(held('30000.00'), opened(), '2025-08-11')).toEqual([]);
  });

  it('AUD-02: a reviewer releases it once, and not while an investigation runs', () => {
    const release = (hold: Hold) => decideRelease({ claimId, on: '2025-08-21', note: '合理' }, hold);
    expect(release(initial())).toMatchObject({ ok: false, rejection: { rule: 'AUD-01' } });
    expect(release(filed())).toMatchObject({ ok: false, rejection: { rule: 'AUD-02' } });
    const released = after(opened(), accepted(release(opened())));
    expect(released.status).toBe('released');
    expect(accepted(release(released))).toEqual([]);
  });

  it('AUD-02: the cut-off ends what nobody asked about, and everything at the time limit', () => {
    const cutOff = (hold: Hold, overdue: boolean) =>
      decideReleaseAtCutOff({ claimId, on: '2025-09-20', overdue }, hold).map(
        (event) => (event.data as { cause?: string }).cause,
      );
    expect(cutOff(opened(), false)).toEqual(['no-request']);
    expect(cutOff(filed(), false)).toEqual([]);
    expect(cutOff(filed(), true)).toEqual(['time-limit']);
    expect(cutOff(initial(), true)).toEqual([]);
  });

  it('AUD-02: a refunded claim has nothing left to hold back', () => {
    expect(decideReleaseOfRefunded(claimId, '2025-08-12', opened())).toMatchObject([{ data: { cause: 'refunded' } }]);
    expect(decideReleaseOfRefunded(claimId, '2025-08-12', initial())).toEqual([]);
  });
});

describe('investigation', () => {
  const first17 = '32020219600501201';
  const request = {
    ...{ name: '王小明', idNumber: `${first17}${citizenIdCheckCharacter(first17)}`, sex: '1' as const },
    ...{ institutionCode: 'H1', inpatientNumber: 'Z1', invoiceNumber: 'F1' },
    ...{ admittedOn: '2025-08-01', dischargedOn: '2025-08-10', total: '30000.00' },
  };
  const { name: _name, idNumber: _idNumber, sex: _sex, ...recorded } = request;

  it('AUD-03: names every field that is missing or differs from the claim', () => {
    expect(wrongFields(request, recorded)).toEqual([]);
    expect(wrongFields({ ...request, total: '30000' }, recorded)).toEqual([]);
    expect(wrongFields({ ...request, name: ' ', sex: '2', total: '30000.01' }, recorded)).toEqual([
      ...['name', 'sex', 'total'],
    ]);
    expect(wrongFields({ ...request, idNumber: '1', admittedOn: null, invoiceNumber: 'F2' }, recorded)).toEqual([
      ...['idNumber', 'invoiceNumber', 'admittedOn'],
    ]);
    expect(file(opened(), ['sex'])).toMatchObject({ ok: false, rejection: { rule: 'AUD-03', fields: ['sex'] } });
  });

  it('AUD-03: is filed once', () => {
    expect(file(initial()).ok).toBe(false);
    expect(file(filed())).toMatchObject({ ok: false, rejection: { code: 'investigation.exists' } });
  });

  it('AUD-04, AUD-05: stands on a list once a month, and rolls over until it is answered', () => {
    expect(decideList(claimId, '2025-08', opened())).toEqual([]);
    expect(decideList(claimId, '2025-08', listed())).toEqual([]);
    expect(decideList(claimId, '2025-09', listed())).toHaveLength(1);
    expect(decideList(claimId, '2025-09', answered())).toEqual([]);
  });

  it('AUD-05, CLR-09: wrong needs its reason; a deduction stays within what the fund paid, to the cent', () => {
    expect(answer(filed())).toMatchObject({ ok: false, rejection: { rule: 'AUD-05' } });
    expect(answer(listed(), { result: 'wrong', reason: ' ' })).toMatchObject({ rejection: { fields: ['reason'] } });
    const deduct = (yuan: string, column = 'pool', result: 'wrong' | 'correct' = 'wrong') =>
      answer(listed(), { result, reason: '超标准', deductions: [{ column, amount: yuan }] });
    expect(deduct('20000.00').ok).toBe(true);
    expect(deduct('20000.01')).toMatchObject({ ok: false, rejection: { rule: 'CLR-09' } });
    expect(deduct('0.00').ok).toBe(false);
    expect(deduct('1.00', 'account').ok).toBe(false);
    expect(deduct('1.00', 'pool', 'correct')).toMatchObject({ ok: false, rejection: { rule: 'CLR-09' } });
  });

  it('AUD-06: the place of insurance confirms an answer, once, and the hold ends with it', () => {
    const confirm = (hold: Hold) => decideConfirmAnswer({ claimId, on: '2025-09-12' }, hold);
    expect(confirm(listed())).toMatchObject({ ok: false, rejection: { rule: 'AUD-06' } });
    const closed = after(answered(), accepted(confirm(answered())));
    expect(closed).toMatchObject({ status: 'released', investigation: 'closed' });
    expect(accepted(confirm(closed))).toEqual([]);
  });
});

describe('any sequence of acts on one hold', () => {
  type Act = (hold: Hold) => readonly HoldEvent[];
  const acts: Readonly<Record<string, Act>> = {
    open: (hold) => decideOpenHold(held('30000.00'), hold, '2025-08-10'),
    release: (hold) => valueOf(decideRelease({ claimId, on: '2025-08-21', note: 'x' }, hold)),
    file: (hold) => valueOf(file(hold)),
    list: (hold) => decideList(claimId, '2025-08', hold),
    answer: (hold) => valueOf(answer(hold)),
    confirm: (hold) => valueOf(decideConfirmAnswer({ claimId, on: '2025-09-12' }, hold)),
    cutOff: (hold) => decideReleaseAtCutOff({ claimId, on: '2025-09-20', overdue: false }, hold),
    limit: (hold) => decideReleaseAtCutOff({ claimId, on: '2025-11-20', overdue: true }, hold),
    refund: (hold) => decideReleaseOfRefunded(claimId, '2025-08-12', hold),
  };
  const valueOf = (decided: Result<readonly HoldEvent[]>): readonly HoldEvent[] => (decided.ok ? decided.value : []);

  it('AUD-02: opens and releases it at most once, and never leaves the released state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 25 }), (names) => {
        let hold = initial();
        const types: string[] = [];
        for (const name of names) {
          const events = acts[name]?.(hold) ?? [];
          types.push(...events.map(({ type }) => type));
          const next = after(hold, events);
          expect(hold.status === 'released' && next.status !== 'released').toBe(false);
          hold = next;
        }
        for (const once of [
          'HoldOpened',
          'HoldReleased',
          'InvestigationFiled',
          'InvestigationAnswered',
          'AnswerConfirmed',
        ]) {
          expect(types.filter((type) => type === once).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
