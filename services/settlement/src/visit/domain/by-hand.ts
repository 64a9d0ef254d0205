import type { Rejection } from '#kernel';
import type { Visit } from './visit.js';

/** 手工报销材料 (N22 art. 44): what the patient takes home when the claim cannot be settled directly. */
const STAY_PAPERS = '发票、费用清单、诊断证明';
const OUTPATIENT_PAPERS = '发票、费用清单、诊断证明、处方';

/** Refusals nothing at the counter can mend: the claim is made by hand at home. */
const BY_HAND: readonly string[] = ['filing.not-direct', 'chronic.not-direct', 'remote.reversed', 'remote.refused'];

/** SET-17: a refusal that leaves only the claim by hand names the papers for it. It is kept under the message's number. */
export function withPapers(rejection: Rejection, visit: Visit): Rejection {
  if (!BY_HAND.includes(rejection.code)) return rejection;
  const papers = visit.facts?.inpatient === true ? STAY_PAPERS : OUTPATIENT_PAPERS;
  return { ...rejection, message: `${rejection.message}；手工报销请备${papers}` };
}
