import { Decimal, Money } from '#kernel';
import type { BusinessDate, RegionCode } from '#kernel';
import type { FundColumn } from '#contracts';
import { HOSPITAL_SHARE, fundNameOf } from './codes.js';
import type { ClearingType } from './codes.js';
import { renderPerson } from './identity.js';
import type { PersonAnswer } from './identity.js';
import type { OutputObject } from './json.js';
import type { ScopeSplit } from './settlement-request.js';
import type { LocalTime } from './values.js';

/** One payer's part. The personal account is a line of its own with column `account`. */
export interface FundShare {
  /** 基金支付类型 fund_pay_type. */
  readonly code: string;
  readonly column: FundColumn;
  readonly amount: Money;
  /** 基金支付类型名称; the national name is taken when absent. */
  readonly name?: string | undefined;
  /** 符合政策范围金额 this fund looked at. */
  readonly inScope?: Money | undefined;
  /** 本次可支付限额. */
  readonly limit?: Money | undefined;
  /** 结算过程信息 for people. */
  readonly trace?: string | undefined;
}

/**
 * 结算结果 of a trial, a settlement or a refund. Amounts carry the sign they shall be printed with: all negative on a
 * refund, the balance excepted. Sums (funds, person) are made here from the parts, so they cannot disagree with them.
 */
export interface SettlementAnswer {
  readonly visitId: string;
  /** 结算ID; absent on a trial. A refund has a new one. */
  readonly settlementId?: string | undefined;
  /** Absent on a trial. */
  readonly settledAt?: LocalTime | undefined;
  readonly person: PersonAnswer;
  readonly insuranceType: string;
  readonly personCategory: string;
  readonly civilServant: boolean;
  readonly insuredArea: RegionCode;
  readonly credentialKind?: string | undefined;
  readonly credentialNo?: string | undefined;
  readonly medicalCategory: string;
  readonly total: Money;
  readonly split: ScopeSplit;
  /** 实际支付起付线. */
  readonly deductible: Money;
  /** 统筹基金支付比例, 0 to 1. */
  readonly poolRatio: string;
  readonly funds: readonly FundShare[];
  /** Whether this institution's fund_pay_sumamt has the personal account in it (6.10 of the interface). */
  readonly accountInFunds: boolean;
  readonly cash: Money;
  /** 医院负担. */
  readonly hospitalShare: Money;
  /** 余额 of the account afterwards. */
  readonly balance: Money;
  /** 共济支付, a part of the account payment. */
  readonly familyAccount?: Money | undefined;
  /** msgid of the request this answers. */
  readonly messageId: string;
  /** 清算经办机构; absent on a trial. */
  readonly clearingAgency?: string | undefined;
  /** 清算方式; absent on a trial. */
  readonly clearingWay?: string | undefined;
  readonly clearingType: ClearingType;
  readonly invoiceNo?: string | undefined;
  readonly admittedOn?: BusinessDate | undefined;
  readonly dischargedOn?: BusinessDate | undefined;
}

/** The personal account, also a relative's that paid for a resident, whose annexes have no column for it (CLR-14). */
const isAccount = (fund: FundShare): boolean => fund.code.startsWith('3102');
const sum = (funds: readonly FundShare[]): Money => Money.sum(funds.map((fund) => fund.amount));
const accountOf = (funds: readonly FundShare[]): Money => sum(funds.filter(isAccount));
const sumOf = (funds: readonly FundShare[], ...columns: readonly FundColumn[]): Money =>
  sum(funds.filter((fund) => columns.includes(fund.column) && !isAccount(fund)));

/** The eight fund members and their total; the personal account is inside fund_pay_sumamt only where the institution knows it so. */
const renderFunds = ({ funds, accountInFunds }: SettlementAnswer): OutputObject => ({
  hifp_pay: sumOf(funds, 'pool', 'basic'),
  cvlserv_pay: sumOf(funds, 'civil-servant'),
  hifes_pay: sumOf(funds, 'supplementary'),
  hifmi_pay: sumOf(funds, 'catastrophic'),
  hifob_pay: sumOf(funds, 'large-amount'),
  maf_pay: sumOf(funds, 'assistance'),
  hifdm_pay: sumOf(funds, 'disabled'),
  oth_pay: sumOf(funds, 'other'),
  fund_pay_sumamt: accountInFunds ? sum(funds) : sum(funds.filter((fund) => !isAccount(fund))),
});

/** medfee − psn_cash_pay must stay the part of insurance and hospital, so both person members are always filled. */
const renderShares = (answer: SettlementAnswer): OutputObject => {
  const account = accountOf(answer.funds);
  return {
    psn_part_amt: account.plus(answer.cash),
    acct_pay: account,
    psn_cash_pay: answer.cash,
    hosp_part_amt: answer.hospitalShare,
    balc: answer.balance,
    acct_mulaid_pay: answer.familyAccount ?? Money.zero,
  };
};

