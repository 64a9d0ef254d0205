import { addDays, daysBetween, type BusinessDate } from '#kernel';
import { changed } from './supplement-documents.js';
import { evolveFilingBook, isOverdue, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { concerns, policyFor, type PolicyOn } from './policy-in-force.js';

/**
 * 每日 What a day brings to a book, whoever acts or not: transitions (REG-18), promises not kept (REG-10), expiries (REG-06, REG-07),
 * reminders (REG-09). Found late, each bears the day it fell due; a second look finds nothing.
 */
export function decideDay(book: FilingBook, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  let after = book;
  const events: FilingEvent[] = [];
  for (const due of [transitions, brokenPromises, expiries, reminders]) {
    const found = due(after, on, policyOn);
    after = found.reduce(evolveFilingBook, after);
    events.push(...found);
  }
  return events;
}

const unended = ({ filings }: FilingBook): readonly Filing[] => filings.filter(({ endedOn }) => endedOn === null);

/** REG-18: a later end of an old filing is cut to the day the transition names. */
function transitions(book: FilingBook, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  const cuts = policyOn(on).transitions.filter(({ effect }) => effect === 'cut-validity');
  return unended(book).flatMap((filing) => {
    const cut = cuts.find(
      (transition) => concerns(transition, filing) && (filing.validTo === null || filing.validTo > transition.until),
    );
    return cut === undefined ? [] : [changed({ ...filing, validTo: cut.until }, on, 'transition')];
  });
}

/** REG-10: the documents did not come by their day; what follows is the place's. */
function brokenPromises(book: FilingBook, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  return unended(book)
    .filter((filing) => isOverdue(filing, on))
    .flatMap((filing) => sanction(filing, on, policyOn));
}

function sanction(filing: Filing, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  const { filingId, psnNo, owed } = filing;
  const due = addDays((owed?.until ?? on) as BusinessDate, 1);
  const rule = policyFor(filing, on, policyOn)['promise.sanction'];
  if (rule.kind !== 'revoke' && rule.kind !== 'end-and-report') return [];
  const bannedForever = rule.kind === 'revoke' && rule.banForever;
  const reportedToCredit = rule.kind === 'end-and-report';
  return [
    { type: 'FilingEnded', data: { filingId, psnNo, endedOn: due, cause: 'revoked' } },
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
function expiries(book: FilingBook, on: BusinessDate): readonly FilingEvent[] {
  return unended(book)
    .filter(({ validTo }) => validTo !== null && validTo < on)
    .map(({ filingId, psnNo, validTo }) => ({
      type: 'FilingEnded',
      data: { filingId, psnNo, endedOn: addDays(validTo as BusinessDate, 1), cause: 'expired' },
    }));
}

/** REG-09: on the days before the last one that the place names, or every so many days where there is none. */
function reminders(book: FilingBook, on: BusinessDate, policyOn: PolicyOn): readonly FilingEvent[] {
  return unended(book)
    .filter((filing) => filing.owed !== null && filing.appliedOn < on && isReminderDue(filing, on, policyOn))
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
