import { reject, type Result } from '#kernel';
import { refuseThirdParty } from '../../adjudication/domain/index.js';
import type { VisitMarks } from './events.js';
import { isEmergencyCategory, isInjuryCategory } from './medical-category.js';

/** Marks as one message says them; undefined or absent is not said there. */
export type SaidMarks = { readonly [Mark in keyof VisitMarks]?: boolean | undefined };

export const NO_MARKS: VisitMarks = { emergency: false, injury: false, thirdParty: false };

/**
 * The marks that hold once a message was heard (interface 3.2): what it leaves out stays as it was said before. An emergency that
 * came of the 医疗类别 before goes with it.
 */
export const withSaid = (known: VisitMarks, said: SaidMarks = {}, medTypeBefore = ''): VisitMarks => ({
  emergency: said.emergency ?? (known.emergency && !isEmergencyCategory(medTypeBefore)),
  injury: said.injury ?? known.injury,
  thirdParty: said.thirdParty ?? (said.injury !== false && known.thirdParty),
});

/**
 * SET-09: a third party's liability is not settled directly, and an injury by its category only once the hospital has said
 * whether one is involved.
 */
export function refuseInjury(medType: string, marks: VisitMarks): Result<never> | null {
  const thirdParty = refuseThirdParty(marks);
  if (thirdParty !== null || marks.injury || !isInjuryCategory(medType)) return thirdParty;
  const message = '医疗类别为外伤时，须填写外伤标志(TRUM_FLAG)1和涉及第三方标志(REL_TTP_FLAG)';
  return reject('visit.injury-unmarked', 'SET-09', message, ['TRUM_FLAG', 'REL_TTP_FLAG']);
}