const renderSetlinfo = (answer: SettlementAnswer): OutputObject => ({
  mdtrt_id: answer.visitId,
  setl_id: answer.settlementId,
  setl_time: answer.settledAt,
  ...renderPerson(answer.person),
  insutype: answer.insuranceType,
  psn_type: answer.personCategory,
  cvlserv_flag: answer.civilServant ? '1' : '0',
  mdtrt_cert_type: answer.credentialKind,
  med_type: answer.medicalCategory,
  medfee_sumamt: answer.total,
  fulamt_ownpay_amt: answer.split.selfPay,
  overlmt_selfpay: answer.split.overLimit,
  preselfpay_amt: answer.split.classBPrepay,
  inscp_scp_amt: answer.split.inScope,
  act_pay_dedc: answer.deductible,
  pool_prop_selfpay: new Decimal(answer.poolRatio),
  ...renderFunds(answer),
  ...renderShares(answer),
  medins_setl_id: answer.messageId,
  clr_optins: answer.clearingAgency,
  clr_way: answer.clearingWay,
  clr_type: answer.clearingType,
  exp_content: null,
});

const renderDetail = (fund: FundShare, inScope: Money): OutputObject => ({
  fund_pay_type: fund.code,
  inscp_scp_amt: fund.inScope ?? inScope,
  crt_payb_lmt_amt: fund.limit,
  fund_payamt: fund.amount,
  fund_pay_type_name: fund.name ?? fundNameOf(fund.code),
  setl_proc_info: fund.trace,
});

/** Funds, the personal account and the hospital's share: clients expect all three kinds of rows here. */
const renderDetails = (answer: SettlementAnswer): readonly OutputObject[] => {
  const rows = answer.funds.filter((fund) => !fund.amount.isZero());
  const hospital: FundShare = { code: HOSPITAL_SHARE, column: 'other', amount: answer.hospitalShare };
  const all = answer.hospitalShare.isZero() ? rows : [...rows, hospital];
  return all.map((fund) => renderDetail(fund, answer.split.inScope));
};

/** Members beyond the published table that captured inpatient replies carry and clients read. */
const renderInpatientExtras = (answer: SettlementAnswer): OutputObject => ({
  othfund_pay: sumOf(answer.funds, 'other'),
  insu_admdvs: answer.insuredArea,
  psn_pay: accountOf(answer.funds).plus(answer.cash),
  cashPayamt: answer.cash,
  mdtrt_cert_no: answer.credentialNo,
  ownpay_hosp_part: answer.hospitalShare,
  inscp_amt: answer.split.inScope,
  dedc_std: answer.deductible,
  crt_dedc: answer.deductible,
  psn_insu_rlts_id: null,
  setl_type: '2',
  invono: answer.invoiceNo,
  begndate: answer.admittedOn,
  enddate: answer.dischargedOn,
});

/** Output of 2206, 2207 and their A forms. */
export const renderOutpatientSettlement = (answer: SettlementAnswer): OutputObject => ({
  setlinfo: renderSetlinfo(answer),
  setldetail: renderDetails(answer),
  expContent: null,
});

/** Output of 2303 and 2304. */
export const renderInpatientSettlement = (answer: SettlementAnswer): OutputObject => ({
  setlinfo: { ...renderSetlinfo(answer), ...renderInpatientExtras(answer) },
  setldetail: renderDetails(answer),
  expContent: null,
});

/** The document misspells psn_cash_pay as pdn_cash_pay for refunds, real replies do not: both are there. */
const withBothSpellings = (setlinfo: OutputObject, cash: Money): OutputObject => ({ ...setlinfo, pdn_cash_pay: cash });

/** Output of 2208. */
export const renderOutpatientRefund = (answer: SettlementAnswer): OutputObject => ({
  ...renderOutpatientSettlement(answer),
  setlinfo: withBothSpellings(renderSetlinfo(answer), answer.cash),
});

/** Output of 2305. */
export const renderInpatientRefund = (answer: SettlementAnswer): OutputObject => ({
  ...renderInpatientSettlement(answer),
  setlinfo: withBothSpellings({ ...renderSetlinfo(answer), ...renderInpatientExtras(answer) }, answer.cash),
});

/** 退费 as the exact negation of a settlement (6.9 of the interface); ids, times, message and balance are the refund's own. */
export const negatedAmounts = (answer: SettlementAnswer): SettlementAnswer => ({
  ...answer,
  total: answer.total.negate(),
  split: {
    selfPay: answer.split.selfPay.negate(),
    overLimit: answer.split.overLimit.negate(),
    classBPrepay: answer.split.classBPrepay.negate(),
    inScope: answer.split.inScope.negate(),
  },
  deductible: answer.deductible.negate(),
  funds: answer.funds.map(negatedShare),
  cash: answer.cash.negate(),
  hospitalShare: answer.hospitalShare.negate(),
  familyAccount: answer.familyAccount?.negate(),
});

const negatedShare = (fund: FundShare): FundShare => ({
  ...fund,
  amount: fund.amount.negate(),
  inScope: fund.inScope?.negate(),
});
