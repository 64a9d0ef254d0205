import fc from 'fast-check';
import { addDays, businessDate, type BusinessDate, type Result } from '#kernel';
import { CHANNELS, FILING_KINDS, type Channel, type FilingKind } from '#policy';
import { standingFilings, type Filing, type FilingBook, type FilingEvent } from '../src/filing/domain/filing-book.js';
import { LONG_TERM } from '../src/filing/domain/filing-events.js';
import { recordStay, recordStayEnd } from '../src/filing/domain/stays.js';
import * as acts from './filing-acts.js';
import { apply, fold, NOTHING, PLACES, type Asked } from './filings.js';

const ACTS = [
  ...['apply', 'apply', 'apply', 'apply', 'approve', 'refuse', 'cancel', 'change', 'renew', 'supplement', 'supplement'],
  ...['revoke', 'false', 'restore', 'stay', 'discharge', 'day'],
] as const;

export interface Act {
  readonly act: string;
  /** Days after the act before. */
  readonly later: number;
  readonly kind: FilingKind;
  readonly byPromise: boolean;
  readonly channel: Channel;
  readonly documentDays: number | null;
  readonly startsIn: number;
  readonly admittedBefore: number | null;
  readonly destination: string;
  /** Which of the filings, applications or stays it is about. */
  readonly which: number;
}

const DESTINATIONS = ['310000', '430100', '350200'];
const act: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom(...ACTS),
  later: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 200 })),
  kind: fc.constantFrom(...FILING_KINDS),
  byPromise: fc.boolean(),
  channel: fc.oneof({ weight: 3, arbitrary: fc.constant<Channel>('window') }, fc.constantFrom(...CHANNELS)),
  documentDays: fc.option(fc.integer({ min: 0, max: 700 })),
  startsIn: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 200 })),
  admittedBefore: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 3 }),
  destination: fc.constantFrom(...DESTINATIONS),
  which: fc.nat(20),
});
const place = fc.constantFrom(...PLACES);
/** From before the oldest transition to after the newest. */
const start = fc.integer({ min: -60, max: 500 }).map((days) => addDays(businessDate('2025-01-01'), days));
/** A person's filings over some years at one place of insurance: all acts, in any order, on any days. */
export const life = fc.record({
  steps: fc.array(act, { minLength: 1, maxLength: 30, size: 'max' }),
  region: place,
  from: start,
});

export interface Life {
  readonly steps: readonly Act[];
  readonly region: string;
  readonly from: BusinessDate;
}

export interface Step {
  readonly one: Act;
  readonly on: BusinessDate;
  readonly before: FilingBook;
  readonly events: readonly FilingEvent[];
  readonly after: FilingBook;
}

interface Frame {
  readonly on: BusinessDate;
  readonly insuredRegion: string;
  readonly n: number;
}

const papersOf = ({ documentDays }: Act, on: BusinessDate) => ({
  documents: ['residence-permit', 'household-book', 'posting-letter', 'referral-certificate'],
  documentsValidTo: documentDays === null ? null : addDays(on, documentDays),
});

function asked(one: Act, book: FilingBook, { on, insuredRegion, n }: Frame): Asked {
  const resident = book.filings.find(({ kind }) => LONG_TERM.includes(kind));
  const region = one.which % 2 === 0 ? insuredRegion : (resident?.destination ?? insuredRegion);
  return {
    ...{ filingId: `F${n}`, kind: one.kind, byPromise: one.byPromise, channel: one.channel, insuredRegion },
    ...{ destination: one.destination, appliedOn: on, startsOn: addDays(on, one.startsIn) },
    ...papersOf(one, on),
    ...(one.byPromise ? { documents: [] } : {}),
    admittedOn: one.admittedBefore === null ? null : addDays(on, -one.admittedBefore),
    referral: { region },
  };
}

const granted = (outcome: Result<readonly FilingEvent[]>): readonly FilingEvent[] => (outcome.ok ? outcome.value : []);

/** Filings an act is worth trying on; now and then any other. */
function aboutWhich({ act, which }: Act, book: FilingBook, on: BusinessDate): readonly Filing[] {
  if (which % 5 === 4) return book.filings;
  if (act === 'restore') return book.filings.filter(({ endedCause }) => endedCause === 'revoked');
  if (act === 'supplement') return book.filings.filter(({ owed }) => owed !== null);
  return standingFilings(book, on);
}

const pick = <T>({ which }: Act, from: readonly T[]): T | undefined => from[which % Math.max(from.length, 1)];
const idOf = (one: { readonly filingId: string } | undefined): string => one?.filingId ?? 'none';
const visitOf = (one: { readonly visitId: string } | undefined): string => one?.visitId ?? 'none';

function decide(one: Act, book: FilingBook, frame: Frame): readonly FilingEvent[] {
  const { on, insuredRegion, n } = frame;
  const about = pick(one, aboutWhich(one, book, on)) ?? pick(one, book.filings);
  const of = { insuredRegion, on, filingId: idOf(about) };
  const waits = { insuredRegion, on, filingId: idOf(pick(one, book.pending)) };
  const papers = one.byPromise ? {} : papersOf(one, on);
  const known: Readonly<Record<string, () => readonly FilingEvent[]>> = {
    apply: () => granted(apply(asked(one, book, frame), book)),
    approve: () => granted(acts.approveOn(book, waits)),
    refuse: () => granted(acts.refuseOn(book, waits)),
    cancel: () => granted(acts.cancel(book, { ...of, channel: one.channel })),
    change: () => granted(acts.change(book, { ...of, ...papers, newFilingId: `F${n}`, destination: one.destination })),
    renew: () => granted(acts.renew(book, { ...of, ...papersOf(one, on), sameDisease: true })),
    supplement: () => granted(acts.supplement(book, { ...of, ...papersOf(one, on) })),
    revoke: () => granted(acts.revoke(book, of)),
    false: () => granted(acts.reportFalse(book, of)),
    restore: () => granted(acts.restore(book, of.filingId, restoring(one, about, asked(one, book, frame)))),
    stay: () => recordStay({ ...stayOf(one, n), openedOn: on }, insuredRegion, book),
    discharge: () => recordStayEnd(visitOf(pick(one, book.stays)), on, book),
    day: () => acts.day(book, on, insuredRegion),
  };
  return known[one.act]?.() ?? [];
}

const restoring = (one: Act, revoked: Filing | undefined, terms: Asked): Asked => ({
  ...{ ...terms, ...papersOf(one, businessDate(terms.appliedOn ?? '')), byPromise: false, channel: 'window' as const },
  destination: revoked?.destination ?? one.destination,
});

const stayOf = ({ byPromise, which, destination }: Act, n: number) =>
  acts.stayOf({ visitId: `V${n}`, careRegion: destination, inpatient: which % 3 > 0, emergency: byPromise });

/** Everything that happened, act by act; what was refused changed nothing. */
export function lived({ steps, region, from }: Life): readonly Step[] {
  let on = from;
  let book = NOTHING;
  return steps.map((one, n) => {
    on = addDays(on, one.later);
    const before = book;
    const events = decide(one, before, { on, insuredRegion: region, n });
    book = fold(before, events);
    return { one, on, before, events, after: book };
  });
}

export const last = (a: Life): { readonly on: BusinessDate; readonly after: FilingBook } =>
  lived(a).at(-1) ?? { on: a.from, after: NOTHING };
