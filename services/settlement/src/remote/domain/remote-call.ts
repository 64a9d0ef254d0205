import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type Result } from '#kernel';

/** A settlement or a refund the place of insurance must carry out; everything needed to end it, whoever does. */
export type RemoteCallFacts = {
  readonly callId: string;
  readonly kind: 'settlement' | 'refund';
  readonly unit: string;
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly careRegion: string;
  readonly insuredRegion: string;
  readonly visitId: string;
  readonly psnNo: string;
  /** Transaction and message number under which the place of insurance knows it. */
  readonly infno: string;
  readonly messageId: string;
  /** Of a refund: what is refunded, and the hospital's own message, so that its answer stands when it comes again. */
  readonly refund: RefundFacts | null;
};
export type RefundFacts = {
  readonly claimId: string;
  readonly refundId: string;
  readonly refundedOn: string;
  readonly refundedAt: string;
  readonly remoteVisitId: string;
  readonly remoteSettlementId: string;
  readonly hospitalMessageId: string;
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
  /** How the hospital's answer tells funds: with the account in them (interface 6.10). */
  readonly accountInFunds?: boolean;
};

export type RemoteOutcome = 'confirmed' | 'refused' | 'abandoned';
export type RemoteCallEvent =
  | DomainEvent<'RemoteCallOpened', RemoteCallFacts>
  | DomainEvent<
      'RemoteCallDecided',
      { readonly callId: string; readonly outcome: RemoteOutcome; readonly reason: string }
    >
  | DomainEvent<'RemoteCallReversed', { readonly callId: string }>;

/**
 * 在途调用 A call to another place of insurance. It is written before anything is sent; its outcome is decided once, here;
 * an abandoned one is reversed (2601) until the place has acknowledged it (SET-15).
 */
export interface RemoteCall {
  readonly status: 'none' | 'open' | RemoteOutcome | 'reversed';
  readonly facts: RemoteCallFacts | null;
}

export function evolveRemoteCall(call: RemoteCall, event: RemoteCallEvent): RemoteCall {
  switch (event.type) {
    case 'RemoteCallOpened':
      return { status: 'open', facts: event.data };
    case 'RemoteCallDecided':
      return { ...call, status: event.data.outcome };
    case 'RemoteCallReversed':
      return { ...call, status: 'reversed' };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<RemoteCall, RemoteCallEvent> = {
  category: 'remote-call',
  initialState: () => ({ status: 'none', facts: null }),
  evolve: evolveRemoteCall,
};
export const remoteCallRef = (callId: string): StreamRef<RemoteCall> => ({ id: `remote-call-${callId}`, definition });

/** Opens the call, or takes it up again while it is still open; a call that was given up is not begun anew. */
export function decideOpenCall(facts: RemoteCallFacts, call: RemoteCall): Result<readonly RemoteCallEvent[]> {
  if (call.status === 'none') return ok([{ type: 'RemoteCallOpened', data: facts }]);
  return call.status === 'open' ? ok([]) : alreadyEnded(call);
}

/** The only place an outcome is decided: whoever comes second is refused (SET-15). */
export function decideOutcome(
  { outcome, reason }: { readonly outcome: RemoteOutcome; readonly reason: string },
  call: RemoteCall,
): Result<readonly RemoteCallEvent[]> {
  if (call.status !== 'open' || call.facts === null) return alreadyEnded(call);
  return ok([{ type: 'RemoteCallDecided', data: { callId: call.facts.callId, outcome, reason } }]);
}

/** The place of insurance has acknowledged the reversal of what was given up. */
export function decideReversed(call: RemoteCall): readonly RemoteCallEvent[] {
  if (call.status !== 'abandoned' || call.facts === null) return [];
  return [{ type: 'RemoteCallReversed', data: { callId: call.facts.callId } }];
}

function alreadyEnded({ status }: RemoteCall): Result<never> {
  if (status === 'refused')
    return reject('remote.refused', 'SET-15', '参保地未受理本次结算，请更正后以新的报文重试', ['msgid']);
  return reject('remote.reversed', 'SET-15', '参保地未应答，本次结算已作废冲正，请以新的报文重新结算', ['msgid']);
}
