import { CONTRACTS, type NoticesPublished, type TableGenerated } from '#contracts';
import { MessageRefused, type AnyMessageHandler, type DecidingHandler, type DeliveredMessage } from '#event-bus';
import type { MessageHandler } from '#event-bus';
import type { WriteRequest, WriteTransaction } from '#event-store';
import { CLEARING_UNITS, Money, businessDate } from '#kernel';
import { advanceRef } from '../../advance/domain/advance.js';
import { decideRates } from '../domain/record-rates.js';
import { warningRef } from '../domain/warning.js';

const TABLE = CONTRACTS.tableGenerated;
const NOTICES = CONTRACTS.noticesPublished;

/** A clearing table becomes use rates and warnings (PRE-05); a place of care without cells is recorded at zero. */
const ratesHandler: DecidingHandler = {
  types: [TABLE.type],
  requests: async (_tx, messages) => messages.flatMap(requestsOf),
};

/** Keeps the cells the rates were computed from and the day of signature. The same table again changes nothing. */
const cellsHandler: MessageHandler = {
  types: [TABLE.type, NOTICES.type],
  async apply(tx, messages) {
    for (const { type, data } of messages) {
      if (type === TABLE.type) await saveTable(tx, TABLE.schema.parse(data));
      else await saveSignature(tx, NOTICES.schema.parse(data));
    }
  },
};

export const clearingHandlers: readonly AnyMessageHandler[] = [ratesHandler, cellsHandler];

function requestsOf(message: DeliveredMessage): readonly WriteRequest[] {
  const table = TABLE.schema.parse(message.data);
  refuseUnsound(table);
  const byReceiver = clearedByReceiver(table);
  return CLEARING_UNITS.map(({ code }) =>
    requestOf(code, { table, message, cleared: byReceiver.get(code) ?? new Map() }),
  );
}

function refuseUnsound({ cells, total, month }: TableGenerated): void {
  if (Money.sum(cells.map(({ cleared }) => Money.of(cleared))).eq(Money.of(total))) return;
  throw new MessageRefused({ code: 'table.sums', rule: 'CLR-15', message: `${month}清算表合计与各格之和不一致` });
}

type Cleared = ReadonlyMap<string, Money>;

function clearedByReceiver({ cells }: TableGenerated): ReadonlyMap<string, Cleared> {
  const byReceiver = new Map<string, Map<string, Money>>();
  for (const { receiver, payer, cleared } of cells) {
    const pairs = byReceiver.get(receiver) ?? new Map<string, Money>();
    pairs.set(payer, (pairs.get(payer) ?? Money.zero).plus(Money.of(cleared)));
    byReceiver.set(receiver, pairs);
  }
  return byReceiver;
}

interface Source {
  readonly table: TableGenerated;
  readonly message: DeliveredMessage;
  readonly cleared: Cleared;
}

function requestOf(receiver: string, { table, message, cleared }: Source): WriteRequest {
  const warnings = warningRef(receiver);
  const advance = advanceRef(receiver);
  const generatedOn = businessDate(table.generatedOn);
  return {
    streams: [warnings, advance],
    idempotency: null,
    metadata: {
      actor: 'system:prepayment.clearing-table',
      onBehalfOf: 'nation',
      reason: `${table.month}清算表 (PRE-05)`,
      businessDate: generatedOn,
      correlationId: message.metadata['correlationId'] ?? message.id,
      causationId: message.id,
    },
    decide: (states) => {
      const command = { receiver, month: table.month, generatedOn, cleared };
      const decided = decideRates(command, states.of(advance), states.of(warnings));
      if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
      const events = decided.value.map((event) => ({ streamId: warnings.id, event }));
      return { kind: 'accepted', answer: events.length, events };
    },
  };
}

async function saveTable(tx: WriteTransaction, { month, generatedOn, total, cells }: TableGenerated): Promise<void> {
  await tx.query('insert into clearing_table (month, generated_on, total) values ($1, $2, $3) on conflict do nothing', [
    month,
    generatedOn,
    total,
  ]);
  await tx.query(
    `insert into clearing_cell (month, payer, receiver, scheme, cleared)
     select $1, r.payer, r.receiver, r.scheme, r.cleared
       from jsonb_to_recordset($2::jsonb) as r(payer text, receiver text, scheme text, cleared numeric)
     on conflict do nothing`,
    [month, JSON.stringify(cells)],
  );
}

async function saveSignature(tx: WriteTransaction, { month, publishedOn }: NoticesPublished): Promise<void> {
  await tx.query('insert into clearing_signature (month, signed_on) values ($1, $2) on conflict do nothing', [
    month,
    publishedOn,
  ]);
}
