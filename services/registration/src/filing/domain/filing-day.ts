import { addDays, daysBetween, type BusinessDate } from '#kernel';
import { evolveFilingBook, isOverdue, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { changed } from './lengthen.js';
import { isForsaken, isSanctioned, isTakenOver } from './papers.js';
import { cutsShort, policyFor, type PolicyOn } from './policy-in-force.js';
import { withResumed } from './resume.js';

/** The day that is looked at, and the place whose filings are: a person insured elsewhere before has filings of both. */
export interface FilingDay {
  readonly insuredRegion: string;
  readonly on: BusinessDate;
}

/**
 * 每日 What a day brings to a book, whoever acts or not: transitions (REG-18), promises not kept (REG-10), expiries (REG-06, REG-07),
 * reminders (REG-09). Found late, each bears the day it fell due; a second look finds nothing.
 */
export function decideDay(book: FilingBook, day: FilingDay, policyOn: PolicyOn): readonly FilingEvent[] {
  return decideEach(book, [transitions, brokenPromises, expiries, reminders], { day, policyOn });
}

/** What has fallen due without anybody's doing, reminders apart: an act that comes before the day's work finds it done. */
export function decideDue(book: FilingBook, day: FilingDay, policyOn: PolicyOn): readonly FilingEvent[] {
  return decideEach(book, [transitions, brokenPromises, expiries], { day, policyOn });
}

type Due = (book: FilingBook, day: FilingDay, policyOn: PolicyOn) => readonly FilingEvent[];

function decideEach(
  book: FilingBook,
  dues: readonly Due[],
  { day, policyOn }: { readonly day: FilingDay; readonly policyOn: PolicyOn },
): readonly FilingEvent[] {
  let after = book;
  const events: FilingEvent[] = [];
  for (const due of dues) {
    const found = withResumed(due(after, day, policyOn), after, policyOn);
    after = found.reduce(evolveFilingBook, after);
    events.push(...found);
  }
  return events;
}

const filingsOf = ({ filings }: FilingBook, { insuredRegion }: FilingDay): readonly Filing[] =>
  filings.filter((filing) => filing.insuredRegion === insuredRegion);

/** Where another filing follows, the end is known beforehand; what falls due earlier is due all the same. */
const endsAfter = ({ endedOn }: Filing, day: string): boolean => endedOn === null || endedOn > day;

/** REG-18: a later end of an old filing is cut to the day the transition names. */
function transitions(book: FilingBook, day: FilingDay, policyOn: PolicyOn): readonly FilingEvent[] {
  const { on } = day;
  const cuts = policyOn(on).transitions.filter(({ effect }) => effect === 'cut-validity');
  return filingsOf(book, day)
    .filter((filing) => endsAfter(filing, on))
    .flatMap((filing) => {
      const cut = cuts.find(
        (transition) => cutsShort(transition, filing) && (filing.validTo === null || filing.validTo > transition.until),
      );
      return cut === undefined ? [] : [changed({ ...filing, validTo: cut.until }, on, 'transition')];
    });
}

/** REG-10: the documents did not come by their day; what follows is the place's. */
function brokenPromises(book: FilingBook, day: FilingDay, policyOn: PolicyOn): readonly FilingEvent[] {
  return filingsOf(book, day)
    .filter((filing) => isOverdue(filing, day.on) && !isSanctioned(filing, book))
    .filter((filing) => endsAfter(filing, String(filing.owed?.until)) || isForsaken(filing, book))
    .filter((filing) => !isTakenOver(filing, book))
    .flatMap((filing) => sanction(filing, day.on, policyOn));
}

function sanction(filing: Filing, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  const { filingId, psnNo, owed } = filing;
  const due = addDays((owed?.until ?? on) as BusinessDate, 1);
  const rule = policyFor(filing, on, policyOn)['promise.sanction'];
  if (rule.kind !== 'revoke' && rule.kind !== 'end-and-report') return [];
  const bannedForever = rule.kind === 'revoke' && rule.banForever;
  const reportedToCredit = rule.kind === 'end-and-report';
  const revoked: FilingEvent = { type: 'FilingEnded', data: { filingId, psnNo, endedOn: due, cause: 'revoked' } };
  return [
    ...(endsAfter(filing, due) ? [revoked] : []),
    {
      type: 'PromiseSanctioned',
      data: {
        ...{ filingId, psnNo, sanctionedOn: due, cause: 'documents-overdue' },
        ...{ bannedUntil: null, bannedForever, reportedToCredit },
      },
    },
  ];
}

/** 到期: filings whose last day has passed end on the day after it (REG-06, REG-07). */
function expiries(book: FilingBook, day: FilingDay): readonly FilingEvent[] {
  return filingsOf(book, day).flatMap((filing): readonly FilingEvent[] => {
    const { filingId, psnNo, validTo } = filing;
    if (validTo === null || validTo >= day.on) return [];
    const endedOn = addDays(validTo as BusinessDate, 1);
    return endsAfter(filing, endedOn)
      ? [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn, cause: 'expired' } }]
      : [];
  });
}

/**
 * REG-09: on the days before the last one that the place names, or every so many days where there is none; also when another filing
 * has replaced the one that was promised for.
 */
function reminders(book: FilingBook, day: FilingDay, policyOn: PolicyOn): readonly FilingEvent[] {
  const { on } = day;
  return filingsOf(book, day)
    .filter((filing) => filing.owed !== null && (endsAfter(filing, on) || isForsaken(filing, book)))
    .filter((filing) => filing.appliedOn < on && isReminderDue(filing, on, policyOn))
    .map(({ filingId, psnNo, owed }) => ({
      type: 'SupplementReminded',
      data: { filingId, psnNo, remindedOn: on, until: owed?.until ?? null },
    }));
}

/** The latest day that called for a reminder, today or missed, has not had one. */
function isReminderDue(filing: Filing, on: BusinessDate, policyOn: PolicyOn): boolean {
  const { daysBefore, every } = policyFor(filing, on, policyOn)['promise.reminders'];
  const since = (filing.remindedOn ?? filing.appliedOn) as BusinessDate;
  const until = filing.owed?.until ?? null;
  if (until === null) return daysBetween(since, on) >= every;
  return daysBefore.some((days) => {
    const day = addDays(until as BusinessDate, -days);
    return since < day && day <= on;
  });
}
