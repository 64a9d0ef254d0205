import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, RegionCode, type BusinessDate } from '#kernel';
import { FILING_KINDS, type FilingKind } from '#policy';
import { application, fold, NOTHING, PLACES, policiesOf, SHAOGUAN, type Asked } from '../../../test/filings.js';
import { decideApply } from './apply-filing.js';
import { LONG_TERM } from './filing-events.js';
import { decideCancel } from './cancel-filing.js';
import { decideDay } from './filing-day.js';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';

interface Act {
  readonly act: 'apply' | 'cancel' | 'expire';
  /** Days after the act before. */
  readonly later: number;
  readonly kind: FilingKind;
  readonly byPromise: boolean;
  readonly documentDays: number | null;
  readonly startsIn: number;
  /** Which of the filings is cancelled. */
  readonly which: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom('apply', 'apply', 'apply', 'cancel', 'expire'),
  later: fc.integer({ min: 0, max: 120 }),
  kind: fc.constantFrom(...FILING_KINDS),
  byPromise: fc.boolean(),
  documentDays: fc.option(fc.integer({ min: 0, max: 700 })),
  startsIn: fc.integer({ min: -60, max: 200 }),
  which: fc.nat(20),
});
const place = fc.constantFrom(...PLACES);

interface Step {
  readonly on: BusinessDate;
  readonly before: FilingBook;
  readonly events: readonly FilingEvent[];
  readonly after: FilingBook;
}

function asked({ kind, byPromise, documentDays, startsIn }: Act, filingId: string, on: BusinessDate): Asked {
  return {
    ...{ filingId, kind, byPromise, destination: '310000', appliedOn: on, startsOn: addDays(on, startsIn) },
    documents: byPromise ? [] : ['paper'],
    documentsValidTo: documentDays === null ? null : addDays(on, documentDays),
  };
}

function decide(one: Act, book: FilingBook, on: BusinessDate, region: string): readonly FilingEvent[] {
  const policyOn = policiesOf(region);
  const { length } = book.filings;
  if (one.act === 'expire') return decideDay(book, on, policyOn);
  if (one.act === 'cancel') {
    const filingId = `BA${one.which % (length + 1)}`;
    const cancelled = decideCancel(
      { psnNo: 'P1', filingId, insuredRegion: RegionCode.of(region), on, channel: 'window' },
      book,
      policyOn,
    );
    return cancelled.ok ? cancelled.value : [];
  }
  const command = application({ ...asked(one, `BA${length}`, on), insuredRegion: region });
  const applied = decideApply(command, book, policyOn);
  return applied.ok ? applied.value : [];
}

/** Everything that happened, day by day; what was refused changed nothing. */
function lived(acts: readonly Act[], region: string): readonly Step[] {
  let on = businessDate('2025-01-01');
  let book = NOTHING;
  return acts.map((one) => {
    on = addDays(on, one.later);
    const before = book;
    const events = decide(one, before, on, region);
    book = fold(before, events);
    return { on, before, events, after: book };
  });
}

const NEVER = '9999-12-31';

/** First and last day a filing holds. */
const heldFrom = ({ validFrom }: Filing): string => validFrom;
const heldTo = ({ validTo, endedOn }: Filing): string => {
  const last = validTo ?? NEVER;
  const beforeEnd = endedOn === null ? NEVER : addDays(businessDate(endedOn), -1);
  return last < beforeEnd ? last : beforeEnd;
};
const overlap = (a: Filing, b: Filing): boolean =>
  heldFrom(a) <= heldTo(a) && heldFrom(b) <= heldTo(b) && heldFrom(a) <= heldTo(b) && heldFrom(b) <= heldTo(a);

const maySideBySide = (a: Filing, b: Filing, region: string): boolean => {
  const referredBeside = (one: Filing, other: Filing) => one.kind === 'referred' && LONG_TERM.includes(other.kind);
  return region === SHAOGUAN && (referredBeside(a, b) || referredBeside(b, a));
};

/** A reminder that was missed is made up on the day it is found, so that its date tells the two ways apart. */
const withoutReminders = (book: FilingBook): FilingBook => ({
  ...book,
  filings: book.filings.map((filing) => ({ ...filing, remindedOn: null })),
});

describe('laws of the filing book', () => {
  it('REG-14: whatever is done in whatever order, no two standing filings overlap unless the place allows it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), place, (acts, region) => {
        for (const { on, after } of lived(acts, region)) {
          const standing = after.filings.filter((filing) => heldTo(filing) >= on);
          const pairs = standing.flatMap((a, index) => standing.slice(index + 1).map((b) => [a, b] as const));
          expect(pairs.filter(([a, b]) => overlap(a, b) && !maySideBySide(a, b, region))).toEqual([]);
        }
      }),
    );
  });

  it('REG-08, REG-14: only an act that says so ends a filing, and it ends what exists', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), place, (acts, region) => {
        for (const { before, after, events } of lived(acts, region)) {
          const ended = events.flatMap(({ type, data }) => (type === 'FilingEnded' ? [data.filingId] : []));
          const known = before.filings.map(({ filingId }) => filingId);
          expect(ended.every((filingId) => known.includes(filingId))).toBe(true);
          const changed = before.filings.filter((filing, index) => filing.endedOn !== after.filings[index]?.endedOn);
          expect(changed.every(({ filingId }) => ended.includes(filingId))).toBe(true);
          expect(after.filings.slice(0, known.length).map(({ filingId }) => filingId)).toEqual(known);
        }
      }),
    );
  });

  it('REG-07: looking for what has run out every day or only once comes to the same', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 10 }), place, fc.integer({ min: 1, max: 400 }), (acts, region, days) => {
        const { on, after } = lived(acts, region).at(-1) ?? { on: businessDate('2025-01-01'), after: NOTHING };
        const end = addDays(on, days);
        let daily = after;
        for (let day = on; day <= end; day = addDays(day, 1))
          daily = fold(daily, decideDay(daily, day, policiesOf(region)));
        const once = fold(after, decideDay(after, end, policiesOf(region)));
        expect(withoutReminders(once)).toEqual(withoutReminders(daily));
        expect(decideDay(once, end, policiesOf(region))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
