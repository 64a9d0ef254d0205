import { ok } from '#kernel';
import type { Money } from '#kernel';
import { INSURANCE_TYPES, MEDICAL_CATEGORIES, chronicDiseaseName } from './codes.js';
import { malformed, optionalText, payload, record, refine, text } from './fields.js';
import type { Read } from './fields.js';
import type { Transaction } from './transaction.js';
import { code, date, dateIfGiven } from './values.js';

const personNo = text('人员编号', 'psn_no', 30);
const MONTH = /^\d{4}(?:0[1-9]|1[0-2])$/;

const yearRequest = payload(
  ['data'],
  record({
    personNo,
    /** 累计年月 yyyyMM; undefined = now. */
    month: refine(optionalText('累计年月', 'cum_ym', 10), (value) =>
      value === undefined || MONTH.test(value) ? ok(value) : malformed('累计年月', 'cum_ym', '应为yyyyMM'),
    ),
  }),
);
export type YearRequest = Read<typeof yearRequest>;

/** 年度累计: one accumulator of a scheme and medical year (SET-19). */
export interface AccumulatorAnswer {
  readonly insuranceType: string;
  readonly year: string;
  readonly month: string;
  /** 累计类别代码: the interface leaves its values to the place of insurance. */
  readonly kind: string;
  readonly value: Money;
}
export interface YearAnswer {
  readonly accumulators: readonly AccumulatorAnswer[];
}

/** 5206 人员累计信息查询. */
export const queryYear: Transaction<YearRequest, YearAnswer> = {
  name: '人员累计信息查询',
  family: 'query',
  effect: 'read',
  parse: yearRequest,
  render: ({ accumulators }) => ({
    cuminfo: accumulators.map(({ insuranceType, year, month, kind, value }) => ({
      insutype: insuranceType,
      year,
      cum_ym: month,
      cum_type_code: kind,
      cum: value,
    })),
  }),
};

const chronicRequest = payload(['data'], record({ personNo }));
export type ChronicQueryRequest = Read<typeof chronicRequest>;
/** 慢特病备案 that the place of insurance has granted. */
export interface ChronicRow {
  readonly diseaseCode: string;
  readonly beginsOn: string;
  readonly endsOn: string | null;
}
export interface ChronicAnswer {
  readonly diseases: readonly ChronicRow[];
}

/** 5301 人员慢特病备案查询. The name of a disease goes with its code: what a hospital called it is not kept. */
export const queryChronic: Transaction<ChronicQueryRequest, ChronicAnswer> = {
  name: '人员慢特病备案查询',
  family: 'query',
  effect: 'read',
  parse: chronicRequest,
  render: ({ diseases }) => ({
    feedetail: diseases.map(({ diseaseCode, beginsOn, endsOn }) => ({
      opsp_dise_code: diseaseCode,
      opsp_dise_name: chronicDiseaseName(diseaseCode),
      begndate: beginsOn,
      enddate: endsOn,
      exp_content: null,
    })),
  }),
};

const designationsRequest = payload(
  ['data'],
  record({ personNo, applicationKind: text('业务申请类型', 'biz_appy_type', 3) }),
);
export type DesignationsQueryRequest = Read<typeof designationsRequest>;
export interface DesignationRow {
  readonly insuranceType: string | null;
  readonly order: string;
  readonly institutionCode: string;
  readonly beginsOn: string;
  readonly endsOn: string | null;
}
export interface DesignationsAnswer {
  readonly personNo: string;
  readonly designations: readonly DesignationRow[];
}

/** 5302 人员定点信息查询. */
export const queryDesignations: Transaction<DesignationsQueryRequest, DesignationsAnswer> = {
  name: '人员定点信息查询',
  family: 'query',
  effect: 'read',
  parse: designationsRequest,
  render: ({ personNo: number, designations }) => ({
    psnfixmedin: designations.map((row) => ({
      psn_no: number,
      insutype: row.insuranceType,
      fix_srt_no: row.order,
      fixmedins_code: row.institutionCode,
      fixmedins_name: null,
      begndate: row.beginsOn,
      enddate: row.endsOn,
      memo: null,
    })),
  }),
};

const referralsRequest = payload(
  ['data'],
  record({ personNo, from: date('开始时间', 'begntime'), to: dateIfGiven('结束时间', 'endtime') }),
);
export type ReferralsQueryRequest = Read<typeof referralsRequest>;
export interface ReferralRow {
  readonly declarationNo: string;
  readonly insuredArea: string;
  readonly diagnosisCode: string;
  readonly receivingInstitution: string;
  readonly receivingArea: string;
  readonly referredOn: string;
  readonly beginsOn: string | null;
  readonly endsOn: string | null;
}
export interface ReferralsAnswer {
  readonly personNo: string;
  readonly insuranceType: string;
  readonly referrals: readonly ReferralRow[];
}

const FROM_INSTITUTION = '01';
const OUT_OF_PROVINCE = '3';

/** 5304 转院信息查询. */
export const queryReferrals: Transaction<ReferralsQueryRequest, ReferralsAnswer> = {
  name: '转院信息查询',
  family: 'query',
  effect: 'read',
  parse: referralsRequest,
  render: ({ personNo: number, insuranceType, referrals }) => ({
    refmedin: referrals.map((row) => ({
      trt_dcla_detl_sn: row.declarationNo,
      dcla_souc: FROM_INSTITUTION,
      psn_no: number,
      insutype: insuranceType,
      insu_optins: row.insuredArea,
      diag_code: row.diagnosisCode,
      reflin_medins_no: row.receivingInstitution,
      mdtrtarea_admdvs: row.receivingArea,
      out_flag: '1',
      refl_type: OUT_OF_PROVINCE,
      refl_date: row.referredOn,
      begndate: row.beginsOn,
      enddate: row.endsOn,
      hosp_agre_refl_flag: '1',
    })),
  }),
};

const entitlementRequest = payload(
  ['data'],
  record({
    personNo,
    insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
    institutionCode: optionalText('定点医药机构编号', 'fixmedins_code', 30),
    medicalCategory: code('医疗类别', 'med_type', MEDICAL_CATEGORIES),
    beginsOn: date('开始时间', 'begntime'),
    diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
  }),
);
export type EntitlementRequest = Read<typeof entitlementRequest>;
export interface EntitlementAnswer {
  readonly personNo: string;
  readonly fundCode: string;
  readonly beginsOn: string;
  /** Undefined = entitled; else why not, with the rule. */
  readonly refusal: string | undefined;
}

/** 2001 人员待遇享受检查: one row for the fund the scheme pays from. */
export const checkEntitlement: Transaction<EntitlementRequest, EntitlementAnswer> = {
  name: '人员待遇享受检查',
  family: 'query',
  effect: 'read',
  parse: entitlementRequest,
  render: ({ personNo: number, fundCode, beginsOn, refusal }) => ({
    trtinfo: [
      {
        psn_no: number,
        trt_chk_type: '01',
        fund_pay_type: fundCode,
        trt_enjymnt_flag: refusal === undefined ? '1' : '0',
        begndate: beginsOn,
        enddate: null,
        trt_chk_rslt: refusal,
        exp_content: null,
      },
    ],
  }),
};
