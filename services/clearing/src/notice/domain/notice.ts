import { Money, ok, reject, type BusinessDate, type Result, type WorkingCalendar } from '#kernel';
import type { ClearingCell } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { AccountFacts } from '../../treasury/domain/finance-account.js';
import type { CityDirection } from './city.js';
import { lineKey, refusePaid, type LineSlip, type ToPay } from './slips.js';

/** One line of a notice. `returned`: the balance of the pair turned round and the money goes back, printed with "*" (CLR-08). */
export type NoticeLine = {
  readonly unit: string;
  readonly amount: string;
  readonly returned: boolean;
  /** Of a payment: the account of whoever takes the money, as it stood on the day of the notice (CLR-12). */
  readonly account?: AccountFacts;
};

export type NoticePapers = {
  readonly month: string;
  readonly unit: string;
  /** 附件15 付款通知书. */
  readonly payments: readonly NoticeLine[];
  /** 附件16 收款通知书. */
  readonly collections: readonly NoticeLine[];
  readonly paymentTotal: string;
  readonly collectionTotal: string;
};

/** 市级应上解、应下拨 of the table behind a notice; negative flows the other way, with "*" (CLR-07, CLR-08). Yuan as text. */
export type CityDue = { readonly city: string; readonly direction: CityDirection; readonly due: string };

export type NoticeDeadlines = { readonly handOverBy: string; readonly payBy: string; readonly reportBy: string };

export type NoticeEvent =
  | DomainEvent<
      'NoticePublished',
      NoticePapers & NoticeDeadlines & { readonly publishedOn: string; readonly cities?: readonly CityDue[] }
    >
  | DomainEvent<'NoticeHandedOver', { readonly month: string; readonly unit: string; readonly on: string }>
  | DomainEvent<
      'NoticePaid',
      {
        readonly month: string;
        readonly unit: string;
        readonly on: string;
        readonly bank: string;
        readonly serialNumber: string;
        /** Day the bank moved the money; `on` is the day it was reported. */
        readonly paidOn?: string;
        /** Of lines that went by a transfer of their own; the others went by the one above. */
        readonly slips?: readonly LineSlip[];
      }
    >
  | DomainEvent<'NoticeReported', { readonly month: string; readonly unit: string; readonly on: string }>;

export type NoticeStep = 'published' | 'handed-over' | 'paid' | 'reported';

/** 付款、收款通知书 of one unit and month, until payment and receipt are reported (CLR-05, CLR-06). */
export interface Notice extends ToPay {
  readonly step: NoticeStep | 'none';
}

export function evolveNotice(notice: Notice, event: NoticeEvent): Notice {
  switch (event.type) {
    case 'NoticePublished': {
      const { publishedOn, payments } = event.data;
      return { step: 'published', publishedOn, payments: new Set(payments.map(lineKey)) };
    }
    case 'NoticeHandedOver':
      return { ...notice, step: 'handed-over' };
    case 'NoticePaid':
      return { ...notice, step: 'paid' };
    case 'NoticeReported':
      return { ...notice, step: 'reported' };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Notice, NoticeEvent> = {
  category: 'notice',
  initialState: () => ({ step: 'none', publishedOn: null, payments: new Set() }),
  evolve: evolveNotice,
};

export const noticeRef = (month: string, unit: string): StreamRef<Notice> => ({
  id: `notice-${month}-${unit}`,
  definition,
});

interface Pair {
  readonly payer: string;
  readonly receiver: string;
  readonly cleared: Money;
}

function pairsOf(cells: readonly ClearingCell[]): readonly Pair[] {
  const sums = new Map<string, Pair>();
  for (const { payer, receiver, cleared } of cells) {
    const key = `${payer}${receiver}`;
    const before = sums.get(key)?.cleared ?? Money.zero;
    sums.set(key, { payer, receiver, cleared: before.plus(Money.of(cleared)) });
  }
  return [...sums.values()];
}

/** The two notices of a unit from the confirmed table: paid in full both ways, never netted (CLR-01, CLR-08). */
export function papersOf(
  month: string,
  unit: string,
  cells: readonly ClearingCell[],
  accountOf: (unit: string) => AccountFacts | null = () => null,
): NoticePapers {
  const payments: NoticeLine[] = [];
  const collections: NoticeLine[] = [];
  for (const { payer, receiver, cleared } of pairsOf(cells)) {
    if (cleared.isZero()) continue;
    const returned = cleared.isNegative();
    const amount = cleared.abs().toString();
    const [pays, takes] = returned ? [receiver, payer] : [payer, receiver];
    if (pays === unit) {
      const account = accountOf(takes);
      payments.push({ unit: takes, amount, returned, ...(account === null ? {} : { account }) });
    }
    if (takes === unit) collections.push({ unit: pays, amount, returned });
  }
  const total = (lines: readonly NoticeLine[]): string =>
    Money.sum(lines.map(({ amount }) => Money.of(amount))).toString();
  return { month, unit, payments, collections, paymentTotal: total(payments), collectionTotal: total(collections) };
}

const HAND_OVER_DAYS = 5;
const PAY_DAYS = 10;
const REPORT_DAYS = 5;

/**
 * CLR-06: 5 working days to finance, 10 more to pay, 5 more to report, one after the other. Refused where they reach into a
 * year whose holidays are not published yet: a deadline is never guessed.
 */
export function deadlinesOf(publishedOn: BusinessDate, calendar: WorkingCalendar): Result<NoticeDeadlines> {
  const handOver = calendar.tryAddWorkingDays(publishedOn, HAND_OVER_DAYS);
  if (!handOver.ok) return handOver;
  const pay = calendar.tryAddWorkingDays(handOver.value, PAY_DAYS);
  if (!pay.ok) return pay;
  const report = calendar.tryAddWorkingDays(pay.value, REPORT_DAYS);
  if (!report.ok) return report;
  return ok({ handOverBy: handOver.value, payBy: pay.value, reportBy: report.value });
}

const ORDER: readonly Notice['step'][] = ['none', 'published', 'handed-over', 'paid', 'reported'];
const STEP_OF: Readonly<Record<Exclude<NoticeEvent['type'], 'NoticePublished'>, NoticeStep>> = {
  NoticeHandedOver: 'handed-over',
  NoticePaid: 'paid',
  NoticeReported: 'reported',
};

/** The steps of CLR-06 in their order; the same step again changes nothing. Who has nothing to pay reports after the hand-over. */
export function decideNoticeStep(
  event: Exclude<NoticeEvent, { type: 'NoticePublished' }>,
  notice: Notice,
): Result<readonly NoticeEvent[]> {
  const wanted = ORDER.indexOf(STEP_OF[event.type]);
  const reached = ORDER.indexOf(notice.step);
  if (reached >= wanted) return ok([]);
  const skipped = event.type === 'NoticeReported' && notice.payments.size === 0 ? 1 : 0;
  if (reached < wanted - 1 - skipped)
    return reject('notice.out-of-order', 'CLR-06', '通知书须先移交财政、再划款、再反馈', ['step']);
  return (event.type === 'NoticePaid' ? refusePaid(event.data, notice) : null) ?? ok([event]);
}
