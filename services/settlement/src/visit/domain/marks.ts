import { reject, type Result } from '#kernel';
import { refuseThirdParty } from '../../adjudication/domain/index.js';
import type { DescribedMarks, VisitMarks } from './events.js';
import { isEmergencyCategory, isInjuryCategory } from './medical-category.js';

/** Marks as one message says them; undefined or absent is not said there. */
export type SaidMarks = { readonly [Mark in keyof VisitMarks]?: boolean | undefined };

export const NO_MARKS: VisitMarks = { emergency: false, injury: false, thirdParty: false };

/** The marks that hold once a message was heard (interface 3.2): what it leaves out stays as it was said before. */
export const withSaid = (known: VisitMarks, said: SaidMarks = {}): VisitMarks => ({
  emergency: said.emergency ?? known.emergency,
  injury: said.injury ?? known.injury,
  thirdParty: said.thirdParty ?? (said.injury !== false && known.thirdParty),
});

/**
 * `withSaid` of a message that says the 医疗类别 too. An emergency by its category goes with it, and so does the mark that this category
 * wants beside it; one that was marked under another category stays (SET-07).
 */
export function withDescribed(
  known: { readonly marks: VisitMarks; readonly emergencyMarked: boolean },
  said: SaidMarks,
  medType: string,
): DescribedMarks {
  const byCategory = isEmergencyCategory(medType);
  const marked = (byCategory ? undefined : said.emergency) ?? known.emergencyMarked;
  const marks = { ...withSaid(known.marks, said), emergency: byCategory || marked };
  return byCategory && marked ? { ...marks, emergencyMarked: true } : marks;
}

/** Whether an emergency was marked, and is not one by its category alone. */
export const isMarkedEmergency = ({ emergency, emergencyMarked }: DescribedMarks, medType: string): boolean =>
  emergencyMarked ?? (emergency && !isEmergencyCategory(medType));

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
