import { Inject, Injectable } from '@nestjs/common';
import { schemeOfInsuranceType } from '#contracts';
import { EventStore } from '#event-store';
import { businessDate, ok, reject, RegionCode, type BusinessDate, type Result } from '#kernel';
import { medicalYearOf, type EffectivePolicy, type FilingKind, type PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { benefitStreamId } from '../../../benefit/domain/benefit-year.js';
import { coveringFiling } from '../../../benefit/domain/coverage.js';
import { FilingsFreshness } from '../../../benefit/filings-freshness.js';
import { Directory, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { POLICY_BOOK } from '../../../tokens.js';
import { visitRef, type Visit } from '../../domain/visit.js';

export interface Coverage {
  readonly visit: Visit;
  readonly filing: FilingKind | null;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
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
    const region = RegionCode.of(person.insuredRegion);
    const elsewhere: EffectivePolicy = { region, scheme, date: today, files: [], byStatus: {} };
    const policy = remote ? ok(elsewhere) : this.policies.benefit(region, scheme, today);
    if (!policy.ok) return policy;
    const filings = await this.directory.filings(person.psnNo);
    const { careRegion, openedOn } = visit.facts;
    const filing = coveringFiling(filings, { careRegion: RegionCode.of(careRegion), openedOn, settledOn: today });
    const year = remote ? 'remote' : medicalYearOf(policy.value, businessDate(today)).name;
    return {
      ok: true,
      value: {
        visit,
        filing: filing?.kind ?? null,
        policy: policy.value,
        benefitStream: benefitStreamId(person.psnNo, person.insuranceType, year),
      },
    };
  }
}
