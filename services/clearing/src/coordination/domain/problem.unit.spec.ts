import { describe, expect, it } from '@jest/globals';
import { businessDate, unwrap } from '#kernel';
import { decideProblemDay, decideProblemStep, decideRaise, type ProblemStep } from './problem-decisions.js';
import { evolveProblem, problemRef, type Problem, type ProblemEvent, type ProblemKind } from './problem.js';

const none = problemRef('p').definition.initialState();
const after = (events: readonly ProblemEvent[], from: Problem): Problem => events.reduce(evolveProblem, from);

function raise(kind: ProblemKind, on: string, over: object = {}) {
  const request = { requestId: 'p', asker: '32', asked: '31', kind, matter: '备案信息未同步', claimId: null };
  return decideRaise({ ...request, psnNo: null, personal: false, on: businessDate(on), ...over }, none);
}
const raised = (kind: ProblemKind, on: string): Problem => after(unwrap(raise(kind, on)), none);
const act = (step: ProblemStep, by: string, on: string, problem: Problem) =>
  decideProblemStep(step, { requestId: 'p', by, on: businessDate(on) }, problem);
const ANSWER = { step: 'answer', kind: 'filing', result: '已补登备案', helpers: ['33'] } as const;
const does = (step: ProblemStep, by: string, on: string, problem: Problem): Problem =>
  after(unwrap(act(step, by, on, problem)), problem);
const day = (on: string, problem: Problem) => decideProblemDay('p', businessDate(on), problem);

