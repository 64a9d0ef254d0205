import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { BenefitTable, Treatment } from '#policy';
import { benefitFor } from './benefit-for.js';
import { refuseNotOpenDisease } from './eligibility.js';
import type { Facts } from './conditions.js';
import { factsOf } from './facts.js';
import { effectiveVisit, payableReductions, treatmentOf } from './treatment.js';
import type { PayableReduction } from './treatment.js';
import type { Circumstances, Visit } from './types.js';

/** How a visit is treated before anything of its bill is known. */
export type Treated = {
  /** As the policy counts it (SET-08). */
  readonly visit: Visit;
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly facts: Facts;
  readonly reductions: readonly PayableReduction[];
};

/** The policy's benefit for the person and the visit; refused where it does not settle directly (REG-02, REG-17, SET-17). */
export function treatedAs(asked: Circumstances): Result<Treated> {
  const { person, policy } = asked;
  const table = policy.scheme === person.scheme ? policy.byStatus[person.status] : undefined;
  if (!table)
    return reject('person.status-mismatch', 'SET-01', '人员类别与险种不符', ['person.status', 'person.scheme']);
  const visit = effectiveVisit(table, asked.visit);
  const input = visit === asked.visit ? asked : { ...asked, visit };
  const treatment = treatmentOf(table, input);
  const facts = factsOf(input, treatment);
  const benefit = benefitFor(table, facts);
  const notOpen = refuseNotOpenDisease(benefit, visit);
  if (notOpen !== null) return notOpen;
  const reductions = payableReductions(benefit, treatment, visit);
  return reductions.ok ? ok({ visit, benefit, treatment, facts, reductions: reductions.value }) : reductions;
}
