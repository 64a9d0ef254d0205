import { addDays, businessDate, yearOf } from '#kernel';
import type { BusinessDate } from '#kernel';
import type { EffectivePolicy } from './effective.js';

/** 医保年度 Medical year: named by the calendar year it begins in. */
export type MedicalYear = { readonly name: string; readonly from: BusinessDate; readonly to: BusinessDate };

/** The medical year of a date (SET-19): from 1 January, or from the first of another month (1 July in Shanghai). */
export function medicalYearAt(start: `${string}-01`, date: BusinessDate): MedicalYear {
  const year = date.slice(5) >= start ? yearOf(date) : yearOf(date) - 1;
  const from = businessDate(`${year}-${start}`);
  return { name: String(year), from, to: addDays(businessDate(`${year + 1}-${start}`), -1) };
}

/** The medical year of a date by a policy in force. All statuses of a scheme share its start. */
export function medicalYearOf(policy: EffectivePolicy, date: BusinessDate): MedicalYear {
  const table = policy.byStatus.resident ?? policy.byStatus.active;
  return medicalYearAt(table?.values['medicalYear.start'] ?? '01-01', date);
}
