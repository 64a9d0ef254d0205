import type { EventStore, WriteRequest, WriteTransaction } from '#event-store';
import { UNREADABLE } from '../kafka/headers.js';
import type { AnyMessageHandler, DecidingHandler, DeliveredMessage, MessageHandler } from '../port.js';
import { MessageRefused, UnreadableMessage, WroteBeforeDeciding } from './failures.js';

/** What an inbox needs of the service's event store. */
export type InboxStore = Pick<EventStore, 'database' | 'transaction' | 'writeInTransaction'>;

const isDeciding = (handler: AnyMessageHandler): handler is DecidingHandler => 'requests' in handler;

/** The handlers of one consumer. Throws at construction if a handler names no type. */
export class Handlers {
  private readonly deciding: ReadonlyMap<string, readonly DecidingHandler[]>;
  private readonly applying: ReadonlyMap<string, readonly MessageHandler[]>;

  constructor(
    private readonly store: InboxStore,
    handlers: readonly AnyMessageHandler[],
  ) {
    this.deciding = byType(handlers.filter(isDeciding));
    this.applying = byType(handlers.filter((handler): handler is MessageHandler => !isDeciding(handler)));
  }

  /** Applies messages in order. Decisions come first: their streams must be locked before anything is written. */
  async apply(tx: WriteTransaction, messages: readonly DeliveredMessage[]): Promise<void> {
    const unreadable = messages.find(({ type }) => type === UNREADABLE);
    if (unreadable !== undefined) throw new UnreadableMessage('主题上的记录不是本系统的消息');
    await this.decide(tx, messages);
    for (const { handlers, run } of runsOf(messages, this.applying)) {
      for (const handler of handlers) await handler.apply(tx, run);
    }
  }

  private async decide(tx: WriteTransaction, messages: readonly DeliveredMessage[]): Promise<void> {
    const requests: WriteRequest[] = [];
    for (const { handlers, run } of runsOf(messages, this.deciding)) {
      for (const handler of handlers) requests.push(...(await handler.requests(tx, run)));
    }
    if (requests.length === 0) return;
    await refuseEarlyWrites(tx);
    for (const outcome of await this.store.writeInTransaction(tx, requests)) {
      if (outcome.kind === 'refused') throw new MessageRefused(outcome.rejection);
      if (outcome.kind === 'key-conflict') {
        throw new MessageRefused({ code: 'key-conflict', rule: 'SEC-03', message: '同一幂等键下的内容不同' });
      }
    }
  }
}

async function refuseEarlyWrites(tx: WriteTransaction): Promise<void> {
  const [row] = await tx.query<{ id: string | null }>('select pg_current_xact_id_if_assigned() as id');
  if (row?.id != null) throw new WroteBeforeDeciding('requests() 只可读取，不可写入');
}

function byType<H extends AnyMessageHandler>(handlers: readonly H[]): ReadonlyMap<string, readonly H[]> {
  const map = new Map<string, H[]>();
  for (const handler of handlers) {
    for (const type of handler.types) map.set(type, [...(map.get(type) ?? []), handler]);
  }
  return map;
}

interface Run<H> {
  readonly handlers: readonly H[];
  readonly run: DeliveredMessage[];
}

/** Messages that follow each other and concern the same handlers: the longest runs that keep every handler's order. */
function runsOf<H>(
  messages: readonly DeliveredMessage[],
  byName: ReadonlyMap<string, readonly H[]>,
): readonly Run<H>[] {
  const runs: Run<H>[] = [];
  for (const message of messages) {
    const handlers = byName.get(message.type) ?? [];
    if (handlers.length === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && sameMembers(last.handlers, handlers)) last.run.push(message);
    else runs.push({ handlers, run: [message] });
  }
  return runs;
}

const sameMembers = <H>(a: readonly H[], b: readonly H[]): boolean =>
  a.length === b.length && a.every((handler, index) => handler === b[index]);
