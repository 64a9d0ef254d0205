import { Inject, Injectable } from '@nestjs/common';
import { schemeOfInsuranceType } from '#contracts';
import { EventStore } from '#event-store';
import { businessDate, Money, ok, RegionCode, reject, type Result } from '#kernel';
import { medicalYearOf, type PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { accumulatorsToJson, BASIC_FUND, insuredPerson, treatedAs } from '../../../adjudication/index.js';
import { benefitPolicyOf } from '../../../benefit/benefit-policy.js';
import { benefitRef, benefitStreamId } from '../../../benefit/domain/benefit-year.js';
import { coveringFiling } from '../../../benefit/domain/coverage.js';
import { POLICY_BOOK } from '../../../tokens.js';
import { refuseUnrecognised } from '../../../visit/domain/charged.js';
import { refuseUnlessPayable, unknownPerson } from '../../answers.js';
import type { CheckedCall } from '../../call.js';
import { Directory, type InsuredPerson } from '../../directory/directory.js';
import { reportedPerson } from '../../directory/reported-person.js';
import {
  isEmergency,
  visitKindOf,
  type AccumulatorAnswer,
  type EntitlementAnswer,
  type EntitlementRequest,
  type YearAnswer,
  type YearRequest,
} from '../../messages/index.js';
import { RemoteEntitlements } from './remote-entitlements.js';

/** 累计类别 codes of this platform: the interface leaves them to the place of insurance (5206). */
const KINDS: Readonly<Record<string, string>> = {
  stays: 'IPT_CNT',
  deductiblePaid: 'DEDC',
  inScope: 'INSCP',
  fundPaid: 'HIFP',
  catastrophicBase: 'HIFMI_BASE',
  largeFundPaid: 'HIFOB',
  outpatientDeductiblePaid: 'OTP_DEDC',
  outpatientInScope: 'OTP_INSCP',
  outpatientFundPaid: 'OTP_HIFP',
  chronicDeductiblePaid: 'OPSP_DEDC',
};

const NO_MARKS = {
  publicEmergencyGroup: undefined,
  injury: undefined,
  thirdParty: undefined,
  admissionKind: undefined,
  outpatientKind: undefined,
};

/** What a person has used and is entitled to, at the place of insurance (SET-11, SET-19). */
@Injectable()
export class PersonBenefit {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    private readonly directory: Directory,
    private readonly remote: RemoteEntitlements,
  ) {}

  /** 5206: the medical year of the month asked for, which need not be the calendar's. */
  async year({ request, businessDate: today }: CheckedCall<YearRequest>): Promise<Result<YearAnswer>> {
    const person = await this.directory.person(request.personNo);
    if (person === null) return unknownPerson();
    const month = request.month ?? today.slice(0, 7).replace('-', '');
    const on = request.month === undefined ? today : `${month.slice(0, 4)}-${month.slice(4)}-01`;
    const policy = benefitPolicyOf(this.policies, person, businessDate(on));
    if (!policy.ok) return policy;
    const year = medicalYearOf(policy.value, businessDate(on)).name;
    const ref = benefitRef(benefitStreamId(person, year));
    const used = Object.entries(accumulatorsToJson((await this.store.load(ref)).state));
    const accumulators = used.flatMap(([name, value]): AccumulatorAnswer[] => {
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
      if (kind === undefined || typeof value === 'object') return [];
      return [{ insuranceType: person.insuranceType, year, month, kind, value: Money.of(String(value)) }];
    });
    return ok({ accumulators });
  }

  /** 2001: known, payable, with a policy, and with a filing that covers this place, or a policy that asks for none. */
  async entitlement(call: CheckedCall<EntitlementRequest>): Promise<Result<EntitlementAnswer>> {
    const { personNo, insuranceType } = call.request;
    const person = await this.directory.person(personNo);
    if (person === null) return unknownPerson();
    if (person.insuranceType !== insuranceType) {
      return reject('person.other-scheme', 'SET-19', '险种类型与参保信息不符', ['insutype']);
    }
    return (await this.remote.asked(call, person)) ?? this.computed(call, person);
  }

  private async computed(
    call: CheckedCall<EntitlementRequest>,
    person: InsuredPerson,
  ): Promise<Result<EntitlementAnswer>> {
    const { personNo, insuranceType, beginsOn } = call.request;
    const scheme = schemeOfInsuranceType(insuranceType) ?? 'employee';
    const refused =
      refuseUnlessPayable(person.insuranceStatus) ??
      (await this.refuseUnfiled(call, person)) ??
      (await this.refuseUnrecognised(call, person));
    const refusal = refused?.ok === false ? `${refused.rejection.message}(${refused.rejection.rule})` : undefined;
    return ok({ personNo, fundCode: BASIC_FUND[scheme], beginsOn, refusal });
  }

  /** SET-11: the disease asked for, where one is named and the place of insurance tells those it has recognised. */
  private async refuseUnrecognised(
    { request }: CheckedCall<EntitlementRequest>,
    person: InsuredPerson,
  ): Promise<Result<never> | null> {
    const { diseaseCode, medicalCategory, beginsOn } = request;
    if (diseaseCode === undefined) return null;
    const recognised = await this.directory.recognisedDiseases(person, beginsOn);
    return refuseUnrecognised({ kind: visitKindOf(medicalCategory), diseaseCode }, recognised);
  }

  private async refuseUnfiled(
    call: CheckedCall<EntitlementRequest>,
    person: InsuredPerson,
  ): Promise<Result<never> | null> {
    const { beginsOn, medicalCategory } = call.request;
    const policy = benefitPolicyOf(this.policies, person, beginsOn);
    if (!policy.ok) return policy;
    const care = {
      insuredRegion: person.insuredRegion,
      careRegion: RegionCode.of(call.institution.region),
      openedOn: beginsOn,
      settledOn: call.businessDate,
    };
    const filing = coveringFiling(await this.directory.filings(person.psnNo), care);
    const treated = treatedAs({
      policy: policy.value,
      person: insuredPerson(policy.value.scheme, reportedPerson(person, beginsOn)),
      filing: filing?.kind ?? null,
      visit: {
        kind: visitKindOf(medicalCategory),
        settlementLevel: String(call.institution.settlementLevel) as '1' | '2' | '3',
        stayNumberOfYear: 1,
        emergency: isEmergency(NO_MARKS, medicalCategory),
        date: beginsOn,
        marks: [medicalCategory, ...call.institution.marks],
        disease: call.request.diseaseCode,
      },
    });
    return treated.ok ? null : treated;
  }
}
