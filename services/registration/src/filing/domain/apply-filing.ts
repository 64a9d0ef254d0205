import { clearingUnitOf, isCrossProvince, isSamePool, ok, reject, unitName, workingCalendar } from '#kernel';
import type { Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import { termsOf, type ApplyFiling } from './application.js';
import { approve } from './approve.js';
import type { FilingBook, FilingEvent } from './filing-book.js';
import { refusePapers } from './papers.js';
import type { PolicyOn } from './policy-in-force.js';
import { refuseReferral } from './referral.js';

/**
 * 申请备案: six kinds, with documents or on a promise (REG-01, REG-03, REG-09), by the policy of the place of insurance.
 * Channels that decide on the spot approve at once; all others leave an application that waits for the agency (REG-05).
 */
export function decideApply(
  command: ApplyFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const policy = policyOn(command.appliedOn);
  const refusal = refuseTerms(command, book, policy) ?? refusePending(command, book);
  if (refusal !== null) return refusal;
  if (policy['decision.instantChannels'].includes(command.channel)) {
    return approve(command, book, { policyOn, on: command.appliedOn });
  }
  // What could not be approved today need not wait for the agency to say so.
  const foreseen = approve(command, book, { policyOn, on: command.appliedOn });
  if (!foreseen.ok) return foreseen;
  const decideBy = workingCalendar.tryAddWorkingDays(command.appliedOn, policy['decision.workingDays']);
  return decideBy.ok
    ? ok([{ type: 'FilingApplied', data: { ...termsOf(command), decideBy: decideBy.value } }])
    : decideBy;
}

/** Everything but what else stands in the book: asked again when an application is decided. */
export function refuseTerms(command: ApplyFiling, book: FilingBook, policy: RegistrationValues): Result<never> | null {
  return (
    refuseChannel(command, policy) ??
    refuseDestination(command, policy) ??
    refusePapers(command, book, policy) ??
    refuseReferral(command, book, policy) ??
    refuseStart(command, policy) ??
    refuseDischarged(command, book)
  );
}

/** REG-05. */
function refuseChannel({ channel }: ApplyFiling, policy: RegistrationValues): Result<never> | null {
  return policy['channels.apply'].includes(channel)
    ? null
    : reject('filing.channel', 'REG-05', '参保地不受理该渠道的备案申请，请通过窗口或线上渠道办理', ['channel']);
}

/** REG-04. */
export function refuseDestination(
  { insuredRegion, destination }: Pick<ApplyFiling, 'insuredRegion' | 'destination'>,
  policy: RegistrationValues,
): Result<never> | null {
  if (!isCrossProvince(insuredRegion, destination)) {
    return reject('filing.same-unit', 'REG-04', '备案地与参保地属同一省级单位，无需跨省备案', ['destination']);
  }
  const unit = clearingUnitOf(destination);
  const asWhole = policy['destination.provinceLevel'].includes(unit);
  if (!asWhole && destination.endsWith('0000')) {
    return reject('filing.city-needed', 'REG-04', `${unitName(unit)}须备案到具体地市`, ['destination']);
  }
  return null;
}

/** REG-12, REG-16: an earlier first day is the day of an admission that the applicant states, where the place allows it. */
function refuseStart(
  { startsOn, appliedOn, admittedOn }: ApplyFiling,
  policy: RegistrationValues,
): Result<never> | null {
  if (admittedOn !== null && admittedOn > appliedOn) {
    return reject('filing.admitted-later', 'REG-12', '入院日期不能晚于申请日期', ['admittedOn']);
  }
  if (startsOn >= appliedOn) return null;
  if (policy['start.earliest'] === 'application') {
    return reject('filing.starts-early', 'REG-16', '备案开始日期不能早于申请日期', ['startsOn']);
  }
  if (admittedOn === null || startsOn < admittedOn) {
    const message = '备案开始日期早于申请日期的，须已入院，且不早于入院日期；请填写入院日期';
    return reject('filing.admission-needed', 'REG-16', message, ['admittedOn', 'startsOn']);
  }
  return null;
}

/** REG-12: once the stay has been settled or left unpaid by the fund, a filing cannot bring it back to direct settlement. */
function refuseDischarged({ admittedOn }: ApplyFiling, { stays }: FilingBook): Result<never> | null {
  if (admittedOn === null) return null;
  const known = stays.filter(({ openedOn, inpatient }) => inpatient && openedOn === admittedOn);
  if (known.length === 0 || known.some(({ endedOn }) => endedOn === null)) return null;
  return reject('filing.discharged', 'REG-12', '该次住院已出院结算，补办备案后不能再直接结算，请回参保地手工报销', [
    'admittedOn',
  ]);
}

/** REG-05: one application at a time, so that the agency decides on what is there. What waits at a former place waits there alone. */
function refusePending({ kind, insuredRegion }: ApplyFiling, { pending }: FilingBook): Result<never> | null {
  return pending.some((other) => other.kind === kind && isSamePool(other.insuredRegion, insuredRegion))
    ? reject('filing.pending', 'REG-05', '同类备案申请正在审核，请等待结果或先撤回', ['kind'])
    : null;
}
