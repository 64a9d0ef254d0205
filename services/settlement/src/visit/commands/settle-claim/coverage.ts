import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { businessDate, ok, reject, RegionCode, type BusinessDate, type Result } from '#kernel';
import { medicalYearOf, type EffectivePolicy, type FilingKind, type MedicalYear, type PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { crossingOf, yearsOfStay } from '../../../adjudication/domain/index.js';
import { benefitPolicyOf, policyElsewhere } from '../../../benefit/benefit-policy.js';
import { benefitStreamId, isSameCover } from '../../../benefit/domain/benefit-year.js';
import { coveringFiling } from '../../../benefit/domain/coverage.js';
import { FilingsFreshness } from '../../../benefit/filings-freshness.js';
import { Directory, type InsuredPerson, type KnownFiling } from '../../../hospital-gateway/directory/directory.js';
import type { AccountUse } from '../../../hospital-gateway/messages/index.js';
import { POLICY_BOOK } from '../../../tokens.js';
import type { EarlierYear } from '../../domain/settle-command.js';
import { unsettledSince, visitRef, type Visit } from '../../domain/visit.js';

export interface Coverage {
  readonly visit: Visit;
  readonly filing: FilingKind | null;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
  /** Null where the place of insurance keeps its years itself. */
  readonly medicalYear: MedicalYear | null;
  /** Of a stay whose cost the policy splits over medical years (SET-12). */
  readonly earlierYears: readonly EarlierYear[];
  /** 认定病种 on the day of the visit; absent where the place of insurance does not tell (SET-11). */
  readonly diseases?: readonly string[];
}

/** A visit as it is committed, and what the person has filed. */
export interface Looked {
  readonly visit: Visit;
  readonly filings: readonly KnownFiling[];
}

/** With the version of the visit that was looked at. */
export type LookedAt = Looked & { readonly version: number };

interface CoverageAsked {
  readonly today: BusinessDate;
  /** The place of insurance computes itself, so its policy and its year are not ours to look up. */
  readonly remote: boolean;
  /** 出院日期 of a stay that only its settlement tells; null or absent where there is none. */
  readonly dischargedOn?: string | null;
}

/** Whether the settlement asks for a relative's account. */
type AccountAsked = { readonly personNo: string; readonly accountUse: AccountUse };

type Covered = Pick<Coverage, 'visit' | 'filing' | 'policy' | 'diseases'>;
interface Pool {
  readonly region: RegionCode;
  readonly scheme: EffectivePolicy['scheme'];
  readonly streamOf: (year: string) => string;
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

  /** What must be read of a visit and the person's filings, at once. */
  async look(visitId: string, psnNo: string): Promise<LookedAt> {
    const ref = visitRef(visitId);
    const [states, filings] = await Promise.all([this.store.look([ref]), this.filingsOf(psnNo)]);
    return { visit: states.of(ref), version: states.versionOf(ref.id), filings };
  }

  /** Accounts of relatives the person may use on that day, where the message asks for one (acct_used_flag 2, SET-20). */
  async familyAccounts({ personNo, accountUse }: AccountAsked, today: string): Promise<readonly string[] | undefined> {
    return accountUse === 'family' ? this.directory.familyAccounts(personNo, today) : undefined;
  }

  /** Of a visit that stands nowhere yet. */
  async ofNewVisit(visit: Visit, person: InsuredPerson, asked: CoverageAsked): Promise<Result<Coverage>> {
    return this.of({ visit, filings: await this.filingsOf(person.psnNo) }, person, asked);
  }

  filingsOf(psnNo: string): Promise<readonly KnownFiling[]> {
    return this.directory.filings(psnNo);
  }

  async of({ visit, filings }: Looked, person: InsuredPerson, asked: CoverageAsked): Promise<Result<Coverage>> {
    if (visit.facts === null) return reject('visit.unknown', 'SET-15', '未找到该就诊记录，请核对就诊ID', ['mdtrt_id']);
    const { today, remote } = asked;
    const { careRegion, openedOn } = visit.facts;
    const moved = refuseMoved(visit.facts, person);
    if (moved !== null) return moved;
    const asEnded = withEnd(visit, asked);
    const day = tableDay(asEnded, today);
    const policy = remote ? policyElsewhere(person, day) : benefitPolicyOf(this.policies, person, day);
    if (!policy.ok) return policy;
    const { region, scheme } = policy.value;
    const care = { insuredRegion: region, careRegion: RegionCode.of(careRegion), openedOn, settledOn: today };
    const filing = coveringFiling(filings, care);
    const diseases = await this.directory.recognisedDiseases(person, openedOn);
    const covered = { visit, filing: filing?.kind ?? null, policy: policy.value, diseases };
    const streamOf = (year: string): string => benefitStreamId(person, year);
    if (remote) return ok({ ...covered, benefitStream: streamOf('remote'), medicalYear: null, earlierYears: [] });
    return this.withYears(covered, yearsOf(asEnded, policy.value, today), { region, scheme, streamOf });
  }

  private withYears(covered: Covered, years: readonly MedicalYear[], pool: Pool): Result<Coverage> {
    const earlierYears = this.earlier(years.slice(0, -1), pool);
    if (!earlierYears.ok) return earlierYears;
    const medicalYear = years.at(-1) as MedicalYear;
    // A stay may belong to a year that is over when it ends, or that begins when it is settled: then with that year's table.
    const day = dayWithin(medicalYear, covered.policy.date);
    const policy =
      day === covered.policy.date ? ok(covered.policy) : this.policies.benefit(pool.region, pool.scheme, day);
    if (!policy.ok) return policy;
    const benefitStream = pool.streamOf(medicalYear.name);
    return ok({ ...covered, policy: policy.value, benefitStream, medicalYear, earlierYears: earlierYears.value });
  }

  private earlier(years: readonly MedicalYear[], { region, scheme, streamOf }: Pool): Result<readonly EarlierYear[]> {
    const earlier: EarlierYear[] = [];
    for (const year of years) {
      const policy = this.policies.benefit(region, scheme, year.to);
      if (!policy.ok) return policy;
      earlier.push({ year, policy: policy.value, benefitStream: streamOf(year.name) });
    }
    return ok(earlier);
  }
}

/** Whoever has moved or changed the scheme since the visit was opened is paid by that place, which is asked by hand (SET-01, SET-19). */
function refuseMoved(opened: NonNullable<Visit['facts']>, person: InsuredPerson): Result<never> | null {
  if (isSameCover(opened, person)) return null;
  const message = `登记就诊后参保地或险种已变更，不能直接结算，请凭票据到就诊时的参保地(${opened.insuredRegion})手工报销`;
  return reject('visit.moved', 'SET-19', message, ['mdtrt_id', 'insutype']);
}

/** With the end that only the settlement tells. */
const withEnd = (visit: Visit, { dischargedOn = null }: CoverageAsked): Visit => ({
  ...visit,
  dischargedOn: visit.dischargedOn ?? dischargedOn,
});

/** 待遇表 The table in force on the day of discharge decides a stay, that of the day of settlement everything else (rule book, section 0). */
const tableDay = ({ facts, dischargedOn }: Visit, today: BusinessDate): BusinessDate =>
  facts?.inpatient === true && dischargedOn !== null && dischargedOn < today ? businessDate(dischargedOn) : today;

function dayWithin({ from, to }: MedicalYear, day: BusinessDate): BusinessDate {
  if (day < from) return from;
  return day > to ? to : day;
}

/** The medical years the cost belongs to, oldest first; more than one only for a stay that the policy splits (SET-12). */
function yearsOf(visit: Visit, policy: EffectivePolicy, settledOn: BusinessDate): readonly MedicalYear[] {
  const yearOf = (date: BusinessDate): MedicalYear => medicalYearOf(policy, date);
  if (visit.facts?.inpatient !== true) return [yearOf(settledOn)];
  const endedOn = visit.dischargedOn === null ? settledOn : businessDate(visit.dischargedOn);
  const admittedOn = businessDate(unsettledSince(visit));
  return yearsOfStay(crossingOf(policy), yearOf, { admittedOn, endedOn, settledOn });
}
