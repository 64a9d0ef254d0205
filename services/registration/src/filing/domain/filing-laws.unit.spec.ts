import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, businessDate, type BusinessDate, type Result } from '#kernel';
import { CHANNELS, FILING_KINDS, type Channel, type FilingKind } from '#policy';
import * as acts from '../../../test/filing-acts.js';
import { apply, fold, NOTHING, PLACES, policyOf, SHAOGUAN, type Asked } from '../../../test/filings.js';
import { standingFilings, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { LONG_TERM } from './filing-events.js';
import { holdsOn } from './coverage.js';
import { recordStay, recordStayEnd } from './stays.js';

const ACTS = [
  ...['apply', 'apply', 'apply', 'apply', 'approve', 'refuse', 'cancel', 'change', 'renew', 'supplement', 'supplement'],
  ...['revoke', 'false', 'restore', 'stay', 'discharge', 'day'],
] as const;

interface Act {
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
const life = fc.record({
  steps: fc.array(act, { minLength: 1, maxLength: 30, size: 'max' }),
  region: place,
  from: start,
});

interface Life {
  readonly steps: readonly Act[];
  readonly region: string;
  readonly from: BusinessDate;
}

interface Step {
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
  const standing = standingFilings(book, on);
  return act === 'supplement' ? standing.filter(({ owed }) => owed !== null) : standing;
}

function decide(one: Act, book: FilingBook, frame: Frame): readonly FilingEvent[] {
  const { on, insuredRegion, n } = frame;
  const pick = <T>(from: readonly T[]): T | undefined => from[one.which % Math.max(from.length, 1)];
  const about = pick(aboutWhich(one, book, on)) ?? pick(book.filings);
  const of = { insuredRegion, on, filingId: about?.filingId ?? 'none' };
  const waits = { insuredRegion, on, filingId: pick(book.pending)?.filingId ?? 'none' };
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
    discharge: () => recordStayEnd(pick(book.stays)?.visitId ?? 'none', on, book),
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
function lived({ steps, region, from }: Life): readonly Step[] {
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

const last = (a: Life): { readonly on: BusinessDate; readonly after: FilingBook } =>
  lived(a).at(-1) ?? { on: a.from, after: NOTHING };

const NEVER = '9999-12-31';

const heldTo = ({ validTo, endedOn }: Filing): string => {
  const lastDay = validTo ?? NEVER;
  const beforeEnd = endedOn === null ? NEVER : addDays(businessDate(endedOn), -1);
  return lastDay < beforeEnd ? lastDay : beforeEnd;
};
const overlap = (a: Filing, b: Filing): boolean =>
  a.validFrom <= heldTo(a) && b.validFrom <= heldTo(b) && a.validFrom <= heldTo(b) && b.validFrom <= heldTo(a);

const maySideBySide = (a: Filing, b: Filing, region: string): boolean => {
  const referredBeside = (one: Filing, other: Filing) => one.kind === 'referred' && LONG_TERM.includes(other.kind);
  return region === SHAOGUAN && (referredBeside(a, b) || referredBeside(b, a));
};

const endsIn = (events: readonly FilingEvent[]) =>
  events.flatMap((event) => (event.type === 'FilingEnded' ? [event.data] : []));

describe('laws of the filing book', () => {
  it('REG-14: whatever is done in whatever order, no two standing filings overlap unless the place allows it', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { on, after } of lived(a)) {
          const standing = after.filings.filter((filing) => heldTo(filing) >= on);
          const pairs = standing.flatMap((one, index) =>
            standing.slice(index + 1).map((other) => [one, other] as const),
          );
          expect(pairs.filter(([one, other]) => overlap(one, other) && !maySideBySide(one, other, a.region))).toEqual(
            [],
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('REG-08: no lock is passed: a long-term filing is cancelled or replaced after it, or where it is lifted', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { one, on, before, events } of lived(a)) {
          if (one.act === 'supplement' || one.act === 'renew') continue;
          for (const { filingId, cause } of endsIn(events)) {
            const filing = before.filings.find((candidate) => candidate.filingId === filingId);
            if (filing === undefined || !LONG_TERM.includes(filing.kind)) continue;
            const lock = policyOf(a.region, on)['longTerm.lock'];
            const forbidden = cause === 'cancelled' ? 'cancel' : 'change';
            if (!['cancelled', 'replaced'].includes(cause) || !lock.forbids.includes(forbidden)) continue;
            const free = addMonths(businessDate(filing.validFrom), lock.months);
            const lifted = lock.waivedByDocuments && filing.owed === null;
            const open = before.stays.some(({ endedOn }) => endedOn === null) && lock.waivedFor.length > 0;
            expect({ filingId, isFree: on >= free || lifted || open }).toEqual({ filingId, isFree: true });
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('REG-08, REG-14: only an act that says so ends a filing, and it ends what exists', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { before, after, events } of lived(a)) {
          const ended = endsIn(events).map(({ filingId }) => filingId);
          const known = before.filings.map(({ filingId }) => filingId);
          expect(ended.filter((filingId) => !known.includes(filingId))).toEqual([]);
          const changed = before.filings.filter((filing, index) => filing.endedOn !== after.filings[index]?.endedOn);
          expect(changed.filter(({ filingId }) => !ended.includes(filingId))).toEqual([]);
          expect(after.filings.slice(0, known.length).map(({ filingId }) => filingId)).toEqual(known);
        }
      }),
    );
  });

  it('REG-06: what is granted holds at least on its first day, and no end is moved later', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { before, after } of lived(a)) {
          const fresh = after.filings.slice(before.filings.length);
          expect(fresh.filter((filing) => !holdsOn(filing, filing.validFrom))).toEqual([]);
          const later = before.filings.filter(
            ({ endedOn }, index) => endedOn !== null && (after.filings[index]?.endedOn ?? NEVER) > endedOn,
          );
          expect(later).toEqual([]);
        }
      }),
    );
  });

  it('SEC-03: a book folded from the start is the book of a snapshot and what came after it', () => {
    fc.assert(
      fc.property(life, fc.nat(60), (a, cut) => {
        const events = lived(a).flatMap((step) => step.events);
        const snapshot = JSON.parse(JSON.stringify(fold(NOTHING, events.slice(0, cut)))) as FilingBook;
        const written = JSON.parse(JSON.stringify(events)) as readonly FilingEvent[];
        expect(fold(snapshot, written.slice(cut))).toEqual(fold(NOTHING, events));
      }),
    );
  });

  it('REG-10, REG-21: every sanction has its cause in the book, and one filing has one for its promise', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { on, before, after } of lived(a)) {
          for (const { filingId, cause, sanctionedOn } of after.sanctions.slice(before.sanctions.length)) {
            const filing = before.filings.find((candidate) => candidate.filingId === filingId);
            const causes = {
              'documents-overdue': String(filing?.owed?.until) < sanctionedOn && sanctionedOn <= on,
              'cancelled-unfulfilled': filing?.owed != null,
              'false-documents': after.falseDocuments.includes(filingId),
            };
            expect({ filingId, caused: causes[cause] }).toEqual({ filingId, caused: true });
          }
          const promises = after.sanctions
            .filter(({ cause }) => cause !== 'false-documents')
            .map((one) => one.filingId);
          expect(new Set(promises).size).toBe(promises.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('REG-10: who may not promise is granted no promise', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { one, on, before, after } of lived(a)) {
          const fresh = after.filings.slice(before.filings.length);
          const isBanned = before.sanctions.some(
            ({ bannedForever, bannedUntil }) => bannedForever || (bannedUntil !== null && on <= bannedUntil),
          );
          // A change takes a promise along that was made before.
          if (isBanned && one.act !== 'change') expect(fresh.filter(({ byPromise }) => byPromise)).toEqual([]);
        }
      }),
    );
  });

  const withoutReminders = ({ filings, ...book }: FilingBook): FilingBook => ({
    ...book,
    filings: filings.map((filing) => ({ ...filing, remindedOn: null })),
  });

  it('REG-06 … REG-10: looking every day or only once comes to the same, reminders apart, and a second look finds nothing', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 300 }), (a, days) => {
        const { on, after } = last(a);
        const end = addDays(on, days);
        let daily = after;
        for (let at = on; at <= end; at = addDays(at, 1)) daily = acts.afterDay(daily, at, a.region);
        const once = acts.afterDay(after, end, a.region);
        expect(withoutReminders(once)).toEqual(withoutReminders(daily));
        for (const book of [once, daily]) expect(acts.day(book, end, a.region)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
