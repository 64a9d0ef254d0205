import { schemeOfInsuranceType, type Scheme } from '#contracts';
import { clearingUnitOf, RegionCode, unitName } from '#kernel';
import type { FormLayout, NoticeTexts } from '#policy';
import type { FilingEvent } from '../domain/filing-events.js';
import { paperName } from '../promise-notice.js';

export type ApprovedFiling = Extract<FilingEvent, { type: 'FilingApproved' }>['data'];

/** 备案表、承诺书 Every field of annexes 1 and 2 (REG-22). Null is not known here and prints as a blank to fill in by hand. */
export interface FilingFormFields {
  /** 省（区、市） of the place of insurance, for the heading. */
  readonly province: string;
  /** 备案编号. */
  readonly filingId: string;
  readonly name: string | null;
  readonly sex: '男' | '女' | null;
  /** 险种, 参保类别. */
  readonly scheme: Scheme | null;
  /** 身份证件号码, 社会保障号码: one number. */
  readonly idNumber: string | null;
  /** 社会保障卡卡号 (optional): known by its hash only. */
  readonly cardNumber: string | null;
  /** 人员类别. */
  readonly kind: ApprovedFiling['kind'];
  /** 登记类别. */
  readonly entry: 'new' | 'change' | 'cancel';
  /** 参保地家庭住址, 参保地联系地址. */
  readonly homeAddress: string | null;
  /** 异地联系地址, 就医地联系地址. */
  readonly careAddress: string | null;
  readonly phone1: string | null;
  readonly phone2: string | null;
  /** 联系人. */
  readonly contact: string | null;
  /** 参保地. */
  readonly insuredPlace: string;
  /** 就医地. */
  readonly carePlace: string;
  /** 转往省（市、区）. */
  readonly destinationProvince: string;
  /** 转往地区（市、州）; null where the unit is filed as a whole (REG-04). */
  readonly destinationCity: string | null;
  /** 备案开始日期. */
  readonly validFrom: string;
  /** 备案结束日期; null is 默认. */
  readonly validTo: string | null;
  /** 是否提供备案对应材料. */
  readonly documentsProvided: boolean;
  /** 缺少的材料 of a promise, as owed on the day of filing (REG-09). */
  readonly missingDocuments: string | null;
  /** 补齐期限; null where the place sets none. */
  readonly supplementBy: string | null;
  /** 填表日期. */
  readonly filledOn: string;
  /** 承诺人、本人（被委托人）签名: always signed by hand. */
  readonly signature: null;
  /** 经办机构. */
  readonly agency: string | null;
  readonly agencyPhone: string | null;
  /** 经办人. */
  readonly handler: string | null;
  /** 经办日期. */
  readonly handledOn: string | null;
  /** 说明、备注: how long the letter is kept (REG-20). */
  readonly remarks: string;
}

export interface FormPerson {
  readonly name: string;
  readonly idNumber: string;
  /** 1 male, 2 female. */
  readonly sex: string;
  readonly insuranceType: string;
}

export interface FilingFormInput {
  readonly filing: ApprovedFiling;
  /** Opened by the caller for this one paper. */
  readonly person: FormPerson;
  readonly cancelled: boolean;
  readonly handledOn: string | null;
  /** Names of cities by code, as far as policy tables know them. */
  readonly cityNames: ReadonlyMap<string, string>;
  readonly texts: NoticeTexts;
}

/** The fields of both annexes, as the filing was granted (REG-22). */
export function filingFormOf({ filing, person, cityNames, texts, ...handled }: FilingFormInput): FilingFormFields {
  const { filingId, kind, validFrom, validTo, appliedOn, owed } = filing;
  const [insured, destination] = [RegionCode.of(filing.insuredRegion), RegionCode.of(filing.destination)];
  return {
    ...{ filingId, kind, validFrom, validTo },
    ...{ province: unitName(clearingUnitOf(insured)), name: person.name, idNumber: person.idNumber },
    ...{ sex: sexOf(person.sex), scheme: schemeOfInsuranceType(person.insuranceType) },
    ...{ cardNumber: null, homeAddress: null, careAddress: null, phone1: null, phone2: null, contact: null },
    entry: entryOf(filing, handled.cancelled, texts.layout),
    insuredPlace: placeName(insured, cityNames),
    carePlace: placeName(destination, cityNames),
    destinationProvince: unitName(clearingUnitOf(destination)),
    destinationCity: destination.endsWith('0000') ? null : cityName(destination, cityNames),
    documentsProvided: filing.documents.some(({ kind: paper }) => !NO_PROOF.includes(paper)),
    missingDocuments: owed === null ? null : missingOf(owed.anyOf),
    supplementBy: owed?.until ?? null,
    ...{ filledOn: appliedOn, signature: null, agency: null, agencyPhone: null, handler: null },
    ...{ handledOn: handled.handledOn, remarks: texts.keptNote },
  };
}

/** Papers everyone brings, which prove no category (REG-03). */
const NO_PROOF: readonly string[] = ['promise-letter', 'identity'];

const sexOf = (sex: string): FilingFormFields['sex'] => (sex === '1' ? '男' : sex === '2' ? '女' : null);

/** Only Henan's form has a box for cancelling. */
function entryOf(filing: ApprovedFiling, cancelled: boolean, layout: FormLayout): FilingFormFields['entry'] {
  if (cancelled && layout === 'henan') return 'cancel';
  return filing.replaces === null ? 'new' : 'change';
}

const missingOf = (anyOf: readonly string[]): string | null => {
  if (anyOf.length === 0) return null;
  return `${anyOf.map(paperName).join('、')}${anyOf.length > 1 ? '（任选其一）' : ''}`;
};

const cityName = (region: RegionCode, names: ReadonlyMap<string, string>): string => names.get(region) ?? region;

/** Province and city in full; the code stands for a city whose name no table gives. */
function placeName(region: RegionCode, names: ReadonlyMap<string, string>): string {
  const province = unitName(clearingUnitOf(region));
  return region.endsWith('0000') ? province : `${province}${cityName(region, names)}`;
}
