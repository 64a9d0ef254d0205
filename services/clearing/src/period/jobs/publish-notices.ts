import type { AppendedEvent, EventStore, StreamRef, StreamStates, WriteRequest } from '#event-store';
import { CLEARING_UNITS, workingCalendar, type Result } from '#kernel';
import { factsOn, financeAccountRef, type AccountFacts } from '../../treasury/domain/finance-account.js';
import {
  deadlinesOf,
  noticeRef,
  papersOf,
  type CityDue,
  type NoticeDeadlines,
  type NoticePapers,
} from '../../notice/domain/notice.js';
import { cityDuesOf } from '../../notice/queries/cities/city-dues.js';
import { periodRef, type PeriodEvent, type TableCell } from '../domain/period.js';
import { decideNotices } from '../domain/steps.js';
import { recordStep, stepMetadata, type StepOf } from './write-step.js';

type CityDues = ReadonlyMap<string, readonly CityDue[]>;

/**
 * 月底 通知书 (CLR-05): annexes 15 and 16 of every unit from the confirmed table, with the deadlines of CLR-06, and what its cities
 * owe and are owed (CLR-07). The table behind them does not change any more.
 */
export async function publishNotices(store: EventStore, step: StepOf): Promise<void> {
  await store.transaction(async (tx) => {
    const cities = await cityDuesOf(tx, step.month);
    await recordStep(store, tx, noticesRequest(step, cities));
  });
}

function noticesRequest({ month, on }: StepOf, cities: CityDues): WriteRequest {
  const period = periodRef(month);
  return {
    streams: [
      period,
      ...CLEARING_UNITS.flatMap(
        ({ code }) => [noticeRef(month, code), financeAccountRef(code)] as readonly StreamRef[],
      ),
    ],
    idempotency: null,
    metadata: stepMetadata('notices', `发布${month}付款、收款通知书 (CLR-05)`, on),
    decide: (states: StreamStates) => {
      const papers = allPapers(month, states.of(period).cells, (unit) =>
        factsOn(states.of(financeAccountRef(unit)), on),
      );
      const decided = decideWithPapers({ month, on }, papers, states);
      if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
      if (decided.value.length === 0) return { kind: 'accepted', answer: 0, events: [] };
      const deadlines = deadlinesOf(on, workingCalendar);
      if (!deadlines.ok) return { kind: 'refused', rejection: deadlines.rejection };
      const published = decided.value.map((event) => ({ streamId: period.id, event }));
      return {
        kind: 'accepted',
        answer: 1,
        events: [...published, ...noticesOf(papers, { ...deadlines.value, publishedOn: on }, cities)],
      };
    },
  };
}

/** Units that neither pay nor collect get no notice. */
const allPapers = (
  month: string,
  cells: readonly TableCell[],
  accountOf: (unit: string) => AccountFacts | null,
): readonly NoticePapers[] =>
  CLEARING_UNITS.map(({ code }) => papersOf(month, code, cells, accountOf)).filter(
    ({ payments, collections }) => payments.length > 0 || collections.length > 0,
  );

function decideWithPapers(
  { month, on }: StepOf,
  papers: readonly NoticePapers[],
  states: StreamStates,
): Result<readonly PeriodEvent[]> {
  const count = (lines: (one: NoticePapers) => readonly unknown[]): number =>
    papers.filter((one) => lines(one).length > 0).length;
  const command = {
    ...{ month, on },
    payments: count(({ payments }) => payments),
    collections: count(({ collections }) => collections),
  };
  return decideNotices(command, states.of(periodRef(month)));
}

const noticesOf = (
  papers: readonly NoticePapers[],
  dates: NoticeDeadlines & { readonly publishedOn: string },
  cities: CityDues,
): readonly AppendedEvent[] =>
  papers.map((paper) => ({
    streamId: noticeRef(paper.month, paper.unit).id,
    event: { type: 'NoticePublished', data: { ...paper, ...dates, cities: cities.get(paper.unit) ?? [] } },
  }));
