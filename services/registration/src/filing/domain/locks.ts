import { addMonths, reject, type BusinessDate, type Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import type { Filing, FilingBook } from './filing-book.js';
import { LONG_TERM } from './filing-events.js';

export interface LockedAct {
  readonly forbidden: 'change' | 'cancel';
  readonly on: BusinessDate;
  readonly policy: RegistrationValues;
}

/**
 * REG-08: a long-term filing may not be changed, or cancelled, or neither, within the months of its lock. Documents that are
 * complete, an emergency or a stay under way lift it where the place says so. Null when the act is free.
 */
export function refuseLocked(
  filing: Filing,
  book: FilingBook,
  { forbidden, on, policy }: LockedAct,
): Result<never> | null {
  const { months, forbids, waivedByDocuments } = policy['longTerm.lock'];
  if (!LONG_TERM.includes(filing.kind) || !forbids.includes(forbidden)) return null;
  const free = addMonths(filing.validFrom as BusinessDate, months);
  const isFree = on >= free || (waivedByDocuments && filing.owed === null) || isWaived(book, policy);
  if (isFree) return null;
  const remedy = waivedByDocuments ? '；补齐备案材料后可随时办理' : '';
  const acts = forbids.map((act) => ({ change: '变更', cancel: '取消' })[act]).join('或');
  return reject('filing.locked', 'REG-08', `长期备案在${free}前不能${acts}${remedy}`, ['filingId']);
}

/** HA 九: 急诊、住院除外. */
function isWaived({ stays }: FilingBook, policy: RegistrationValues): boolean {
  const { waivedFor } = policy['longTerm.lock'];
  return stays
    .filter(({ endedOn }) => endedOn === null)
    .some(
      ({ inpatient, emergency }) =>
        (inpatient && waivedFor.includes('inpatient')) || (emergency && waivedFor.includes('emergency')),
    );
}
