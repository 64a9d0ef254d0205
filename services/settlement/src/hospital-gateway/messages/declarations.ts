import { LAST_DAY, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { INSURANCE_TYPES, REFERRAL_KINDS } from './codes.js';
import { credential } from './credential.js';
import { malformed, optionalText, payload, record, refine, required, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import { repeatedArea } from './settlement-request.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { code, date, dateIfGiven, flagIfGiven } from './values.js';

/*
 * 待遇申报 (4.7 of the interface). Read is what a decision needs: telephones, addresses, agents and descriptions in free words are
 * left in the message, so that they are kept nowhere (SEC-02). The place of insurance comes from the person, not from insu_optins.
 */

const CODE = /^[0-9A-Za-z.+*_/-]+$/;
/** A code that is kept as sent; words in its place are refused, for they may be a name (SEC-02). */
const codeIfGiven = (label: string, name: string, maxLength: number): Reader<string | undefined> =>
  refine(optionalText(label, name, maxLength), (value) =>
    value === undefined || CODE.test(value) ? ok(value) : malformed(label, name, '应为代码'),
  );
const plainCode = (label: string, name: string, maxLength: number): Reader<string> =>
  required(label, name, codeIfGiven(label, name, maxLength));

const personNo = text('人员编号', 'psn_no', 30);
const beginsOn = date('开始日期', 'begndate');
const endsOn = dateIfGiven('结束日期', 'enddate');

interface Period {
  readonly beginsOn?: string | undefined;
  readonly endsOn?: string | undefined;
}

const refuseDates = (message: string, fields: readonly string[]): Result<never> =>
  reject('declaration.dates', 'FORMAT', message, fields);

/** A declaration ends on the day it begins or later, and begins on a day that can be counted on from. */
function inOrder<T extends Period>(read: T): Result<T> {
  const { beginsOn, endsOn } = read;
  if (beginsOn === undefined) return ok(read);
  if (beginsOn > LAST_DAY) return refuseDates('开始日期(begndate)过晚，请核对', ['begndate']);
  return endsOn !== undefined && endsOn < beginsOn
    ? refuseDates('结束日期(enddate)不能早于开始日期(begndate)', ['enddate', 'begndate'])
    : ok(read);
}

const OUT_OF_PROVINCE = '3';
/** A reason sent as a code is kept; words are not, for they may name the patient (SEC-02). */
const REASON_CODE = /^[0-9A-Za-z]{1,6}$/;

const referralMembers = {
  personNo,
  diagnosisCode: plainCode('诊断代码', 'diag_code', 20),
  receivingInstitution: plainCode('转往定点医药机构编号', 'reflin_medins_no', 30),
  receivingRegion: required(
    '就医地行政区划',
    'mdtrtarea_admdvs',
    repeatedArea('就医地行政区划', ['mdtrtarea_admdvs', 'mdtrtarea_admvs']),
  ),
  agreed: flagIfGiven('医院同意转院标志', 'hosp_agre_refl_flag'),
  referralKind: code('转院类型', 'refl_type', REFERRAL_KINDS),
  referredOn: date('转院日期', 'refl_date'),
  reason: text('转院原因', 'refl_rea', 100),
  opinion: text('转院意见', 'refl_opnn', 200),
  beginsOn: dateIfGiven('开始日期', 'begndate'),
  endsOn,
};

const plainReferral = record({
  ...referralMembers,
  formerVisitId: codeIfGiven('转院前就诊id', 'refl_old_mdtrt_id', 30),
});
const referralAfterVisit = record({
  ...referralMembers,
  formerVisitId: plainCode('转院前就诊id', 'refl_old_mdtrt_id', 30),
});

type Referral = Omit<Read<typeof plainReferral>, 'agreed' | 'referralKind' | 'reason' | 'opinion'>;
/** 转院备案; `reasonCode` undefined where the reason was written in words. */
export type ReferralRequest = Referral & { readonly reasonCode: string | undefined };

/** What the hospital's own papers must say for a referral to another province (REG-03, REG-04). */
const checkReferral = (read: Read<typeof plainReferral>): Result<ReferralRequest> => {
  const { agreed, referralKind, reason, opinion: _opinion, ...referral } = read;
  if (referralKind !== OUT_OF_PROVINCE) {
    const message = '只受理转往外省(转院类型refl_type为3)的转院备案，市内、省内转院由参保地系统办理';
    return reject('declaration.not-cross-province', 'REG-04', message, ['refl_type']);
  }
  if (agreed === false) {
    const message = '医院未同意转院(hosp_agre_refl_flag为0)，不能办理转院备案';
    return reject('declaration.not-agreed', 'REG-03', message, ['hosp_agre_refl_flag']);
  }
  if (referral.endsOn !== undefined && referral.endsOn < referral.referredOn) {
    return refuseDates('结束日期(enddate)不能早于转院日期(refl_date)', ['enddate', 'refl_date']);
  }
  return inOrder({ ...referral, reasonCode: REASON_CODE.test(reason) ? reason : undefined });
};

const REFERRAL_NODES = ['refmedin', 'data'];
const referralOf = (parse: Reader<ReferralRequest>): Transaction<ReferralRequest, DeclarationAnswer> => ({
  name: '转院备案',
  family: 'declaration',
  effect: 'record',
  parse,
  render: ({ declarationNo }) => ({ result: { trt_dcla_detl_sn: declarationNo } }),
});

export interface DeclarationAnswer {
  /** 待遇申报明细流水号. */
  readonly declarationNo: string;
}

/** 2501 转院备案. */
export const declareReferral = referralOf(payload(REFERRAL_NODES, refine(plainReferral, checkReferral)));
/** 2501A 转院备案 of other provinces: names the visit before the transfer. */
export const declareReferralAfterVisit = referralOf(payload(REFERRAL_NODES, refine(referralAfterVisit, checkReferral)));

const chronicRequest = payload(
  ['data'],
  refine(
    record({
      personNo,
      insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
      diseaseCode: plainCode('门慢门特病种目录代码', 'opsp_dise_code', 30),
      certifyingInstitution: plainCode('鉴定定点医药机构编号', 'ide_fixmedins_no', 30),
      certifiedOn: date('医院鉴定日期', 'hosp_ide_date'),
      doctorCode: plainCode('诊断医师编码', 'diag_dr_codg', 30),
      ...{ beginsOn, endsOn },
    }),
    inOrder,
  ),
);
export type ChronicDeclarationRequest = Read<typeof chronicRequest>;

const renderExtended = ({ declarationNo }: DeclarationAnswer) => ({
  result: { trt_dcla_detl_sn: declarationNo, exp_content: null },
});

/** 2503 慢特病备案. */
export const declareChronic: Transaction<ChronicDeclarationRequest, DeclarationAnswer> = {
  name: '慢特病备案',
  family: 'declaration',
  effect: 'record',
  parse: chronicRequest,
  render: renderExtended,
};

const designationRequest = payload(
  ['data'],
  refine(
    record({
      personNo,
      /** 业务申请类型. */
      businessType: plainCode('业务申请类型', 'biz_appy_type', 3),
      /** 定点排序号. */
      order: plainCode('定点排序号', 'fix_srt_no', 3),
      chosenInstitution: plainCode('定点医药机构编号', 'fixmedins_code', 30),
      ...{ beginsOn, endsOn },
    }),
    inOrder,
  ),
);
export type DesignationRequest = Read<typeof designationRequest>;

/** 2505 定点备案. */
export const declareDesignation: Transaction<DesignationRequest, DeclarationAnswer> = {
  name: '定点备案',
  family: 'declaration',
  effect: 'record',
  parse: designationRequest,
  render: renderExtended,
};

const injuryRequest = payload(
  ['data'],
  refine(
    record({
      personNo,
      credential,
      /** 申报来源. */
      source: plainCode('申报来源', 'dcla_souc', 6),
      /** 审核支付标志. */
      reviewedForPayment: plainCode('审核支付标志', 'chk_pay_flag', 3),
      careRegion: repeatedArea('就医地医保区划', ['mdtrtarea_admdvs', 'mdtrtarea_admvs']),
      careInstitution: codeIfGiven('定点医药机构编号', 'fixmedins_code', 30),
      admittedOn: dateIfGiven('入院时间', 'adm_time'),
      injuredOn: dateIfGiven('受伤时间', 'trum_time'),
      ...{ beginsOn, endsOn },
    }),
    (read) =>
      read.admittedOn !== undefined && read.injuredOn !== undefined && read.admittedOn < read.injuredOn
        ? refuseDates('入院时间(adm_time)不能早于受伤时间(trum_time)', ['adm_time', 'trum_time'])
        : inOrder(read),
  ),
);
export type InjuryDeclarationRequest = Read<typeof injuryRequest>;

/** 2507 意外伤害备案; the interface has no cancellation of it. */
export const declareInjury: Transaction<InjuryDeclarationRequest, DeclarationAnswer> = {
  name: '意外伤害备案',
  family: 'declaration',
  effect: 'record',
  parse: injuryRequest,
  render: ({ declarationNo }) => ({ result: { trt_dcla_detl_sn: declarationNo } }),
};

const declarationKey = { personNo, declarationNo: text('待遇申报明细流水号', 'trt_dcla_detl_sn', 30) };
const withdrawal = refine(record(declarationKey), (read): Result<WithdrawalRequest> => ok(read));
/** The reason must be given and is looked at by nobody here: what it says may name the patient. */
const reasonedWithdrawal = refine(
  record({ ...declarationKey, reason: text('备注', 'memo', 500) }),
  ({ reason: _reason, ...read }): Result<WithdrawalRequest> => ok(read),
);
export interface WithdrawalRequest {
  readonly personNo: string;
  readonly declarationNo: string;
}

const withdrawalOf = (name: string, read: Reader<WithdrawalRequest>): Transaction<WithdrawalRequest, NoAnswer> => ({
  ...{ name, family: 'declaration', effect: 'record' },
  parse: payload(['data'], read),
  render: renderNothing,
});

/** 2502 转院备案撤销. */
export const withdrawReferral = withdrawalOf('转院备案撤销', withdrawal);
/** 2504 慢特病备案撤销. */
export const withdrawChronic = withdrawalOf('慢特病备案撤销', reasonedWithdrawal);
/** 2506 定点备案撤销. */
export const withdrawDesignation = withdrawalOf('定点备案撤销', reasonedWithdrawal);
