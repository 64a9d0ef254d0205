import { Inject, Injectable } from '@nestjs/common';
import { schemeOfInsuranceType } from '#contracts';
import { EventStore } from '#event-store';
import { businessDate, ok, reject, RegionCode, type BusinessDate, type Result } from '#kernel';
import { medicalYearOf, type EffectivePolicy, type FilingKind, type MedicalYear, type PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { crossingOf, yearsOfStay } from '../../../adjudication/domain/index.js';
import { benefitStreamId } from '../../../benefit/domain/benefit-year.js';
import { coveringFiling } from '../../../benefit/domain/coverage.js';
import { FilingsFreshness } from '../../../benefit/filings-freshness.js';
import { Directory, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { POLICY_BOOK } from '../../../tokens.js';
import type { EarlierYear } from '../../domain/settle.js';
import { unsettledSince, visitRef, type Visit } from '../../domain/visit.js';

export interface Coverage {
  readonly visit: Visit;
  readonly filing: FilingKind | null;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
  /** Of a stay whose cost the policy splits over medical years (SET-12). */
  readonly earlierYears: readonly EarlierYear[];
}

/** What the place of insurance brings to a claim: the filing that covers the visit, its policy and its medical year. */
@Injectable()
export class CoverageOf {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    private readonly directory: Directory,
    /** To be asked before a visit's coverage: filings reach settlement over the bus. */
    readonly filings: FilingsFreshness,
  ) {}

  /** `remote`: the place of insurance computes itself, so its policy and its year are not ours to look up. */
  async visit(
    visitId: string,
    person: InsuredPerson,
    { today, remote }: { readonly today: BusinessDate; readonly remote: boolean },
  ): Promise<Result<Coverage>> {
    const { state: visit } = await this.store.load(visitRef(visitId));
    return this.ofVisit(visit, person, { today, remote });
  }

  /** As `visit`, for one that stands nowhere yet. */
  async ofVisit(
    visit: Visit,
    person: InsuredPerson,
    { today, remote }: { readonly today: BusinessDate; readonly remote: boolean },
  ): Promise<Result<Coverage>> {
    if (visit.facts === null) return reject('visit.unknown', 'SET-15', '未找到该就诊记录，请核对就诊ID', ['mdtrt_id']);
    const scheme = schemeOfInsuranceType(person.insuranceType);
    if (scheme === null) return reject('person.scheme', 'CLR-14', '该险种不在跨省直接结算范围内', ['insutype']);
    const policy = this.policyOf({ region: RegionCode.of(person.insuredRegion), scheme, date: today }, remote);
    if (!policy.ok) return policy;
    const filings = await this.directory.filings(person.psnNo);
    const { careRegion, openedOn } = visit.facts;
    const filing = coveringFiling(filings, { careRegion: RegionCode.of(careRegion), openedOn, settledOn: today });
    const { psnNo, insuranceType } = person;
    const shared = { visit, filing: filing?.kind ?? null, policy: policy.value };
    if (remote) {
      return ok({ ...shared, benefitStream: benefitStreamId(psnNo, insuranceType, 'remote'), earlierYears: [] });
    }
    const years = this.yearsFor(person, visit, policy.value);
    return years.ok ? ok({ ...shared, ...years.value }) : years;
  }

  private policyOf(
    asked: Pick<EffectivePolicy, 'region' | 'scheme' | 'date'>,
    remote: boolean,
  ): Result<EffectivePolicy> {
    if (remote) return ok({ ...asked, files: [], byStatus: {} });
    return this.policies.benefit(asked.region, asked.scheme, asked.date);
  }

  /** The medical year of the claim, and of a stay whose cost the policy splits each year before it (SET-12). */
  private yearsFor(
    { psnNo, insuranceType }: InsuredPerson,
    visit: Visit,
    policy: EffectivePolicy,
  ): Result<Pick<Coverage, 'benefitStream' | 'earlierYears'>> {
    const years = yearsOf(visit, policy, businessDate(policy.date));
    const streamOf = ({ name }: MedicalYear): string => benefitStreamId(psnNo, insuranceType, name);
    const earlierYears: EarlierYear[] = [];
    for (const year of years.slice(0, -1)) {
      const then = this.policies.benefit(policy.region, policy.scheme, year.to);
      if (!then.ok) return then;
      earlierYears.push({ year, policy: then.value, benefitStream: streamOf(year) });
    }
    return ok({ benefitStream: streamOf(years.at(-1) as MedicalYear), earlierYears });
  }
}

/** The medical years the cost belongs to, oldest first; more than one only for a stay that the policy splits (SET-12). */
function yearsOf(visit: Visit, policy: EffectivePolicy, settledOn: BusinessDate): readonly MedicalYear[] {
  const year = medicalYearOf(policy, settledOn);
  if (visit.facts?.inpatient !== true) return [year];
  const start = year.from.slice(5) as `${string}-01`;
  return yearsOfStay(crossingOf(policy), start, { admittedOn: businessDate(unsettledSince(visit)), settledOn });
}
