import { ok, type Result } from '#kernel';
import type { VisitEvent } from './events.js';
import { refuseForeignVisit } from './open-visit.js';
import type { Visit } from './visit.js';

export interface TellThirdParty {
  readonly psnNo: string;
  readonly institutionCode: string;
  /** 外伤标志 beside it; undefined where it was left out. */
  readonly injury: boolean | undefined;
}

/** SET-09: what a refused message says of a third party's liability holds until one says that there is none. */
export function decideThirdParty(command: TellThirdParty, visit: Visit): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit);
  if (refused !== null) return refused;
  const { injury, thirdParty } = visit.marks;
  return ok(thirdParty ? [] : [{ type: 'ThirdPartyTold', data: { injury: command.injury ?? injury } }]);
}
