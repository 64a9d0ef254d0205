import { ok, reject, workingCalendar, type BusinessDate, type Result } from '#kernel';
import type { Party, Problem, ProblemEvent, ProblemKind, Raised } from './problem.js';

type Decided = Result<readonly ProblemEvent[]>;

/** Working days to answer, by kind (COL-01). */
export const REPLY_DAYS: Readonly<Record<ProblemKind, number>> = { filing: 2, 'system-fault': 1, other: 10 };
/** Working days after which silence is consent (COL-02). */
export const CONFIRM_DAYS = 10;
export const NATION: Party = 'nation';

export interface RaiseProblem extends Omit<Raised, 'dueOn' | 'raisedOn'> {
  /** It is about one insured person, who must then be named. */
  readonly personal: boolean;
  readonly on: BusinessDate;
}

/** 提出问题协同 (COL-01): whom is asked, what and of which kind; of a person, who. */
export function decideRaise({ personal, on, ...request }: RaiseProblem, problem: Problem): Decided {
  if (problem.status !== 'none') return reject('problem.exists', 'COL-01', '该问题协同已提出', ['requestId']);
  if (request.asked === request.asker) {
    return reject('problem.same-unit', 'COL-01', '待协同机构不能是本单位', ['asked']);
  }
  if (personal && request.psnNo === null) {
    return reject('problem.person', 'COL-01', '针对参保人员的问题协同须标明参保人员（人员编号）', ['psnNo']);
  }
  const dueOn = workingCalendar.tryAddWorkingDays(on, REPLY_DAYS[request.kind]);
  if (!dueOn.ok) return dueOn;
  return ok([{ type: 'ProblemRaised', data: { ...request, raisedOn: on, dueOn: dueOn.value } }]);
}

/** What the two sides do about a request; `by` is the area of who does it. */
export type ProblemStep =
  | {
      readonly step: 'answer';
      readonly kind: ProblemKind;
      readonly result: string;
      readonly helpers: readonly string[];
    }
  | { readonly step: 'propose-extension'; readonly until: BusinessDate; readonly reason: string }
  | { readonly step: 'agree-extension' }
  | { readonly step: 'confirm' }
  | { readonly step: 'dispute'; readonly reason: string };

export interface ProblemAct {
  readonly requestId: string;
  readonly by: Party;
  readonly on: BusinessDate;
}

export function decideProblemStep(step: ProblemStep, act: ProblemAct, problem: Problem): Decided {
  if (problem.status === 'none') return reject('problem.unknown', 'COL-01', '未找到该问题协同', ['requestId']);
  if (problem.status === 'closed') return reject('problem.closed', 'COL-02', '该问题协同已办结', ['requestId']);
  switch (step.step) {
    case 'answer':
      return answer(step, act, problem);
    case 'propose-extension':
      return proposeExtension(step, act, problem);
    case 'agree-extension':
      return agreeExtension(act, problem);
    case 'confirm':
      return confirm(act, problem);
    case 'dispute':
      return dispute(step, act, problem);
    default:
      return step satisfies never;
  }
}

type StepOf<Name extends ProblemStep['step']> = Extract<ProblemStep, { step: Name }>;

/** First responder and nobody else, while it is open. */
function refuseOwner({ by }: ProblemAct, { owner, status }: Problem): Result<never> | null {
  if (by !== owner) return reject('problem.not-first-responder', 'COL-02', '只能由第一响应人办理', ['requestId']);
  return status === 'open' ? null : reject('problem.answered', 'COL-02', '处理结果已登记，待申请地确认', ['requestId']);
}

function answer({ kind, result, helpers }: StepOf<'answer'>, act: ProblemAct, problem: Problem): Decided {
  const refusal = refuseOwner(act, problem);
  if (refusal !== null) return refusal;
  const confirmBy = workingCalendar.tryAddWorkingDays(act.on, CONFIRM_DAYS);
  if (!confirmBy.ok) return confirmBy;
  const data = { ...act, kind, result, helpers, late: act.on > problem.dueOn, confirmBy: confirmBy.value };
  return ok([{ type: 'ProblemAnswered', data }]);
}

