import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, businessDate, type BusinessDate } from '#kernel';
import * as acts from '../../../test/filing-acts.js';
import { last, life, lived } from '../../../test/filing-lives.js';
import { fold, NOTHING, policyOf, SHAOGUAN } from '../../../test/filings.js';
import { holdsOn } from './coverage.js';
import { isUnheld, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { LONG_TERM } from './filing-events.js';
import { isTakenOver } from './papers.js';

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

const resumedIn = (events: readonly FilingEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'FilingResumed' ? [event.data.filingId] : []));

/** Whether a filing that holds, or has held, began on the day on which this one made way, or was granted later and had begun (REG-14). */
const hasSuccessor = (filing: Filing, book: FilingBook): boolean => {
  const granted = book.filings.findIndex(({ filingId }) => filingId === filing.filingId);
  const begun = (next: Filing, index: number) =>
    next.validFrom === filing.endedOn || (index > granted && next.validFrom <= String(filing.endedOn));
  return book.filings.some((next, index) => begun(next, index) && !isUnheld(next)) || isTakenOver(filing, book);
};

/** What a lock says of an end, by its cause; other ends are not the filer's. */
const FORBIDDEN: Readonly<Record<string, 'cancel' | 'change'>> = { cancelled: 'cancel', replaced: 'change' };

interface Locking {
  readonly act: 'cancel' | 'change';
  readonly on: BusinessDate;
  readonly region: string;
}

function isFree(filing: Filing, { stays }: FilingBook, { act, on, region }: Locking): boolean {
  const lock = policyOf(region, on)['longTerm.lock'];
  if (!LONG_TERM.includes(filing.kind) || !lock.forbids.includes(act)) return true;
  const isOver = on >= addMonths(businessDate(filing.validFrom), lock.months);
  const isOpen = lock.waivedFor.length > 0 && stays.some(({ endedOn }) => endedOn === null);
  return isOver || isOpen || (lock.waivedByDocuments && filing.owed === null);
}

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
            const act = FORBIDDEN[cause];
            // What was replaced before and is so at a later day now is not replaced anew.
            if (filing === undefined || act === undefined || filing.endedCause === 'replaced') continue;
            expect({ filingId, isFree: isFree(filing, before, { act, on, region: a.region }) }).toEqual({
              ...{ filingId, isFree: true },
            });
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
          const said = [...ended, ...resumedIn(events)];
          expect(changed.filter(({ filingId }) => !said.includes(filingId))).toEqual([]);
          expect(after.filings.slice(0, known.length).map(({ filingId }) => filingId)).toEqual(known);
        }
      }),
    );
  });

  it('REG-14: what made way for another made way for one that holds; whenever that one never does, it goes on', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { after } of lived(a)) {
          const replaced = after.filings.filter((filing) => filing.endedCause === 'replaced' && !isUnheld(filing));
          expect(replaced.filter((filing) => !hasSuccessor(filing, after))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('REG-06: what is granted holds at least on its first day, and no end is moved later but that of what was replaced', () => {
    fc.assert(
      fc.property(life, (a) => {
        for (const { before, after } of lived(a)) {
          const fresh = after.filings.slice(before.filings.length);
          expect(fresh.filter((filing) => !holdsOn(filing, filing.validFrom))).toEqual([]);
          const later = before.filings
            .filter(({ endedOn }, index) => endedOn !== null && (after.filings[index]?.endedOn ?? NEVER) > endedOn)
            .filter(({ endedCause }) => endedCause !== 'replaced');
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
              'false-documents': after.losses.some((loss) => loss.filingId === filingId),
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
