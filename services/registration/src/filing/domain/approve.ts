import { addDays, isSamePool, ok, reaches, reject, type BusinessDate, type Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import { admittedToday } from './admitted-today.js';
import { termsOf, type ApplyFiling } from './application.js';
import { evolveFilingBook, isOver, standingFilings } from './filing-book.js';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import type { OwedDocuments } from './filing-events.js';
import { keptBy } from './kept-promises.js';
import { refuseLocked } from './locks.js';
import { acceptedPapers, keepsPromise } from './papers.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { banOfUnkept } from './promise-ban.js';
import { mayStandBeside } from './referral.js';
import { withResumed } from './resume.js';
import { lastDay, supplementUntil } from './validity.js';

export interface Approval {
  readonly policyOn: PolicyOn;
  /** The day of success. */
  readonly on: BusinessDate;
  /** A promise taken over from the filing that is changed: its documents are owed by the same day as before. */
  readonly owed?: OwedDocuments | null;
  /** Last day taken over from the filing that is changed. */
  readonly validTo?: string | null;
  readonly restores?: string | null;
}

/** 备案成功: what the new filing replaces ends on its first day (REG-14), unless it is locked (REG-08). */
export function approve(command: ApplyFiling, book: FilingBook, approval: Approval): Result<readonly FilingEvent[]> {
  const { policyOn, on } = approval;
  const policy = policyOn(on);
  const owed = owedOf(command, approval, policy);
  const validFrom = firstDay(command, book, { on, policy });
  const validTo =
    approval.validTo === undefined ? lastDay(command, owed, { validFrom, approvedOn: on }, policy) : approval.validTo;
  const overlapping = standingFilings(book, on).filter(
    (filing) => overlaps(filing, validFrom, validTo) && !mayStandBeside(command, filing, policy),
  );
  const refusal = refuseEmpty(validFrom, validTo) ?? refuseReplacing(overlapping, command, { book, policyOn, on });
  if (refusal !== null) return refusal;
  const ended = overlapping.map(({ filingId, psnNo }): FilingEvent => ({
    type: 'FilingEnded',
    data: { filingId, psnNo, endedOn: validFrom, cause: 'replaced' },
  }));
  const unkept = overlapping.filter((filing) => approval.owed === undefined && isForsakenBy(command, filing));
  const bans = unkept.flatMap((filing) => banOfUnkept(filing, book, { on, policy: policyFor(filing, on, policyOn) }));
  const replaced = overlapping.find((filing) => filing.owed !== null) ?? overlapping[0];
  const period = { validFrom, validTo, replaces: replaced?.filingId ?? null };
  const approved: FilingEvent = {
    type: 'FilingApproved',
    data: { ...termsOf(command), ...period, owed, restores: approval.restores ?? null },
  };
  const granted = withResumed([...ended, ...bans, approved], book, policyOn);
  return ok([...granted, ...keptBy(command, on, { book: granted.reduce(evolveFilingBook, book), policyOn })]);
}

/** REG-10: a promise given up for the new filing. One that was made to a former place of insurance goes by the rules there. */
const isForsakenBy = (command: ApplyFiling, filing: Filing): boolean =>
  isSamePool(filing.insuredRegion, command.insuredRegion) && !keepsPromise(command, filing);

/** REG-06: papers that run out before the first day leave nothing to file. */
function refuseEmpty(validFrom: BusinessDate, validTo: string | null): Result<never> | null {
  return validTo !== null && validTo < validFrom
    ? reject('filing.documents-expired', 'REG-06', '所交材料在备案开始日期前已到期，请更换', ['documentsValidTo'])
    : null;
}

interface Frame {
  readonly book: FilingBook;
  readonly policyOn: PolicyOn;
  readonly on: BusinessDate;
}

/** REG-08: what is locked is not replaced. A filing of a former place of insurance binds nobody at the new one. */
function refuseReplacing(
  overlapping: readonly Filing[],
  { insuredRegion }: ApplyFiling,
  { book, policyOn, on }: Frame,
): Result<never> | null {
  for (const filing of overlapping.filter((one) => one.insuredRegion === insuredRegion)) {
    const locked = refuseLocked(filing, book, { forbidden: 'change', on, policy: policyFor(filing, on, policyOn) });
    if (locked !== null) return locked;
  }
  return null;
}

function owedOf(command: ApplyFiling, { owed, on }: Approval, policy: RegistrationValues): OwedDocuments | null {
  if (owed !== undefined) return owed;
  return command.byPromise ? { anyOf: acceptedPapers(command, policy), until: supplementUntil(on, policy) } : null;
}

interface Today {
  readonly on: BusinessDate;
  readonly policy: RegistrationValues;
}

/** REG-16: the day of success, a later day that was asked for, or the day of a stay under way. */
function firstDay(command: ApplyFiling, book: FilingBook, today: Today): BusinessDate {
  const { startsOn, admittedOn } = command;
  if (admittedOn !== null || startsOn > today.on) return startsOn;
  return takesStay(command, book, today) ? addDays(today.on, 1) : today.on;
}

/** REG-13: begun today it would take a stay of today from the filing it replaces, and not carry it itself. */
const takesStay = (command: ApplyFiling, book: FilingBook, { on, policy }: Today): boolean =>
  standingFilings(book, on)
    .filter((filing) => !mayStandBeside(command, filing, policy))
    .some((filing) =>
      admittedToday(filing, book, on).some(({ careRegion }) => !reaches(command.destination, careRegion)),
    );

const overlaps = (filing: Filing, from: string, to: string | null): boolean =>
  !isOver(filing, from) && (to === null || filing.validFrom <= to);
