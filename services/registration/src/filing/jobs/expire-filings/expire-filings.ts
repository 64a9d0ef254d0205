import { streamRequest, type EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { businessDate, ok } from '#kernel';
import { decideExpiries } from '../../domain/expire-filings.js';
import { filingBookRef } from '../../domain/filing-book.js';

const BATCH = 200;

/** 到期 job: the work list is a query, so a missed day is made up and a second run finds nothing (REG-06, REG-07). */
export function expireFilingsJob(store: EventStore): JobHandler {
  return {
    job: 'expire-filings',
    description: '终止已到期的备案 (REG-06, REG-07)',
    run: (asOf) => expire(store, asOf),
  };
}

async function expire(store: EventStore, asOf: string): Promise<JobReport> {
  const on = businessDate(asOf);
  let expired = 0;
  for (;;) {
    const due = await store.database.read<{ psn_no: string }>(
      `select distinct psn_no from read_filings.filing where ended_on is null and valid_to < $1 order by 1 limit $2`,
      [on, BATCH],
    );
    if (due.length === 0) return { expired };
    const counts = await Promise.all(due.map(({ psn_no }) => expireBook(store, psn_no, on)));
    expired += counts.reduce((sum, count) => sum + count, 0);
  }
}

async function expireBook(store: EventStore, psnNo: string, on: ReturnType<typeof businessDate>): Promise<number> {
  const outcome = await store.write(
    streamRequest({
      stream: filingBookRef(psnNo),
      idempotency: null,
      metadata: {
        actor: 'system:registration.expire-filings',
        onBehalfOf: 'nation',
        reason: '备案到期 (REG-06, REG-07)',
        businessDate: on,
        correlationId: `expire-filings/${on}`,
        causationId: null,
      },
      decide: (book) => ok(decideExpiries(book, on)),
      answer: (events) => events.length,
    }),
  );
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
