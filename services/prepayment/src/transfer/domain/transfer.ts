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
  | DomainEvent<'TransferPaid', Moved>
  | DomainEvent<'TransferReceived', Moved>;

export interface Transfer {
  readonly due: TransferDue;
  readonly dueFrom: string;
  readonly paidOn: string | null;
  readonly receivedOn: string | null;
}

/** 预付金划拨 of one place of care: what must be paid to it or by it because a level changed (PRE-02, PRE-03). */
export interface Transfers {
  readonly byId: ReadonlyMap<string, Transfer>;
}

export function evolveTransfers({ byId }: Transfers, event: TransferEvent): Transfers {
  switch (event.type) {
    case 'TransfersDue': {
      const { lines, on } = event.data;
      const due = lines.map((line) => [line.transferId, newTransfer(line, on)] as const);
      return { byId: new Map([...byId, ...due]) };
    }
    case 'TransferPaid':
      return withDay(byId, event.data.transferId, { paidOn: event.data.on });
    case 'TransferReceived':
      return withDay(byId, event.data.transferId, { receivedOn: event.data.on });
    default:
      return event satisfies never;
  }
}

const newTransfer = (due: TransferDue, dueFrom: string): Transfer => ({ due, dueFrom, paidOn: null, receivedOn: null });

function withDay(byId: Transfers['byId'], transferId: string, day: Partial<Transfer>): Transfers {
  const transfer = byId.get(transferId);
  return transfer === undefined ? { byId } : { byId: new Map([...byId, [transferId, { ...transfer, ...day }]]) };
}

const definition: StreamDefinition<Transfers, TransferEvent> = {
  category: 'transfers',
  initialState: () => ({ byId: new Map() }),
  evolve: evolveTransfers,
};

export const transfersRef = (receiver: string): StreamRef<Transfers> => ({ id: `transfers-${receiver}`, definition });

const TRANSFER_ID = /^\d{4}-(\d{2})-(\d{2})-\d+$/;

/** Receiver and payer of a transfer number; null for what is none. */
export function partsOfTransferId(id: string): { readonly receiver: string; readonly payer: string } | null {
  const [, receiver, payer] = TRANSFER_ID.exec(id) ?? [];
  return receiver === undefined || payer === undefined ? null : { receiver, payer };
}
