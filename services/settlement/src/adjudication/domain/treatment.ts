import { ok, reject } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { holds } from './conditions.js';
import type { BenefitTable, FilingKind, Reduction, Scheme, Treatment } from '#policy';
import { factsOf } from './facts.js';
import type { Circumstances, Person, Visit } from './types.js';

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

/**
 * How the visit is treated: at home, by its filing, as an emergency deemed filed (SET-07, REG-02), or as not filed. A
 * newborn or whoever else the policy names counts as an emergency without the mark.
 */
export function treatmentOf(benefit: BenefitTable, input: Circumstances): Treatment {
  if (input.visit.place === 'home') return input.documentsOwed === true ? 'home-promise' : 'home';
  const { filing } = input;
  if (filing !== null && NOT_BELOW_EMERGENCY.includes(filing)) return filing;
  return isDeemedEmergency(benefit, input) ? 'emergency' : (filing ?? 'unfiled');
}

const isDeemedEmergency = (benefit: BenefitTable, input: Circumstances): boolean =>
  benefit.values.emergencyDeemedFiled && (input.visit.emergency || countsAsEmergency(benefit, input));

function countsAsEmergency(benefit: BenefitTable, input: Circumstances): boolean {
  const also = benefit.values['emergency.also'];
  if (also.length === 0) return false;
  const facts = factsOf(input, input.filing ?? 'unfiled');
  return also.some((when) => holds(when, facts));
}

/**
 * SET-08: where the policy says so, an emergency outpatient visit that ended in death is settled as a stay; else the visit
 * as it is.
 */
export function effectiveVisit(benefit: BenefitTable, visit: Visit): Visit {
  const isDeath = visit.died === true && visit.emergency && visit.kind === 'outpatient';
  if (!isDeath || benefit.values['emergency.death'] === 'outpatient') return visit;
  return { ...visit, kind: 'inpatient' };
}

/** The reductions of a treatment, that of a refused direct settlement last; refused where the policy does not settle directly. */
export function payableReductions(
  benefit: BenefitTable,
  treatment: Treatment,
  visit: Visit,
): Result<readonly PayableReduction[]> {
  const reduction = benefit.values[`reduction.${visit.kind}.${treatment}`];
  if (reduction.kind === 'refuse') return visit.byHand === true ? noTerms(treatment) : notDirect(treatment);
  if (visit.directRefused !== true) return ok([reduction]);
  const penalty = benefit.values['penalty.indirect'];
  if (penalty.kind === 'refuse') {
    return reject('claim.indirect', 'SET-17', '参保地规定无正当理由不直接结算的费用不予支付', ['directRefused']);
  }
  return ok(penalty.kind === 'none' ? [reduction] : [reduction, penalty]);
}

function notDirect(treatment: Treatment): Result<never> {
  switch (treatment) {
    case 'unfiled':
      return reject('filing.required', 'REG-02', '没有有效的异地就医备案，请先办理备案再结算', ['filing']);
    case 'home':
    case 'home-promise':
      return reject('filing.elsewhere', 'REG-17', '异地备案期间不能在参保地直接结算，请先取消备案', ['filing']);
    default:
      return reject('filing.not-direct', 'SET-17', '该备案类别不能直接结算，请回参保地手工报销', ['filing']);
  }
}

/** By hand nothing is paid where the place has written down no ratio; whoever has not filed can still do so (REG-12). */
function noTerms(treatment: Treatment): Result<never> {
  if (treatment === 'unfiled') return notDirect(treatment);
  return reject('claim.no-terms', 'SET-17', '参保地政策表没有载明这类费用手工报销的支付比例，请先补录', ['filing']);
}

/** 人员类别 psn_type → status of employees: 12… and 13 are retired (codes of the field, section 3). */
export const employeeStatusOf = (personType: string): 'active' | 'retired' =>
  personType.startsWith('12') || personType.startsWith('13') ? 'retired' : 'active';

/** A person as the place of insurance reports them. */
export type ReportedPerson = Omit<Person, 'scheme' | 'status' | 'groups'> & {
  readonly personType: string;
  /** 人员身份 codes in force on the day of care. */
  readonly identities?: readonly string[];
};

/**
 * Groups a policy may ask for are the codes of 人员类别 and 人员身份 where a claim comes over the interface. Whoever had not yet
 * retired `on` a day is active then (SET-12: status of an earlier medical year).
 */
export function insuredPerson(scheme: Scheme, reported: ReportedPerson, on?: BusinessDate): Person {
  const { personType, identities = [], civilServant, birthDate, insuredSince } = reported;
  const { unclaimedYears, retiredOn, diseases } = reported;
  const status = scheme === 'resident' ? 'resident' : employeeStatusOn(reported, on);
  const groups = [personType, ...identities];
  return { scheme, status, civilServant, birthDate, insuredSince, unclaimedYears, retiredOn, diseases, groups };
}

const employeeStatusOn = (
  { personType, retiredOn }: Pick<ReportedPerson, 'personType' | 'retiredOn'>,
  on: BusinessDate | undefined,
): 'active' | 'retired' =>
  on !== undefined && retiredOn !== undefined && retiredOn > on ? 'active' : employeeStatusOf(personType);