/** 延长处理时限: asked for before the time is over, for a later day (COL-01). */
function proposeExtension({ until, reason }: StepOf<'propose-extension'>, act: ProblemAct, problem: Problem): Decided {
  const refusal = refuseOwner(act, problem);
  if (refusal !== null) return refusal;
  if (act.on > problem.dueOn) {
    return reject('problem.extension-late', 'COL-01', `处理时限${problem.dueOn}已过，不能再延长`, ['until']);
  }
  if (until <= problem.dueOn) {
    return reject('problem.extension-until', 'COL-01', `延长须至${problem.dueOn}之后`, ['until']);
  }
  return ok([{ type: 'ExtensionProposed', data: { requestId: act.requestId, on: act.on, until, reason } }]);
}

function refuseAsker({ by }: ProblemAct, { asker }: Problem): Result<never> | null {
  return by === asker ? null : reject('problem.not-asker', 'COL-02', '只能由申请地办理', ['requestId']);
}

function agreeExtension(act: ProblemAct, problem: Problem): Decided {
  const refusal = refuseAsker(act, problem);
  if (refusal !== null) return refusal;
  if (problem.proposed === null) {
    return reject('problem.no-extension', 'COL-01', '对方没有提出延长处理时限', ['requestId']);
  }
  return ok([{ type: 'ExtensionAgreed', data: { requestId: act.requestId, on: act.on, until: problem.proposed } }]);
}

function refuseUnanswered(act: ProblemAct, problem: Problem): Result<never> | null {
  const refusal = refuseAsker(act, problem);
  if (refusal !== null || problem.status === 'answered') return refusal;
  return reject('problem.unanswered', 'COL-02', '尚无处理结果', ['requestId']);
}

function confirm(act: ProblemAct, problem: Problem): Decided {
  const refusal = refuseUnanswered(act, problem);
  if (refusal !== null) return refusal;
  return ok([{ type: 'ResultConfirmed', data: { requestId: act.requestId, on: act.on, silent: false } }]);
}

/**
 * 对结果有异议: within ten working days of the answer, whether or not the day has noted the silence after them; reopened one level
 * up, with a clock of its own; there is no level above the nation (COL-02).
 */
function dispute({ reason }: StepOf<'dispute'>, act: ProblemAct, problem: Problem): Decided {
  const refusal = refuseUnanswered(act, problem);
  if (refusal !== null) return refusal;
  if (problem.confirmBy !== null && act.on > problem.confirmBy) {
    const message = `对处理结果的异议须于${problem.confirmBy}前（含当日）提出，逾期未提出视为同意`;
    return reject('problem.dispute-late', 'COL-02', message, ['requestId']);
  }
  if (problem.owner === NATION) {
    return reject('problem.highest', 'COL-02', '已由国家级经办机构处理，没有上一级', ['requestId']);
  }
  const dueOn = workingCalendar.tryAddWorkingDays(act.on, REPLY_DAYS[problem.kind]);
  if (!dueOn.ok) return dueOn;
  const { requestId, on } = act;
  return ok([{ type: 'ProblemEscalated', data: { requestId, on, to: NATION, reason, dueOn: dueOn.value } }]);
}

/** What a day does by itself (COL-01, COL-02): an answer nobody confirmed in time stands, a late request is noticed once. */
export function decideProblemDay(requestId: string, on: BusinessDate, problem: Problem): readonly ProblemEvent[] {
  const { status, confirmBy, dueOn, overdueNoticed } = problem;
  if (status === 'answered' && confirmBy !== null && confirmBy < on) {
    return [{ type: 'ResultConfirmed', data: { requestId, on, silent: true } }];
  }
  if (status === 'open' && dueOn < on && !overdueNoticed) {
    return [{ type: 'ProblemOverdue', data: { requestId, dueOn, noticedOn: on } }];
  }
  return [];
}
