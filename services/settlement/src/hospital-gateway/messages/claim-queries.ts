import { businessDate, Decimal, Money } from '#kernel';
import { optionalText, payload, record, refine, text, withDefault } from './fields.js';
import type { Read } from './fields.js';
import { renderLine } from './fee-lines.js';
import type { LineSplitAnswer } from './fee-lines.js';
import type { OutputObject } from './json.js';
import { renderInpatientSettlement } from './settlement-answer.js';
import type { SettlementAnswer } from './settlement-answer.js';
import type { Transaction } from './transaction.js';
import { dateIfGiven } from './values.js';
import { inOrder, period } from './visit-queries.js';

const personNo = text('人员编号', 'psn_no', 30);
const visitId = text('就诊ID', 'mdtrt_id', 30);

const claimRequest = payload(['data'], record({ personNo, visitId, settlementId: text('结算ID', 'setl_id', 30) }));
export type ClaimQueryRequest = Read<typeof claimRequest>;

/** A settlement or refund as it stands. */
export interface ClaimQueryAnswer {
  readonly settlement: SettlementAnswer;
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly institutionArea: string;
  readonly settlementLevel: string;
  /** 医院等级 hosp_lv; null of a pharmacy. */
  readonly hospitalLevel: string | null;
  /** 医保年度 whose accumulators it used (SET-19). */
  readonly medicalYear: string;
  readonly diseaseCode: string;
  /** 退费结算标志: it was refunded, or is the refund itself. */
  readonly refunded: boolean;
}

const CROSS_PROVINCE = '4';

/** 5203 结算信息查询. */
export const queryClaim: Transaction<ClaimQueryRequest, ClaimQueryAnswer> = {
  name: '结算信息查询',
  family: 'query',
  effect: 'read',
  parse: claimRequest,
  render: (answer) => {
    const { settlement } = answer;
    const rendered = renderInpatientSettlement(settlement);
    const settledOn = settlement.settledAt?.slice(0, 10);
    return {
      ...rendered,
      setlinfo: {
        ...(rendered['setlinfo'] as OutputObject),
        insu_optins: settlement.insuredArea,
        pay_loc: CROSS_PROVINCE,
        fixmedins_code: answer.institutionCode,
        fixmedins_name: answer.institutionName,
        fixmedins_poolarea: answer.institutionArea,
        hosp_lv: answer.hospitalLevel,
        lmtpric_hosp_lv: answer.settlementLevel,
        dedc_hosp_lv: answer.settlementLevel,
        begndate: settlement.admittedOn ?? settledOn,
        enddate: settlement.dischargedOn ?? settledOn,
        cash_payamt: settlement.cash,
        refd_setl_flag: answer.refunded ? '1' : '0',
        year: answer.medicalYear,
        dise_codg: answer.diseaseCode === '' ? null : answer.diseaseCode,
      },
    };
  },
};

const linesRequest = payload(
  ['data'],
  record({ personNo, visitId, settlementId: optionalText('结算ID', 'setl_id', 30) }),
);
/** `settlementId` undefined = every line of the visit. */
export type LinesQueryRequest = Read<typeof linesRequest>;

export interface QueriedLine extends LineSplitAnswer {
  readonly settlementId: string | null;
  readonly batch: string;
  readonly listCode: string;
  readonly listName: string | null;
  readonly hospitalCode: string;
  readonly occurredOn: string;
}
export interface LinesQueryAnswer {
  readonly personNo: string;
  readonly visitId: string;
  readonly lines: readonly QueriedLine[];
}

/** 目录类别 list_type by the shape of a national code and the charge category (5.5); null for a code of another shape. */
const LIST_TYPES: readonly (readonly [code: RegExp, listType: string])[] = [
  [/^[XZ]/, '101'],
  [/^T/, '102'],
  [/^\d/, '201'],
  [/^C/, '301'],
];
const HERBAL_PIECES = '10';
const listTypeOf = ({ listCode, chargeCategory }: Pick<QueriedLine, 'listCode' | 'chargeCategory'>): string | null =>
  chargeCategory === HERBAL_PIECES ? '102' : (LIST_TYPES.find(([code]) => code.test(listCode))?.[1] ?? null);

const renderQueried = (line: QueriedLine, answer: Pick<LinesQueryAnswer, 'personNo' | 'visitId'>): OutputObject => ({
  mdtrt_id: answer.visitId,
  setl_id: line.settlementId,
  psn_no: answer.personNo,
  ...renderLine(line),
  chrg_bchno: line.batch === '' ? null : line.batch,
  fee_ocur_time: `${line.occurredOn} 00:00:00`,
  med_list_codg: line.listCode,
  hilist_code: line.listCode,
  hilist_name: line.listName,
  list_type: listTypeOf(line),
  medins_list_codg: line.hospitalCode,
});

/** 5204 费用明细查询: the output is the list itself, without a node (4.13 of the interface). */
export const queryLines: Transaction<LinesQueryRequest, LinesQueryAnswer> = {
  name: '费用明细查询',
  family: 'query',
  effect: 'read',
  parse: linesRequest,
  render: (answer) => answer.lines.map((line) => renderQueried(line, answer)),
};

/** Without an end, up to now: nothing is settled later. */
const NO_END = businessDate('9999-12-31');
const chronicLinesRequest = payload(
  ['data'],
  refine(record({ personNo, from: period.from, to: withDefault(dateIfGiven('结束时间', 'endtime'), NO_END) }), inOrder),
);
export type ChronicLinesRequest = Read<typeof chronicLinesRequest>;
export interface ChronicLinesAnswer {
  readonly personNo: string;
  readonly lines: readonly (QueriedLine & { readonly visitId: string })[];
}

/** 5205 人员慢特病用药记录查询. */
export const queryChronicLines: Transaction<ChronicLinesRequest, ChronicLinesAnswer> = {
  name: '人员慢特病用药记录查询',
  family: 'query',
  effect: 'read',
  parse: chronicLinesRequest,
  render: ({ personNo: number, lines }) => ({
    feedetail: lines.map((line) => renderQueried(line, { personNo: number, visitId: line.visitId })),
  }),
};

const stepsRequest = payload(
  ['data'],
  record({
    personNo: text('人员编号', ['psn_No', 'psn_no'], 30),
    settlementId: text('结算ID', ['setl_Id', 'setl_id'], 30),
    visitId: text('就诊ID', ['mdtrt_Id', 'mdtrt_id'], 30),
  }),
);
export type StepsRequest = Read<typeof stepsRequest>;
/** 计算步骤 of a settlement, as the claim explains itself. */
export interface StepAnswer {
  readonly name: string;
  readonly amount: string;
  readonly policyValue: string | null;
}
export interface StepsAnswer {
  readonly steps: readonly StepAnswer[];
}

const RATIO = /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/;

const renderStep = ({ name, amount, policyValue }: StepAnswer, index: number): OutputObject => ({
  polItemCode: `S${String(index + 1).padStart(3, '0')}`,
  polItemName: name,
  polItemPaySum: Money.of(amount),
  fundPayProp: policyValue !== null && RATIO.test(policyValue) ? new Decimal(policyValue) : null,
});

/** 100001 政策项查询: the steps in the order they were taken. */
export const querySteps: Transaction<StepsRequest, StepsAnswer> = {
  name: '政策项查询',
  family: 'query',
  effect: 'read',
  parse: stepsRequest,
  render: ({ steps }) => ({ data: steps.map(renderStep) }),
};
