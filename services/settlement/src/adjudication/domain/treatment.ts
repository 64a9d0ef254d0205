import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { BenefitTable, FilingKind, Reduction, Treatment } from '#policy';
import type { Visit } from './types.js';

/** A reduction under which the claim is settled directly. */
export type PayableReduction = Exclude<Reduction, { kind: 'refuse' }>;

/** Filing kinds whose benefit is at least that of an emergency; a filing of another kind gives way to the 急诊 mark. */
const NOT_BELOW_EMERGENCY: readonly FilingKind[] = [
  'retiree-resettled',
  'long-term-resident',
  'posted-worker',
  'referred',
  'emergency',
];

/** How the visit is treated: by its filing, as an emergency deemed filed (SET-07, REG-02), or as not filed. */
export function treatmentOf(benefit: BenefitTable, filing: FilingKind | null, visit: Visit): Treatment {
  if (filing !== null && NOT_BELOW_EMERGENCY.includes(filing)) return filing;
  if (visit.emergency && benefit.values.emergencyDeemedFiled) return 'emergency';
  return filing ?? 'unfiled';
}

/** The reduction of a treatment; refused where the policy does not settle it directly. */
export function payableReduction(benefit: BenefitTable, treatment: Treatment, visit: Visit): Result<PayableReduction> {
  const reduction = benefit.values[`reduction.${visit.kind}.${treatment}`];
  if (reduction.kind !== 'refuse') return ok(reduction);
  if (treatment === 'unfiled') {
    return reject('filing.required', 'REG-02', '没有有效的异地就医备案，请先办理备案再结算', ['filing']);
  }
  return reject('filing.not-direct', 'SET-17', '该备案类别不能直接结算，请回参保地手工报销', ['filing']);
}

/** 人员类别 psn_type → status of employees: 12… and 13 are retired (codes of the field, section 3). */
export const employeeStatusOf = (personType: string): 'active' | 'retired' =>
  personType.startsWith('12') || personType.startsWith('13') ? 'retired' : 'active';
