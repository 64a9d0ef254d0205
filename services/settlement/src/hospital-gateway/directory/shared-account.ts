import { schemeOfInsuranceType } from '#contracts';
import { clearingUnitOf, RegionCode } from '#kernel';

/** 共济 account: whose it is, in which scheme and region the owner is insured, and in which region the member (SET-20). */
export interface SharedAccount {
  readonly owner: string;
  readonly insuranceType: string;
  readonly region: string;
  readonly memberRegion: string;
}

/** Employees' accounts pay, within the unit that pays the claim (SET-18, CLR-01). */
export const mayPay = ({ insuranceType, region, memberRegion }: SharedAccount): boolean =>
  schemeOfInsuranceType(insuranceType) === 'employee' &&
  clearingUnitOf(RegionCode.of(region)) === clearingUnitOf(RegionCode.of(memberRegion));
