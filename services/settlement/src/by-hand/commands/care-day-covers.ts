import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { unknownPerson } from '../../hospital-gateway/answers.js';
import { Directory, type InsuredPerson } from '../../hospital-gateway/directory/directory.js';
import { RemotePlaces } from '../../remote/places/remote-places.js';
import type { HandBill, HandClaim } from '../domain/hand-claim.js';

/** What of a person belongs to one place and scheme. */
type ToldCover = Pick<
  InsuredPerson,
  | 'insuredRegion'
  | 'insuranceType'
  | 'personType'
  | 'civilServant'
  | 'insuredSince'
  | 'chronicDiseases'
  | 'retiredOn'
  | 'identities'
  | 'unclaimedYears'
>;
type Bill = Pick<HandBill, 'psnNo' | 'insuredRegion' | 'insuranceType'>;
/** What the agency has verified of the day of the care; null while the cover of today counts. */
type Verified = HandClaim['cover'];

/** 参保 on the day of the care, as the place of insurance has verified it, else as it is today (SET-17, SET-18, SET-19). */
@Injectable()
export class CareDayCovers {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly places: RemotePlaces,
  ) {}

  /** The scheme a bill is filed under. Whoever never was insured at the place is unknown there (SEC-01). */
  async schemeOf(bill: Omit<Bill, 'insuranceType'>, verified: string | null): Promise<Result<string>> {
    const [person, told] = await Promise.all([this.directory.person(bill.psnNo), this.told(bill)]);
    if (person === null || told.length === 0) return unknownPerson();
    if ((await this.places.of(bill.insuredRegion)) !== null) return elsewhere();
    if (verified !== null)
      return told.some(({ insuranceType }) => insuranceType === verified) ? ok(verified) : untold();
    return person.insuredRegion === bill.insuredRegion ? ok(person.insuranceType) : moved();
  }

  /** Refused where nobody has ever told that the person was insured so. */
  async refuseUntold(bill: Bill): Promise<Result<never> | null> {
    const told = await this.told(bill);
    return told.some(({ insuranceType }) => insuranceType === bill.insuranceType) ? null : untold();
  }

  /** The person a bill is settled for: insured as when it was filed and payable, or as the agency has verified. */
  async personOf(bill: Bill, verified: Verified): Promise<Result<InsuredPerson>> {
    const person = await this.directory.person(bill.psnNo);
    if (person === null) return unknownPerson();
    if (verified !== null) {
      const then = (await this.told(bill)).find(({ insuranceType }) => insuranceType === bill.insuranceType);
      return then === undefined ? untold() : ok({ ...person, ...then });
    }
    if (person.insuredRegion !== bill.insuredRegion || person.insuranceType !== bill.insuranceType) return moved();
    if (person.insuranceStatus === '1') return ok(person);
    const message = '参保人现非正常参保，请核实就医当日的参保状态并登记核实结果';
    return reject('hand-claim.not-payable', 'SET-18', message, ['psnNo']);
  }

  private told({ psnNo, insuredRegion }: Omit<Bill, 'insuranceType'>): Promise<readonly ToldCover[]> {
    return this.store.database.read<ToldCover>(
      `select insured_region as "insuredRegion", insurance_type as "insuranceType", person_type as "personType",
              civil_servant as "civilServant", insured_since::text as "insuredSince", chronic_diseases as "chronicDiseases",
              retired_on::text as "retiredOn", identities, unclaimed_years as "unclaimedYears"
         from told_cover where psn_no = $1 and insured_region = $2`,
      [psnNo, insuredRegion],
    );
  }
}

const elsewhere = (): Result<never> => {
  const message = '参保地自行计算待遇，手工报销在参保地本地系统办理';
  return reject('hand-claim.elsewhere', 'SET-17', message, ['insuredRegion']);
};

const moved = (): Result<never> => {
  const message = '参保地或险种已变更，请核实就医当日的参保状态并登记核实结果，或由现参保地重新登记';
  return reject('hand-claim.moved', 'SET-19', message, ['psnNo']);
};

const untold = (): Result<never> => {
  const message = '平台没有该参保人在参保地参加该险种的记录，请核对险种或先报送参保信息';
  return reject('hand-claim.cover-untold', 'SET-18', message, ['insuranceType']);
};
