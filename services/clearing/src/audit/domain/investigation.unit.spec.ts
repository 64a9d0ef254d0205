import { describe, expect, it } from '@jest/globals';
import { businessDate, citizenIdCheckCharacter, clearingMonth, Money, ok } from '#kernel';
import {
  accepted,
  after,
  answer,
  answered,
  claimId,
  file,
  filed,
  initial,
  listed,
  opened,
} from '../../../test/holds.js';
import { decideConfirmAnswer, decideDisputeAnswer } from './answer.js';
import type { Hold } from './hold.js';
import { decideFile, decideList } from './investigate.js';
import { wrongFields } from './investigation-request.js';
import { decideRelease, decideReleaseAtCutOff, decideReleaseOfRefunded } from './release.js';
import { problemRef, type Problem } from '../../coordination/domain/problem.js';

describe('investigation', () => {
  const first17 = '32020219600501201';
  const request = {
    ...{ name: '王小明', idNumber: `${first17}${citizenIdCheckCharacter(first17)}`, sex: '1' as const },
    ...{ institutionCode: 'H1', inpatientNumber: 'Z1', invoiceNumber: 'F1' },
    ...{ admittedOn: '2025-08-01', dischargedOn: '2025-08-10', total: '30000.00' },
  };
  const { name: _name, idNumber: _idNumber, sex: _sex, ...recorded } = request;
  const wrong = (changes: object, otherPerson = false) =>
    wrongFields({ ...request, ...changes }, recorded, otherPerson);

  it('AUD-03: names every field that is missing or differs from the claim', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ total: '30000' })).toEqual([]);
    expect(wrong({ name: ' ', sex: '2', total: '30000.01' })).toEqual(['name', 'sex', 'total']);
    expect(wrong({ idNumber: '1', admittedOn: null, invoiceNumber: 'F2' }, true)).toEqual([
      ...['idNumber', 'invoiceNumber', 'admittedOn'],
    ]);
    expect(wrong({}, true)).toEqual(['idNumber']);
    expect(file(opened(), ['sex'])).toMatchObject({ ok: false, rejection: { rule: 'AUD-03', fields: ['sex'] } });
  });

  it('AUD-03: is filed once', () => {
    expect(file(initial()).ok).toBe(false);
    expect(file(filed())).toMatchObject({ ok: false, rejection: { code: 'investigation.exists' } });
  });

  it('AUD-08: a claim of any amount is asked about by a problem request of its payer that names it', () => {
    const none = problemRef('XT-2025-0001').definition.initialState();
    const request: Problem = { ...none, status: 'open', asker: '32', owner: '31', claimId };
    const ask = (requestNo: string | null, problem: Problem | null = request) =>
      decideFile(
        {
          ...{ claimId, on: '2025-08-20', suspicion: 'x', identityHash: 'hs3:x', wrongFields: [], requestNo },
          claim: { payer: '32', receiver: '31', scheme: 'employee', total: '500.00' },
        },
        initial(),
        problem,
      );
    for (const other of [
      none,
      { ...request, asker: '33' },
      { ...request, claimId: 'C2' },
      { ...request, claimId: null },
    ]) {
      expect(ask('XT-2025-0001', other)).toMatchObject({
        rejection: { code: 'investigation.request', rule: 'AUD-08', fields: ['requestNo'] },
      });
    }
    expect(ask(null, null)).toMatchObject({ rejection: { rule: 'AUD-08', fields: ['requestNo'] } });
    const asked = after(initial(), accepted(ask('XT-2025-0001')));
    expect(asked).toMatchObject({
      status: 'none',
      investigation: 'filed',
      payer: '32',
      receiver: '31',
      total: '500.00',
    });
    const listedOne = after(asked, decideList(claimId, clearingMonth('2025-08'), asked));
    const answeredOne = after(listedOne, accepted(answer(listedOne)));
    expect(accepted(decideConfirmAnswer({ claimId, on: '2025-09-12' }, answeredOne))).toEqual([
      { type: 'AnswerConfirmed', data: { claimId, on: '2025-09-12' } },
    ]);
  });

  it('AUD-04, AUD-05: stands on a list once a month, and rolls over until it is answered', () => {
    expect(decideList(claimId, clearingMonth('2025-08'), opened())).toEqual([]);
    expect(decideList(claimId, clearingMonth('2025-08'), listed())).toEqual([]);
    expect(decideList(claimId, clearingMonth('2025-09'), listed())).toHaveLength(1);
    expect(decideList(claimId, clearingMonth('2025-09'), answered())).toEqual([]);
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

  it('AUD-05: an answer is due by the 26th of the month after the first list; a day later it is late', () => {
    const on = (day: string) => accepted(answer(listed(), { on: businessDate(day) }))[0]?.data as { late?: boolean };
    expect(listed().answerBy).toBe('2025-09-26');
    expect(on('2025-09-26').late).toBeUndefined();
    expect(on('2025-09-27').late).toBe(true);
    expect(after(listed(), decideList(claimId, clearingMonth('2025-09'), listed()))).toMatchObject({
      ...{ answerBy: '2025-09-26', lists: ['2025-08', '2025-09'] },
    });
  });

  it('AUD-06: five working days to confirm or dispute, over the holidays; later is recorded as late', () => {
    const [given] = accepted(answer(listed(), { on: businessDate('2025-09-30') }));
    // 10-01 to 10-08 are holidays, Saturday 10-11 is worked
    expect(given?.data).toMatchObject({ confirmBy: '2025-10-14' });
    const hold = after(listed(), given === undefined ? [] : [given]);
    const late = (day: string) =>
      (accepted(decideConfirmAnswer({ claimId, on: day }, hold))[0]?.data as { late?: boolean }).late;
    expect(late('2025-10-14')).toBeUndefined();
    expect(late('2025-10-15')).toBe(true);
    expect(decideDisputeAnswer({ claimId, on: '2025-10-15', reason: '不符' }, hold)).toMatchObject({
      value: [{ data: { late: true } }],
    });
  });

  it('AUD-06: a disputed answer does not stand: it is listed and answered again, and counted', () => {
    const dispute = (hold: Hold, reason = '病历不全') =>
      decideDisputeAnswer({ claimId, on: '2025-09-12', reason }, hold);
    expect(dispute(listed())).toMatchObject({ rejection: { code: 'investigation.not-answered' } });
    expect(dispute(answered(), ' ')).toMatchObject({ rejection: { fields: ['reason'] } });
    const disputed = after(answered(), accepted(dispute(answered())));
    expect(disputed).toMatchObject({ status: 'held', investigation: 'disputed', answer: null });
    expect(accepted(dispute(disputed))).toEqual([]);
    expect(decideConfirmAnswer({ claimId, on: '2025-09-12' }, disputed)).toMatchObject({ ok: false });
    const again = after(disputed, decideList(claimId, clearingMonth('2025-09'), disputed));
    expect(again.answerBy).toBe('2025-10-26');
    expect(accepted(answer(again))[0]?.data).toMatchObject({ round: 2 });
    const closed = after(answered(), accepted(decideConfirmAnswer({ claimId, on: '2025-09-12' }, answered())));
    expect(dispute(closed)).toMatchObject({ rejection: { code: 'investigation.closed' } });
  });

  it('AUD-02: wrong as a whole: excluded while it is held, deducted in full once it was released', () => {
    const wrong = { result: 'wrong' as const, reason: '冒名住院', excluded: true };
    const taken = new Map([['pool', Money.of('500.00')]]);
    const excludedBy = (hold: Hold) => after(hold, accepted(answer(hold, { ...wrong, taken })));
    const confirm = (hold: Hold) => accepted(decideConfirmAnswer({ claimId, on: '2025-09-12' }, hold));
    expect(excludedBy(listed()).answer?.deductions).toEqual([{ column: 'pool', amount: '19500.00' }]);
    const excluded = after(excludedBy(listed()), confirm(excludedBy(listed())));
    expect(excluded.status).toBe('excluded');
    expect(
      decideRelease(
        { claimId, on: '2025-09-13', note: 'x', by: 'user:a', secondPersonFrom: Money.of('100000.00') },
        excluded,
      ),
    ).toMatchObject({
      rejection: { code: 'hold.excluded' },
    });
    expect(decideReleaseOfRefunded(claimId, '2025-09-13', excluded)).toEqual([]);
    const unasked = ok({ isReleased: true, by: '全国政策' });
    const limit = accepted(
      decideReleaseAtCutOff(
        { claimId, on: '2025-11-20', cutOffOn: '2025-11-20', overdue: true, unasked },
        excludedBy(listed()),
      ),
    );
    expect(confirm(after(excludedBy(listed()), limit))).toMatchObject([{ type: 'AnswerConfirmed' }]);
    expect(answer(listed(), { ...wrong, deductions: [{ column: 'pool', amount: '1.00' }] }).ok).toBe(false);
    expect(answer(listed(), { ...wrong, result: 'correct' })).toMatchObject({ rejection: { rule: 'CLR-09' } });
  });
});
