import type { BusinessDate } from '#kernel';
import type { RegistrationValues } from '#policy';
import { LONG_TERM, type FilingTerms, type OwedDocuments } from './filing-events.js';

/** The registration policy of the person's place of insurance on any day. */
export type PolicyOn = (date: BusinessDate) => RegistrationValues;

type Filed = Pick<FilingTerms, 'kind' | 'byPromise' | 'appliedOn'>;
type Transition = RegistrationValues['transitions'][number];

/** Whether a transition rule speaks of this filing (REG-18). */
const concerns = ({ appliesTo, filedBefore }: Transition, filing: Filed): boolean =>
  filing.appliedOn < filedBefore &&
  { promise: filing.byPromise, 'long-term': LONG_TERM.includes(filing.kind), all: true }[appliesTo];

/** REG-18: old filings are cut short for want of papers by the new rules; who has brought papers since is not (WX 一, JS 一(三)). */
export const cutsShort = (
  transition: Transition,
  filing: Filed & { readonly papersOn: string; readonly owed: OwedDocuments | null },
): boolean =>
  concerns(transition, filing) &&
  filing.papersOn < transition.filedBefore &&
  (transition.appliesTo !== 'promise' || filing.owed !== null);

/** The rules for an act on a filing: those of the day of the act, or the former ones as long as a transition keeps them (REG-18). */
export function policyFor(filing: Filed, on: BusinessDate, policyOn: PolicyOn): RegistrationValues {
  const today = policyOn(on);
  const keepsOld = today.transitions.some(
    (transition) => transition.effect === 'keep-old-rules' && on <= transition.until && concerns(transition, filing),
  );
  return keepsOld ? policyOn(filing.appliedOn as BusinessDate) : today;
}
