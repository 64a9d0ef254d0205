import type { Decision, EventStore } from '#event-store';
import type { Rejection, Result } from '#kernel';
import { refuseThirdParty } from '../../adjudication/domain/index.js';
import { resultOf } from '../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../hospital-gateway/call.js';
import type { CrossProvinceMarks } from '../../hospital-gateway/messages/index.js';
import { decideThirdParty } from '../domain/third-party.js';
import { visitRef } from '../domain/visit.js';

export type MarkedCall = CheckedCall<{
  readonly visitId: string;
  readonly personNo: string;
  readonly marks: CrossProvinceMarks;
}>;

/**
 * SET-09: a message that says a third party is liable is refused, whatever else it says, and that it said so is kept with the
 * visit: what comes later without the mark is refused too. Null where the message does not say so.
 */
export async function refuseToldThirdParty(
  store: EventStore,
  call: MarkedCall,
  trial = false,
): Promise<Result<never> | null> {
  const { visitId, personNo, marks } = call.request;
  const refusal = refuseThirdParty({ thirdParty: marks.thirdParty === true });
  if (refusal === null || refusal.ok) return null;
  const visit = visitRef(visitId);
  const command = { psnNo: personNo, institutionCode: call.institution.code, injury: marks.injury };
  const outcome = await store.write<Rejection>({
    streams: [visit],
    idempotency: trial ? null : idempotencyOf(call),
    metadata: metadataOf(call),
    // A refusal records nothing, so this one is the answer of a message that was taken; sent again it is refused again.
    decide: (states): Decision<Rejection> => {
      const told = decideThirdParty(command, states.of(visit));
      if (!told.ok) return refused(told.rejection);
      return accepted(
        refusal.rejection,
        told.value.map((event) => ({ streamId: visit.id, event })),
      );
    },
  });
  const told = resultOf(outcome);
  return told.ok ? { ok: false, rejection: told.value } : told;
}
