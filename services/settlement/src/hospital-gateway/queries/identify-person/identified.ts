import type { Decision, DomainEvent, EventStore, StreamDefinition, StreamRef } from '#event-store';
import { addDays, businessDate } from '#kernel';
import { accepted, metadataOf, type CheckedCall } from '../../call.js';

type Identified = DomainEvent<
  'PersonIdentified',
  { readonly psnNo: string; readonly institutionCode: string; readonly on: string }
>;

const definition: StreamDefinition<string | null, Identified> = {
  category: 'identified',
  initialState: () => null,
  evolve: (_last, { data }) => data.on,
};

/** 身份核验 The last day on which a person showed a credential in an institution (SET-21). */
const identifiedRef = (institutionCode: string, psnNo: string): StreamRef<string | null> => ({
  id: `identified-${institutionCode}-${psnNo}`,
  definition,
});

/** A visit that begins before midnight goes on behind it. */
const GOOD_FOR_DAYS = 1;

type Where = Pick<CheckedCall, 'institution' | 'businessDate'>;

/** Whether the person showed a credential there today or the day before: such a patient may be asked about (SEC-01). */
export async function wasIdentified(
  store: Pick<EventStore, 'look'>,
  { institution, businessDate: today }: Where,
  psnNo: string,
): Promise<boolean> {
  const ref = identifiedRef(institution.code, psnNo);
  const on = (await store.look([ref])).of(ref);
  return on !== null && on <= today && addDays(businessDate(on), GOOD_FOR_DAYS) >= today;
}

/** Once a day; who has filed for its place need not be recorded. */
export async function recordIdentified(
  store: Pick<EventStore, 'write'>,
  call: CheckedCall,
  psnNo: string,
): Promise<void> {
  const { institution, businessDate: on } = call;
  const ref = identifiedRef(institution.code, psnNo);
  await store.write<null>({
    streams: [ref],
    idempotency: null,
    metadata: metadataOf(call),
    decide: (states): Decision<null> => {
      const event = { type: 'PersonIdentified' as const, data: { psnNo, institutionCode: institution.code, on } };
      return accepted(null, states.of(ref) === on ? [] : [{ streamId: ref.id, event }]);
    },
  });
}