// 2025-10-01 to 10-08 are holidays, 2025-09-28 (Sunday) and 2025-10-11 (Saturday) are worked.
describe('problem requests', () => {
  it.each([
    ['filing', '2025-09-29', '2025-10-09'],
    ['system-fault', '2025-09-29', '2025-09-30'],
    ['other', '2025-09-29', '2025-10-20'],
    ['filing', '2025-09-26', '2025-09-29'],
  ] as const)('COL-01: %s raised on %s is answered by %s, in working days', (kind, on, dueOn) => {
    expect(raised(kind, on).dueOn).toBe(dueOn);
  });

  it('COL-01: names whom is asked, and the person where it is about one', () => {
    expect(raise('other', '2025-09-29', { asked: '32' })).toMatchObject({ rejection: { code: 'problem.same-unit' } });
    expect(raise('other', '2025-09-29', { personal: true })).toMatchObject({
      rejection: { code: 'problem.person', rule: 'COL-01', fields: ['psnNo'] },
    });
    expect(raise('other', '2025-09-29', { personal: true, psnNo: '32000001' }).ok).toBe(true);
  });

  it('AUD-08: a claim of any amount may be asked about, by its number', () => {
    const asked = raise('other', '2025-09-29', { claimId: 'C-1', matter: '门诊费用核实' });
    expect(asked).toMatchObject({ value: [{ data: { claimId: 'C-1', dueOn: '2025-10-20' } }] });
  });

  it('COL-01: an answer on the last day is in time, on the day after it is late', () => {
    const open = raised('filing', '2025-09-29');
    expect(act(ANSWER, '31', '2025-10-09', open)).toMatchObject({ value: [{ data: { late: false } }] });
    expect(act(ANSWER, '31', '2025-10-10', open)).toMatchObject({ value: [{ data: { late: true } }] });
    expect(day('2025-10-09', open)).toEqual([]);
    const noticed = day('2025-10-10', open);
    expect(noticed).toMatchObject([{ type: 'ProblemOverdue', data: { dueOn: '2025-10-09' } }]);
    expect(day('2025-10-11', after(noticed, open))).toEqual([]);
  });

  it('COL-01: an extension is asked in time, for a later day, and holds once the asker agrees', () => {
    const open = raised('filing', '2025-09-29');
    const propose = (until: string, on: string) =>
      act({ step: 'propose-extension', until: businessDate(until), reason: '须调取档案' }, '31', on, open);
    expect(propose('2025-10-09', '2025-10-09')).toMatchObject({ rejection: { code: 'problem.extension-until' } });
    expect(propose('2025-10-15', '2025-10-10')).toMatchObject({ rejection: { code: 'problem.extension-late' } });
    expect(act({ step: 'agree-extension' }, '32', '2025-10-09', open)).toMatchObject({
      rejection: { code: 'problem.no-extension' },
    });
    const proposed = after(unwrap(propose('2025-10-10', '2025-10-09')), open);
    expect(proposed.dueOn).toBe('2025-10-09');
    expect(act({ step: 'agree-extension' }, '31', '2025-10-09', proposed)).toMatchObject({
      rejection: { code: 'problem.not-asker' },
    });
    const agreed = does({ step: 'agree-extension' }, '32', '2025-10-09', proposed);
    expect(act(ANSWER, '31', '2025-10-10', agreed)).toMatchObject({ value: [{ data: { late: false } }] });
  });

  it('COL-02: the first responder answers and names who helped, nobody else does', () => {
    const open = raised('filing', '2025-09-29');
    expect(act(ANSWER, '33', '2025-09-30', open)).toMatchObject({ rejection: { code: 'problem.not-first-responder' } });
    expect(act(ANSWER, 'nation', '2025-09-30', open).ok).toBe(false);
    expect(act(ANSWER, '31', '2025-09-30', open)).toMatchObject({ value: [{ data: { helpers: ['33'], by: '31' } }] });
    const answered = does(ANSWER, '31', '2025-09-30', open);
    expect(act(ANSWER, '31', '2025-09-30', answered)).toMatchObject({ rejection: { code: 'problem.answered' } });
  });

  it('COL-02: silence of ten working days is not consent yet, on the day after it is', () => {
    const answered = does(ANSWER, '31', '2025-09-29', raised('filing', '2025-09-29'));
    expect(day('2025-10-20', answered)).toEqual([]);
    const silent = day('2025-10-21', answered);
    expect(silent).toMatchObject([{ type: 'ResultConfirmed', data: { silent: true, on: '2025-10-21' } }]);
    const closed = after(silent, answered);
    expect(day('2025-10-22', closed)).toEqual([]);
    expect(act({ step: 'dispute', reason: '未解决' }, '32', '2025-10-22', closed)).toMatchObject({
      rejection: { code: 'problem.closed' },
    });
  });

  it('COL-02: a dispute on the last of the ten working days is in time, on the day after it is late, though no day has run', () => {
    const answered = does(ANSWER, '31', '2025-09-29', raised('filing', '2025-09-29'));
    const dispute = (on: string) => act({ step: 'dispute', reason: '未解决' }, '32', on, answered);
    expect(dispute('2025-10-20')).toMatchObject({ value: [{ type: 'ProblemEscalated', data: { on: '2025-10-20' } }] });
    expect(dispute('2025-10-21')).toMatchObject({
      rejection: { code: 'problem.dispute-late', rule: 'COL-02', message: expect.stringContaining('2025-10-20') },
    });
  });

  it('COL-02: the asker confirms what was answered, and only that', () => {
    const open = raised('filing', '2025-09-29');
    expect(act({ step: 'confirm' }, '32', '2025-09-30', open)).toMatchObject({
      rejection: { code: 'problem.unanswered' },
    });
    const answered = does(ANSWER, '31', '2025-09-30', open);
    expect(act({ step: 'confirm' }, '31', '2025-09-30', answered)).toMatchObject({
      rejection: { code: 'problem.not-asker' },
    });
    expect(does({ step: 'confirm' }, '32', '2025-09-30', answered).status).toBe('closed');
    expect(act({ step: 'confirm' }, '32', '2025-09-30', none)).toMatchObject({
      rejection: { code: 'problem.unknown' },
    });
  });

  it('COL-02: a dispute reopens it one level up with a clock of its own, and there is none above the nation', () => {
    const answered = does(ANSWER, '31', '2025-09-30', raised('other', '2025-09-29'));
    const escalated = does({ step: 'dispute', reason: '未解决' }, '32', '2025-10-09', answered);
    // Answered as a matter of a filing: two working days, 2025-10-11 is worked.
    expect(escalated).toMatchObject({ status: 'open', owner: 'nation', dueOn: '2025-10-11' });
    expect(act(ANSWER, '31', '2025-10-10', escalated)).toMatchObject({
      rejection: { code: 'problem.not-first-responder' },
    });
    const settled = does(ANSWER, 'nation', '2025-10-10', escalated);
    expect(act({ step: 'dispute', reason: '仍有异议' }, '32', '2025-10-11', settled)).toMatchObject({
      rejection: { code: 'problem.highest' },
    });
    expect(does({ step: 'confirm' }, '32', '2025-10-11', settled).status).toBe('closed');
  });
});
