import { Money, RegionCode, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { ACCOUNT_USES, INSURANCE_TYPES, MEDICAL_CATEGORIES, SETTLEMENT_WAYS } from './codes.js';
import { credential } from './credential.js';
import { malformed, memberText, optionalText, payload, record, refine, text, withDefault } from './fields.js';
import type { Read, Reader } from './fields.js';
import { checkMarks, marks } from './marks.js';
import { amount, amountIfGiven, code, codeIfGiven, dateIfGiven, flagIfGiven } from './values.js';
import { chargeBatch } from './own-number.js';

/** 个人账户使用: none, the person's own account, or the account of a family member (acct_used_flag 0, 1, 2). */
export type AccountUse = 'none' | 'own' | 'family';
const USES: Readonly<Record<string, AccountUse>> = { '0': 'none', '1': 'own', '2': 'family' };

export const accountUse: Reader<AccountUse> = refine(
  withDefault(codeIfGiven('个人账户使用标志', 'acct_used_flag', ACCOUNT_USES), '0'),
  (value) => {
    const use = USES[value];
    return use === undefined ? malformed('个人账户使用标志', 'acct_used_flag', '代码不在规定范围内') : ok(use);
  },
);

/** An area code repeated inside the payload of the inpatient transactions. */
export const repeatedArea =
  (label: string, names: readonly [string, ...string[]]): Reader<RegionCode | undefined> =>
  (node) => {
    const read = memberText(label, names)(node);
    if (!read.ok) return read;
    if (read.value === undefined) return ok(undefined);
    const area = RegionCode.parse(read.value, label);
    return area.ok ? area : malformed(label, names[0], '应为6位医保区划代码');
  };

/** 范围拆分 of the total as the hospital states it, copied from the trial settlement. */
export interface ScopeSplit {
  readonly selfPay: Money;
  readonly overLimit: Money;
  readonly classBPrepay: Money;
  readonly inScope: Money;
}

const splitMembers = {
  selfPay: amountIfGiven('全自费金额', 'fulamt_ownpay_amt'),
  overLimit: amountIfGiven('超限价金额', ['overlmt_selfpay', 'overlmt_amt']),
  classBPrepay: amountIfGiven('先行自付金额', 'preselfpay_amt'),
  inScope: amountIfGiven('符合政策范围金额', 'inscp_scp_amt'),
};

const commonMembers = {
  personNo: text('人员编号', 'psn_no', 30),
  visitId: text('就诊ID', 'mdtrt_id', 30),
  credential,
  insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
  /** 医疗费总额 of the batch or the stay. */
  total: amount('医疗费总额', 'medfee_sumamt'),
  /** 个人结算方式: 01 by item, 02 fixed sum. */
  settlementWay: withDefault(codeIfGiven('个人结算方式', 'psn_setlway', SETTLEMENT_WAYS), '01'),
  accountUse,
  invoiceNo: optionalText('发票号', 'invono', 50),
  split: record(splitMembers),
  marks,
};

const outpatient = record({
  ...commonMembers,
  medicalCategory: code('医疗类别', 'med_type', MEDICAL_CATEGORIES),
  chargeBatch,
});

const inpatient = record({
  ...commonMembers,
  medicalCategory: codeIfGiven('医疗类别', 'med_type', MEDICAL_CATEGORIES),
  /** 中途结算标志. */
  interim: withDefault(flagIfGiven('中途结算标志', 'mid_setl_flag'), false),
  /** 出院时间 as a date. */
  dischargedOn: dateIfGiven('出院时间', ['dscgTime', 'dscgtime', 'dscg_time']),
  insuredArea: repeatedArea('参保地医保区划', ['insuplc_admdvs']),
  careArea: repeatedArea('就医地医保区划', ['mdtrtarea_admvs', 'mdtrtarea_admdvs']),
});

type WithSplit<T> = Omit<T, 'split'> & {
  /** Undefined unless all four amounts were given. */
  readonly split: ScopeSplit | undefined;
};
/** Members of 2206, 2206A, 2207 and 2207A. */
export type OutpatientSettlementRequest = WithSplit<Read<typeof outpatient>>;
/** Members of 2303 and 2304. */
export type InpatientSettlementRequest = WithSplit<Read<typeof inpatient>>;

type GivenSplit = { readonly [K in keyof ScopeSplit]: Money | undefined };

/** Empty numeric members are sent as "0" (1.3 of the interface), so four zeros are an empty split, not a claim. */
const givenSplit = ({ selfPay, overLimit, classBPrepay, inScope }: GivenSplit): ScopeSplit | undefined => {
  if (!selfPay || !overLimit || !classBPrepay || !inScope) return undefined;
  const split = { selfPay, overLimit, classBPrepay, inScope };
  return Object.values(split).every((part) => part.isZero()) ? undefined : split;
};

const checkSplit = (total: Money, split: ScopeSplit | undefined): Result<ScopeSplit | undefined> => {
  if (!split || Money.sum(Object.values(split)).eq(total)) return ok(split);
  return reject(
    'settlement.scope-split',
    'SET-05',
    '医疗费总额(medfee_sumamt)应等于全自费、超限价、先行自付与符合政策范围金额之和',
    ['medfee_sumamt', 'fulamt_ownpay_amt', 'overlmt_selfpay', 'preselfpay_amt', 'inscp_scp_amt'],
  );
};

/** Trial settlements carry no split of their own: what they send there is what the last trial returned, and this one asks for a new one (SET-04). */
const checked =
  (binding: boolean) =>
  <T extends Read<typeof outpatient> | Read<typeof inpatient>>(read: T): Result<WithSplit<T>> => {
    const marked = checkMarks(read.marks, read.medicalCategory);
    if (!marked.ok) return marked;
    const split = binding ? checkSplit(read.total, givenSplit(read.split)) : ok(undefined);
    return split.ok ? ok({ ...read, split: split.value }) : split;
  };

const NODES = ['data', 'mdtrtinfo', 'mdtrtInfo'];
export const outpatientTrialRequest = payload(NODES, refine(outpatient, checked(false)));
export const outpatientSettlementRequest = payload(NODES, refine(outpatient, checked(true)));
export const inpatientTrialRequest = payload(NODES, refine(inpatient, checked(false)));
export const inpatientSettlementRequest = payload(NODES, refine(inpatient, checked(true)));

/** Members of 2208 and 2305. */
const refund = record({
  settlementId: text('结算ID', 'setl_id', 30),
  visitId: text('就诊ID', 'mdtrt_id', 30),
  personNo: text('人员编号', 'psn_no', 30),
});
export type RefundRequest = Read<typeof refund>;
export const refundRequest = payload(NODES, refund);
