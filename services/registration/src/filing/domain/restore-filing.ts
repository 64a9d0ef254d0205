import { reject, type BusinessDate, type Result, reaches } from '#kernel';
import type { ApplyFiling } from './application.js';
import { refuseTerms } from './apply-filing.js';
import { approve } from './approve.js';
import type { Filing, FilingBook, FilingEvent, KnownStay } from './filing-book.js';
import type { PolicyOn } from './policy-in-force.js';
import { filingOf } from './standing.js';

export interface RestoreFiling extends ApplyFiling {
  /** The revoked filing. */
  readonly restores: string;
}

/**
 * 恢复 of a revoked filing before discharge by a new one (REG-13, JS 一(二)): it begins on the day of admission, so that the stay is
 * settled directly after all. An admission the revoked filing never covered is a matter of REG-12.
 */
export function decideRestore(
  command: RestoreFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const policy = policyOn(command.appliedOn);
  if (!policy['restore.beforeDischarge']) {
    return reject('filing.not-restorable', 'REG-13', '参保地不办理已撤销备案的恢复，请重新申请备案', ['restores']);
  }
  const { psnNo, insuredRegion, appliedOn, destination } = command;
  const found = filingOf({ psnNo, filingId: command.restores, insuredRegion, on: appliedOn }, book, 'REG-13');
  if (!found.ok) return found;
  const revoked = found.value;
  if (revoked.endedCause !== 'revoked') {
    return reject('filing.not-revoked', 'REG-13', '该备案未被撤销，无需恢复', ['restores']);
  }
  const stays = book.stays.filter((candidate) => coveredUntilRevoked(revoked, candidate));
  const stay = stays.find(({ careRegion }) => reaches(destination, careRegion));
  if (stay === undefined) return refuseNoStay(stays.length > 0);
  const admitted = stay.openedOn as BusinessDate;
  const terms = { ...command, startsOn: admitted, admittedOn: admitted };
  const onItsDay = { ...terms, startsOn: command.appliedOn };
  return (
    refuseTerms(onItsDay, book, policy) ??
    approve(terms, book, { policyOn, on: command.appliedOn, restores: revoked.filingId })
  );
}

const refuseNoStay = (elsewhere: boolean): Result<never> =>
  elsewhere
    ? reject('filing.restore-elsewhere', 'REG-13', '恢复备案的备案地须覆盖该次住院的就医地', ['destination'])
    : reject('filing.no-stay', 'REG-13', '没有在该备案有效期内入院且尚未出院的住院，请重新申请备案', ['restores']);

const coveredUntilRevoked = ({ validFrom, validTo, endedOn, destination }: Filing, stay: KnownStay): boolean =>
  stay.inpatient &&
  stay.endedOn === null &&
  reaches(destination, stay.careRegion) &&
  validFrom <= stay.openedOn &&
  (validTo === null || stay.openedOn <= validTo) &&
  (endedOn === null || stay.openedOn < endedOn);
