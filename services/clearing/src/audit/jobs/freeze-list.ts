import type { AppendedEvent, EventStore, StreamStates, WriteRequest } from '#event-store';
import { dayIn, type ClearingMonth } from '#kernel';
import { stepMetadata, type StepOf } from '../../period/jobs/write-step.js';
import { decideList } from '../domain/investigate.js';
import { holdRef } from '../domain/hold.js';
import { investigationListRef, type InvestigationLine } from '../domain/investigation-list.js';

/**
 * 26日零时 费用协查汇总 (AUD-04): requests up to the 25th, and those of earlier lists that nobody has answered, which are
 * counted (AUD-05). Frozen once.
 */
export async function freezeInvestigationList(store: EventStore, { month, on }: StepOf): Promise<void> {
  const open = await store.database.read<{ claim_id: string }>(
    `select claim_id from read_holds.hold where investigation in ('filed', 'listed', 'disputed') and requested_on <= $1 order by 1`,
    [dayIn(month, 25)],
  );
  const claimIds = open.map(({ claim_id }) => claim_id);
  await store.write(listRequest(month, on, claimIds));
}

function listRequest(listMonth: ClearingMonth, on: StepOf['on'], claimIds: readonly string[]): WriteRequest<number> {
  const list = investigationListRef(listMonth);
  return {
    streams: [list, ...claimIds.map(holdRef)],
    idempotency: null,
    metadata: stepMetadata('investigation-list', `${listMonth}费用协查申请汇总 (AUD-04)`, on),
    decide: (states) => {
      if (states.of(list).frozen) return { kind: 'accepted', answer: 0, events: [] };
      const listed = claimIds.flatMap((claimId) => listedOf(claimId, listMonth, states));
      const lines = claimIds.flatMap((claimId) => lineOf(claimId, listMonth, states));
      const frozen: AppendedEvent = {
        streamId: list.id,
        event: { type: 'InvestigationListFrozen', data: { listMonth, on, lines } },
      };
      return { kind: 'accepted', answer: lines.length, events: [frozen, ...listed] };
    },
  };
}

const listedOf = (claimId: string, listMonth: ClearingMonth, states: StreamStates): readonly AppendedEvent[] =>
  decideList(claimId, listMonth, states.of(holdRef(claimId))).map((event) => ({
    streamId: holdRef(claimId).id,
    event,
  }));

function lineOf(claimId: string, listMonth: ClearingMonth, states: StreamStates): readonly InvestigationLine[] {
  const hold = states.of(holdRef(claimId));
  if (decideList(claimId, listMonth, hold).length === 0) return [];
  const { payer, receiver, requestedOn, lists } = hold;
  return [{ claimId, payer, receiver, requestedOn: requestedOn ?? '', rolledOver: lists.length }];
}
