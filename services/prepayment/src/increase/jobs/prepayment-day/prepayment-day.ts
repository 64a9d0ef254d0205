import { streamRequest, type EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { businessDate, ok, type BusinessDate } from '#kernel';
import { decideOverdue } from '../../domain/payment.js';
import { increaseRef } from '../../domain/increase.js';

const BATCH = 200;

/** Watchdog: granted increases whose payment is due and not reported (PRE-06, PRE-07). Each is noticed once. */
export function prepaymentDayJob(store: EventStore): JobHandler {
  return {
    job: 'prepayment-day',
    description: '登记逾期未付的紧急调增 (PRE-06, PRE-07)',
    run: (asOf) => noticeOverdue(store, businessDate(asOf)),
  };
}

async function noticeOverdue(store: EventStore, on: BusinessDate): Promise<JobReport> {
  let noticed = 0;
  for (;;) {
    const due = await store.database.read<{ increase_id: string }>(
      `select increase_id from read_increases.increase
        where status = 'granted' and pay_by < $1 and overdue_noticed_on is null order by 1 limit $2`,
      [on, BATCH],
    );
    const counts = await Promise.all(due.map(({ increase_id: id }) => noticeOne(store, id, on)));
    const now = counts.reduce((sum, count) => sum + count, 0);
    // None left, or others were quicker: the rest is theirs.
    if (now === 0) return { noticed, overdue: await countOverdue(store, on) };
    noticed += now;
  }
}

async function countOverdue(store: EventStore, on: BusinessDate): Promise<number> {
  const [row] = await store.database.read<{ overdue: number }>(
    `select count(*)::integer as overdue from read_increases.increase where status = 'granted' and pay_by < $1`,
    [on],
  );
  return row?.overdue ?? 0;
}

async function noticeOne(store: EventStore, increaseId: string, on: BusinessDate): Promise<number> {
  const outcome = await store.write(
    streamRequest({
      stream: increaseRef(increaseId),
      idempotency: null,
      metadata: {
        actor: 'system:prepayment.prepayment-day',
        onBehalfOf: 'nation',
        reason: '紧急调增资金逾期未付 (PRE-06)',
        businessDate: on,
        correlationId: `prepayment-day/${on}`,
        causationId: null,
      },
      decide: (increase) => ok(decideOverdue(on, increase)),
      answer: (events) => events.length,
    }),
  );
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
