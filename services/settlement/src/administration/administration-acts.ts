import type { DomainEvent, EventMetadata, EventStore, StreamDefinition } from '#event-store';

/** What was set, without its secret: that one goes in and stands nowhere but sealed in the table. */
type Registered = Readonly<Record<string, string | number | boolean>>;

export type AdministrationEvent =
  DomainEvent<'InstitutionRegistered', Registered> | DomainEvent<'RemotePlaceRegistered', Registered>;

const definition: StreamDefinition<null, AdministrationEvent> = {
  category: 'administration',
  initialState: () => null,
  evolve: () => null,
};

/** Records who set an institution or a place to what, when and why, before the table says it (SEC-03). */
export async function recordAdministration(
  store: EventStore,
  subject: string,
  { event, metadata }: { readonly event: AdministrationEvent; readonly metadata: EventMetadata },
): Promise<void> {
  const ref = { id: `administration-${subject}`, definition };
  await store.write<null>({
    ...{ streams: [ref], idempotency: null, metadata },
    decide: () => ({ kind: 'accepted', answer: null, events: [{ streamId: ref.id, event }] }),
  });
}
