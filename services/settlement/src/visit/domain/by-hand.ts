import type { Rejection } from '#kernel';
import { namesOf, papersFor } from '../../by-hand/domain/papers.js';
import type { Visit } from './visit.js';

/** Refusals nothing at the counter can mend: the claim is made by hand at home. */
const BY_HAND: readonly string[] = ['filing.not-direct', 'chronic.not-direct', 'remote.reversed', 'remote.refused'];

/** SET-17: a refusal that leaves only the claim by hand names the papers for it. It is kept under the message's number. */
export function withPapers(rejection: Rejection, visit: Visit): Rejection {
  if (!BY_HAND.includes(rejection.code)) return rejection;
  const papers = namesOf(papersFor({ visitKind: visit.kind, emergency: visit.marks.emergency }));
  return { ...rejection, message: `${rejection.message}；手工报销请备${papers}` };
}
