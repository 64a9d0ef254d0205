import { streamRequest, type EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { businessDate, ok, type BusinessDate } from '#kernel';
import { decideProblemDay } from '../domain/problem-decisions.js';
import { problemRef, type ProblemEvent } from '../domain/problem.js';

const BATCH = 200;

/** Results nobody confirmed in time stand, requests past their day are noticed once (COL-01, COL-02). Twice changes nothing. */
export function coordinationDayJob(store: EventStore): JobHandler {
  return {
    job: 'coordination-day',
    description: '问题协同：超过10个工作日未确认的默认确认，登记逾期未回复的 (COL-01, COL-02)',
    run: (asOf) => runDay(store, businessDate(asOf)),
  };
}

async function runDay(store: EventStore, on: BusinessDate): Promise<JobReport> {
  const counts = { confirmed: 0, overdue: 0 };
  for (;;) {
    const due = await dueOn(store, on);
    const happened = await Promise.all(due.map((requestId) => actOn(store, requestId, on)));
    const types = happened.flat();
    // None left, or others were quicker: the rest is theirs.
    if (types.length === 0) return counts;
    counts.confirmed += types.filter((type) => type === 'ResultConfirmed').length;
    counts.overdue += types.filter((type) => type === 'ProblemOverdue').length;
  }
}

async function dueOn(store: EventStore, on: BusinessDate): Promise<readonly string[]> {
  const rows = await store.database.read<{ request_id: string }>(
    `(select request_id from read_problems.problem where status = 'answered' and confirm_by < $1 order by 1 limit $2)
     union all
     (select request_id from read_problems.problem
       where status = 'open' and due_on < $1 and overdue_noticed_on is null order by 1 limit $2)`,
    [on, BATCH],
  );
  return rows.map(({ request_id }) => request_id);
}

async function actOn(store: EventStore, requestId: string, on: BusinessDate): Promise<readonly ProblemEvent['type'][]> {
  const outcome = await store.write(
    streamRequest({
      stream: problemRef(requestId),
      idempotency: null,
      metadata: {
        actor: 'system:clearing.coordination-day',
        onBehalfOf: 'nation',
        reason: '问题协同时限 (COL-01, COL-02)',
        businessDate: on,
        correlationId: `coordination-day/${on}`,
        causationId: null,
      },
      decide: (problem) => ok(decideProblemDay(requestId, on, problem)),
      answer: (events: readonly ProblemEvent[]) => events.map(({ type }) => type),
    }),
  );
  return outcome.kind === 'accepted' ? outcome.answer : [];
}
