import type { BusinessDate } from '#kernel';
import type { RegistrationValues } from '#policy';
import { LONG_TERM, type FilingTerms } from './filing-events.js';

/** The registration policy of the person's place of insurance on any day. */
export type PolicyOn = (date: BusinessDate) => RegistrationValues;

type Filed = Pick<FilingTerms, 'kind' | 'byPromise' | 'appliedOn'>;
type Transition = RegistrationValues['transitions'][number];

/** Whether a transition rule speaks of this filing (REG-18). */
export const concerns = ({ appliesTo, filedBefore }: Transition, filing: Filed): boolean =>
  filing.appliedOn < filedBefore && (appliesTo === 'promise' ? filing.byPromise : LONG_TERM.includes(filing.kind));

/** The rules for an act on a filing: those of the day of the act, or the former ones as long as a transition keeps them (REG-18). */
export function policyFor(filing: Filed, on: BusinessDate, policyOn: PolicyOn): RegistrationValues {
  const today = policyOn(on);
  const keepsOld = today.transitions.some(
    (transition) => transition.effect === 'keep-old-rules' && on <= transition.until && concerns(transition, filing),
  );
  return keepsOld ? policyOn(filing.appliedOn as BusinessDate) : today;
}
