import type { VisitKind } from '#contracts';
import type { RegionCode } from '#kernel';
import type { CodeSet } from './values.js';

/** 险种类型 insutype (5.1). */
export const INSURANCE_TYPES: CodeSet = {
  heads: ['310', '320', '330', '340', '350', '360', '370', '380', '390', '391', '392', '399', '410', '510'],
};
/** 医疗类别 med_type (5.3): heads of every edition found. */
export const MEDICAL_CATEGORIES: CodeSet = {
  heads: [
    '11',
    '12',
    '13',
    '14',
    '15',
    '16',
    '18',
    '19',
    '21',
    '22',
    '23',
    '24',
    '28',
    '41',
    '51',
    '52',
    '53',
    '71',
    '9',
  ],
};
/** 就诊凭证类型 mdtrt_cert_type (5.4): 01 电子凭证, 02 居民身份证, 03 社会保障卡, and what clients send besides. */
export const CREDENTIAL_KINDS: CodeSet = { heads: ['01', '02', '03', '04', '05', '06', '17', '99'], pad: 2 };
/** 人员证件类型 psn_cert_type (5.4). */
export const DOCUMENT_KINDS: CodeSet = {
  heads: [
    '01',
    '02',
    '03',
    '04',
    '05',
    '06',
    '07',
    '08',
    '09',
    '10',
    '11',
    '12',
    '13',
    '14',
    '15',
    '16',
    '17',
    '90',
    '99',
  ],
  pad: 2,
};
/** 个人账户使用标志 acct_used_flag: 0 不使用, 1 使用本人个账, 2 使用共济人个账. */
export const ACCOUNT_USES: CodeSet = { heads: ['0', '1', '2'] };
/** 个人结算方式 psn_setlway: 01 按项目, 02 按定额. */
export const SETTLEMENT_WAYS: CodeSet = { heads: ['01', '02'], pad: 2 };
/** 医院审批标志 hosp_appr_flag: 0 无须审批, 1 审批通过, 2 审批不通过. */
export const APPROVALS: CodeSet = { heads: ['0', '1', '2'] };
/** 离院方式 dscg_way. */
export const DISPOSITIONS: CodeSet = { heads: ['1', '2', '3', '4', '5', '9'] };

/** 转院类型 refl_type (4.7): 1 市内, 2 省内, 3 省外. */
export const REFERRAL_KINDS: CodeSet = { heads: ['1', '2', '3'] };

/** Document and credential kinds whose number is a citizen number (SET-21). */
export const CITIZEN_DOCUMENT = '01';
export const CITIZEN_CREDENTIAL = '02';
/** 医保电子凭证 and 社会保障卡. */
export const ELECTRONIC_CREDENTIAL = '01';
export const CARD_CREDENTIAL = '03';

const INPATIENT_HEADS = ['21', '22', '23', '24', '28', '52', '92'];
const CHRONIC_HEADS = ['14', '16'];
const PHARMACY_HEADS = ['18', '41', '93'];
const startsWithAny = (value: string, heads: readonly string[]): boolean =>
  heads.some((head) => value.startsWith(head));

/** Which of the four kinds of the clearing a 医疗类别 belongs to; what is no stay, chronic or pharmacy visit is 普通门诊. */
export const visitKindOf = (medicalCategory: string): VisitKind => {
  if (startsWithAny(medicalCategory, INPATIENT_HEADS)) return 'inpatient';
  if (startsWithAny(medicalCategory, CHRONIC_HEADS)) return 'chronic';
  return startsWithAny(medicalCategory, PHARMACY_HEADS) ? 'pharmacy' : 'outpatient';
};

/** 清算类别 clr_type heads we answer with. */
export type ClearingType = '11' | '14' | '21' | '41';
const CLEARING_TYPES: Readonly<Record<VisitKind, ClearingType>> = {
  outpatient: '11',
  chronic: '14',
  inpatient: '21',
  pharmacy: '41',
};
export const clearingTypeOf = (kind: VisitKind): ClearingType => CLEARING_TYPES[kind];

/** Codes a hospital may reconcile with (5.7): ours, their national neighbours, and Hunan's codes for other provinces' patients. */
const RECONCILED_TYPES: Readonly<Record<string, ClearingType>> = {
  '11': '11',
  '12': '11',
  '13': '11',
  '14': '14',
  '21': '21',
  '22': '21',
  '27': '21',
  '28': '21',
  '41': '41',
  '9987': '14',
  '9974': '41',
  '99963': '11',
  '99968': '21',
};
/** The clearing type behind a code of 3201, or undefined for one that means different things in different provinces. */
export const reconciledTypeOf = (code: string): ClearingType | undefined =>
  Object.hasOwn(RECONCILED_TYPES, code) ? RECONCILED_TYPES[code] : undefined;

const MUNICIPALITIES = ['11', '12', '31', '50'];
/** 清算经办机构 clr_optins: the 市本级 code (city + 99) of the place of care, the province's 9900, or a municipality's district. */
export const clearingAgencyOf = (careArea: RegionCode): string => {
  if (MUNICIPALITIES.includes(careArea.slice(0, 2))) return careArea;
  return careArea.endsWith('0000') ? `${careArea.slice(0, 2)}9900` : `${careArea.slice(0, 4)}99`;
};

/** 医院负担 in setldetail: the national code for what the hospital bears itself. */
export const HOSPITAL_SHARE = '999996';

/** 基金支付类型名称 (codes of the field, §2). */
const FUND_NAMES: Readonly<Record<string, string>> = {
  '310100': '城镇职工基本医疗保险统筹基金',
  '310200': '城镇职工基本医疗保险个人账户基金',
  '320100': '公务员医疗补助基金',
  '330100': '大额医疗费用补助基金',
  '340100': '离休人员医疗保障基金',
  '350100': '一至六级残疾军人医疗补助基金',
  '370100': '企业补充医疗保险基金',
  '390100': '城乡居民基本医疗保险基金',
  '390200': '城乡居民大病医疗保险基金',
  '510100': '生育基金',
  '610100': '医疗救助基金',
  '999996': '医院负担',
  '999997': '其他基金',
};
export const fundDictionary = (): Readonly<Record<string, string>> => FUND_NAMES;
export const fundNameOf = (code: string): string | null =>
  Object.hasOwn(FUND_NAMES, code) ? (FUND_NAMES[code] ?? null) : null;

/** 门诊慢特病 whose codes several places agree on (codes of the field, §4); local codes of theirs have names of their own. */
const CHRONIC_DISEASES: Readonly<Record<string, string>> = {
  M00201: '慢性乙型肝炎',
  M01600: '糖尿病',
  M03900: '高血压',
  M04600: '冠心病',
  M05300: '慢性阻塞性肺疾病',
  M06900: '类风湿关节炎',
  M07200: '强直性脊柱炎',
  M07801: '尿毒症透析',
  M08300: '器官移植术后抗排异治疗',
};
export const chronicDiseaseName = (code: string): string | null =>
  Object.hasOwn(CHRONIC_DISEASES, code) ? (CHRONIC_DISEASES[code] ?? null) : null;

/** Batch number (2205) or line number (2302) that stands for everything not settled. */
export const EVERYTHING = '0000';

/** Transactions a 2601 may end: the document's four that we serve, their A forms, and the refunds real clients list too. */
export const REVERSIBLE: readonly string[] = ['2102', '2103', '2207', '2207A', '2304', '2401', '2208', '2305'];

/** 2203A, 2206A, 2207A and 2501A are other spellings of the same transactions. */
export const baseTransaction = (transaction: string): string => transaction.replace(/A$/, '');
