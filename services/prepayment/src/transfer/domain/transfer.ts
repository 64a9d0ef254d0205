import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

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

/** What a bank says of one side of a movement (PRE-07). The bank's name, never an account. */
export type BankSlip = { readonly bank: string; readonly serialNumber: string };

/** One slip: a serial number is one of its bank. */
export const slipKey = ({ bank, serialNumber }: BankSlip): string => JSON.stringify([bank, serialNumber]);

type Moved = BankSlip & {
  readonly receiver: string;
  readonly transferId: string;
  readonly payer: string;
  readonly amount: string;
  readonly returned: boolean;
  readonly on: string;
  readonly reportedOn: string;
  readonly reportedLate: boolean;
};

export type TransferEvent =
  | DomainEvent<
      'TransfersDue',
      { readonly receiver: string; readonly year: number; readonly on: string; readonly lines: readonly TransferDue[] }
    >
  /** 移交财政 of the paying unit (PRE-03); since hand-overs are kept. */
  | DomainEvent<'TransferHandedOver', { readonly receiver: string; readonly transferId: string; readonly on: string }>
  | DomainEvent<'TransferPaid', Moved>
  | DomainEvent<'TransferReceived', Moved>
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

export interface Transfer {
  readonly due: TransferDue;
  readonly dueFrom: string;
  readonly handedOverOn: string | null;
  readonly paidOn: string | null;
  readonly receivedOn: string | null;
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
      return withDay(transfers, event.data.transferId, { handedOverOn: event.data.on });
    case 'TransferPaid':
      return withDay(transfers, event.data.transferId, { paidOn: event.data.on });
    case 'TransferReceived':
      return withDay(transfers, event.data.transferId, { receivedOn: event.data.on });
    case 'InterestReceived':
      return { ...transfers, interest: new Map([...transfers.interest, [slipKey(event.data), event.data]]) };
    default:
      return event satisfies never;
  }
}

const newTransfer = (due: TransferDue, dueFrom: string): Transfer => ({
  ...{ due, dueFrom, handedOverOn: null, paidOn: null, receivedOn: null },
});

function withDay(transfers: Transfers, transferId: string, day: Partial<Transfer>): Transfers {
  const transfer = transfers.byId.get(transferId);
  if (transfer === undefined) return transfers;
  return { ...transfers, byId: new Map([...transfers.byId, [transferId, { ...transfer, ...day }]]) };
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
