import { CONTRACTS } from '#contracts';
import { START, streamRequest, type EventStore, type Position } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { ok } from '#kernel';
import { decideEnd, decideRetold, retoldRef, type Retold, type RetoldEvent } from '../domain/retold.js';
import { movementTold } from '../movement-told.js';
import { MOVEMENTS } from '../queries/ledger/ledger.projection.js';

const PAGE = 1_000;

/**
 * Reads the log once and tells every movement of advances and interest again, because the special accounts were not told of those
 * recorded before `special-account-moved` existed. Whoever knows a movement drops it; once the end was reached it does nothing (CLR-13).
 */
export function retellMovementsJob(store: EventStore): JobHandler {
  return {
    job: 'retell-movements',
    description: '预付金收付、利息补告财政专户：日志从头读一遍，只做一次 (CLR-13)',
    run: (asOf) => retell(store, asOf),
  };
}

async function retell(store: EventStore, on: string): Promise<JobReport> {
  if ((await store.look([retoldRef])).of(retoldRef).ended) return { told: 0 };
  let told = 0;
  let after: Position = START;
  for (;;) {
    const page = await store.readAll(after, PAGE, MOVEMENTS);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    const movements = page.flatMap((event) => {
      const moved = MOVEMENTS.includes(event.type) ? movementTold(event) : null;
      return moved === null ? [] : [CONTRACTS.specialAccountMoved.schema.parse(moved.data)];
    });
    if (movements.length > 0) told += await write(store, on, (state) => decideRetold(movements, state));
  }
  await write(store, on, (state) => decideEnd(on, state));
  return { told };
}

async function write(
  store: EventStore,
  on: string,
  decide: (state: Retold) => readonly RetoldEvent[],
): Promise<number> {
  const outcome = await store.write(
    streamRequest({
      stream: retoldRef,
      idempotency: null,
      metadata: {
        ...{ actor: 'system:prepayment.retell-movements', onBehalfOf: 'nation', businessDate: on, causationId: null },
        ...{ reason: '预付金收付补告财政专户 (CLR-13)', correlationId: 'retell-movements' },
      },
      decide: (state) => ok(decide(state)),
      answer: (events) => events.length,
    }),
  );
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
