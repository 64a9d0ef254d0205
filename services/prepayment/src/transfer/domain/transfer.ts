import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { NO_SLIPS, slipKey, withoutSlip, type BankSlip, type Slip, type Slips, type WithdrawnSlip } from './slips.js';

/** One movement of advance money between two units. Yuan and dates as text. */
export type TransferDue = {
  readonly transferId: string;
  readonly payer: string;
  /** Amount to move, always positive; `returned`: the level fell, the place of care gives back, printed with "*" (PRE-02). */
  readonly amount: string;
  readonly returned: boolean;
  readonly submitBy: string;
  readonly payBy: string;
};

/** What a slip moves: of which transfer, between whom. */
type Named = {
  readonly receiver: string;
  readonly transferId: string;
  readonly payer: string;
  readonly amount: string;
  readonly returned: boolean;
};
type Moved = Named & Slip & { readonly reportedOn: string; readonly reportedLate: boolean };

export type TransferEvent =
  | DomainEvent<
      'TransfersDue',
      { readonly receiver: string; readonly year: number; readonly on: string; readonly lines: readonly TransferDue[] }
    >
  /** 移交财政 of the paying unit (PRE-03); since hand-overs are kept. */
  | DomainEvent<'TransferHandedOver', { readonly receiver: string; readonly transferId: string; readonly on: string }>
  | DomainEvent<'TransferPaid', Moved>
  | DomainEvent<'TransferReceived', Moved>
  /** 撤回回单 of one side (PRE-07): what was booked is booked the other way round (PRE-08). */
  | DomainEvent<'TransferSlipWithdrawn', Named & WithdrawnSlip>
  /** 利息 on advances held: the place of care's own, never a payer's (CLR-11). */
  | DomainEvent<
      'InterestReceived',
      BankSlip & {
        readonly receiver: string;
        readonly amount: string;
        readonly on: string;
        readonly reportedOn: string;
      }
    >;

export interface Transfer extends Slips {
  readonly due: TransferDue;
  readonly dueFrom: string;
  readonly handedOverOn: string | null;
}

/** 预付金划拨 of one place of care: what must be paid to it or by it because a level changed (PRE-02, PRE-03). */
export interface Transfers {
  readonly byId: ReadonlyMap<string, Transfer>;
  /** Interest that was reported, by bank and serial number. */
  readonly interest: ReadonlyMap<string, { readonly amount: string; readonly on: string }>;
}

export function evolveTransfers(transfers: Transfers, event: TransferEvent): Transfers {
  const { byId } = transfers;
  switch (event.type) {
    case 'TransfersDue': {
      const { lines, on } = event.data;
      const due = lines.map((line) => [line.transferId, newTransfer(line, on)] as const);
      return { ...transfers, byId: new Map([...byId, ...due]) };
    }
    case 'TransferHandedOver':
      return changed(transfers, event.data.transferId, () => ({ handedOverOn: event.data.on }));
    case 'TransferPaid':
      return changed(transfers, event.data.transferId, () => ({ paid: event.data }));
    case 'TransferReceived':
      return changed(transfers, event.data.transferId, () => ({ received: event.data }));
    case 'TransferSlipWithdrawn':
      return changed(transfers, event.data.transferId, (transfer) => withoutSlip(transfer, event.data.side));
    case 'InterestReceived':
      return { ...transfers, interest: new Map([...transfers.interest, [slipKey(event.data), event.data]]) };
    default:
      return event satisfies never;
  }
}

const newTransfer = (due: TransferDue, dueFrom: string): Transfer => ({
  ...{ due, dueFrom, handedOverOn: null, ...NO_SLIPS },
});

function changed(transfers: Transfers, transferId: string, change: (was: Transfer) => Partial<Transfer>): Transfers {
  const transfer = transfers.byId.get(transferId);
  if (transfer === undefined) return transfers;
  return { ...transfers, byId: new Map([...transfers.byId, [transferId, { ...transfer, ...change(transfer) }]]) };
}

const definition: StreamDefinition<Transfers, TransferEvent> = {
  category: 'transfers',
  initialState: () => ({ byId: new Map(), interest: new Map() }),
  evolve: evolveTransfers,
};

export const transfersRef = (receiver: string): StreamRef<Transfers> => ({ id: `transfers-${receiver}`, definition });

const TRANSFER_ID = /^\d{4}-(\d{2})-(\d{2})-\d+$/;

/** Receiver and payer of a transfer number; null for what is none. */
export function partsOfTransferId(id: string): { readonly receiver: string; readonly payer: string } | null {
  const [, receiver, payer] = TRANSFER_ID.exec(id) ?? [];
  return receiver === undefined || payer === undefined ? null : { receiver, payer };
}
