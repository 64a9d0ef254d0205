import { Decimal, ok, reject } from '#kernel';
import type { Money, Result } from '#kernel';
import { APPROVALS, MEDICAL_CATEGORIES } from './codes.js';
import { atRow, nonEmptyList, optionalText, record, refine, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import type { OutputObject } from './json.js';
import { MESSAGE_LIMITS } from './limits.js';
import { amount, codeIfGiven, dateTime, flagIfGiven, price, quantity } from './values.js';
import { chargeBatch } from './own-number.js';

/** What a line says by itself, without whose it is. */
export const lineMembers = {
  /** 费用明细流水号, unique within the visit; digits in the document, text such as yp570 in the field. */
  sequence: text('费用明细流水号', 'feedetl_sn', 30),
  /** 费用发生时间. */
  occurredAt: dateTime('费用发生时间', 'fee_ocur_time'),
  /** 医疗目录编码 of the national catalogue. */
  listCode: text('医疗目录编码', 'med_list_codg', 50),
  /** 医药机构目录编码, the hospital's own item code. */
  hospitalCode: optionalText('医药机构目录编码', 'medins_list_codg', 150),
  /** 明细项目费用总额, negative on a refund. */
  amount: amount('明细项目费用总额', 'det_item_fee_sumamt'),
  quantity: quantity('数量', 'cnt'),
  price: price('单价', 'pric'),
  orderingDepartmentCode: optionalText('开单科室编码', 'bilg_dept_codg', 30),
  orderingDepartmentName: optionalText('开单科室名称', 'bilg_dept_name', 100),
  orderingDoctorCode: optionalText('开单医生编码', 'bilg_dr_codg', 30),
  orderingDoctorName: optionalText('开单医师姓名', 'bilg_dr_name', 50),
  /** 医院审批标志 for restricted items: 0 none needed, 1 granted, 2 refused. */
  approval: codeIfGiven('医院审批标志', 'hosp_appr_flag', APPROVALS),
  takeHome: flagIfGiven('出院带药标志', 'dscg_tkdrug_flag'),
  remark: optionalText('备注', 'memo', 1000),
  /** 外检标志: examined or bought outside during a stay (annex 12; SET-10). */
  outside: flagIfGiven('外检标志', 'etip_flag'),
  /** 外检医院编码. */
  outsideInstitution: optionalText('外检医院编码', 'etip_hosp_code', 30),
};

const commonMembers = {
  ...lineMembers,
  visitId: text('就诊ID', 'mdtrt_id', 30),
  personNo: text('人员编号', 'psn_no', 30),
};

const outpatientLine = record({
  ...commonMembers,
  /** 收费批次号. */
  chargeBatch,
  diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
  prescriptionNo: optionalText('处方号', 'rxno', 40),
  /** 外购处方标志. */
  outsidePrescription: flagIfGiven('外购处方标志', 'rx_circ_flag'),
});

const inpatientLine = record({
  ...commonMembers,
  /** 原费用流水号: the line a negative line takes back. */
  originalSequence: optionalText('原费用流水号', 'init_feedetl_sn', 30),
  orderNo: optionalText('医嘱号', 'drord_no', 40),
  medicalCategory: codeIfGiven('医疗类别', 'med_type', MEDICAL_CATEGORIES),
});

/** 费用明细 of 2204. */
export type OutpatientLine = Read<typeof outpatientLine>;
/** 费用明细 of 2301. */
export type InpatientLine = Read<typeof inpatientLine>;
type AnyLine = OutpatientLine | InpatientLine;

/** One upload: all lines belong to one visit of one person. */
export interface LineUpload<Line> {
  readonly visitId: string;
  readonly personNo: string;
  readonly lines: readonly Line[];
}

const TOLERANCE = new Decimal('0.01');

/** 明细项目费用总额 = 单价 × 数量, rounded half up to the cent, within 0.01; a refund keeps its price and turns the quantity. */
export const checkAmount = (line: Pick<AnyLine, 'amount' | 'price' | 'quantity'>): Result<void> => {
  const product = line.price.times(line.quantity).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (line.amount.exact().minus(product).abs().lte(TOLERANCE)) return ok(undefined);
  return reject('line.amount', 'NHSA-4.4', '明细项目费用总额(det_item_fee_sumamt)应等于单价乘以数量', [
    'det_item_fee_sumamt',
    'pric',
    'cnt',
  ]);
};

/** SET-10: a cost a stay had in another institution names it, or nobody can check it against its invoice. */
const refuseUnnamedOutside = (line: Pick<AnyLine, 'outside' | 'outsideInstitution'>): Result<never> | null => {
  if (line.outside !== true || line.outsideInstitution !== undefined) return null;
  return reject('line.outside-unnamed', 'SET-10', '外检(etip_flag)费用须填写外检医院编码(etip_hosp_code)', [
    'etip_hosp_code',
  ]);
};

const checkUpload = <Line extends AnyLine>(lines: readonly Line[]): Result<LineUpload<Line>> => {
  const [first] = lines;
  const { visitId, personNo } = first as Line;
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const checked = checkLine(line, { visitId, personNo, seen });
    if (!checked.ok) return atRow(checked, index + 1);
    seen.add(line.sequence);
  }
  return ok({ visitId, personNo, lines });
};

interface UploadSoFar {
  readonly visitId: string;
  readonly personNo: string;
  readonly seen: ReadonlySet<string>;
}

function checkLine(line: AnyLine, upload: UploadSoFar): Result<void> {
  if (line.visitId !== upload.visitId || line.personNo !== upload.personNo) {
    return reject('line.other-visit', 'NHSA-4.4', '一次上传的费用明细应属于同一就诊(mdtrt_id)', ['mdtrt_id', 'psn_no']);
  }
  if (upload.seen.has(line.sequence)) {
    return reject('line.duplicate', 'NHSA-4.4', '费用明细流水号(feedetl_sn)重复', ['feedetl_sn']);
  }
  return ('chargeBatch' in line ? null : refuseUnnamedOutside(line)) ?? checkAmount(line);
}

const uploadOf = <Line extends AnyLine>(line: Reader<Line>): Reader<LineUpload<Line>> =>
  refine(nonEmptyList('费用明细', ['feedetail', 'data'], line, MESSAGE_LIMITS.linesPerCall), checkUpload<Line>);

export const outpatientUpload: Reader<LineUpload<OutpatientLine>> = uploadOf(outpatientLine);
export const inpatientUpload: Reader<LineUpload<InpatientLine>> = uploadOf(inpatientLine);

/** How the place of care split one line (SET-02, SET-03). */
export interface LineSplitAnswer {
  readonly sequence: string;
  readonly amount: Money;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** 定价上限金额; undefined = no ceiling, printed as 999999. */
  readonly priceCeiling?: Decimal | undefined;
  /** 自付比例 of the line, 0 to 1. */
  readonly selfPayRatio: string;
  /** 全自费. */
  readonly selfPay: Money;
  /** 超限价. */
  readonly overLimit: Money;
  /** 先行自付. */
  readonly classBPrepay: Money;
  /** 符合政策范围. */
  readonly inScope: Money;
  /** 收费项目等级: 01 A, 02 B, 03 C. */
  readonly itemClass: string;
  /** 医疗收费项目类别, 14 codes. */
  readonly chargeCategory: string;
  readonly restricted: boolean;
  readonly remark?: string | undefined;
}

const NO_CEILING = new Decimal('999999');

export const renderLine = (line: LineSplitAnswer): OutputObject => ({
  feedetl_sn: line.sequence,
  det_item_fee_sumamt: line.amount,
  cnt: line.quantity,
  pric: line.price,
  pric_uplmt_amt: line.priceCeiling ?? NO_CEILING,
  selfpay_prop: new Decimal(line.selfPayRatio),
  fulamt_ownpay_amt: line.selfPay,
  overlmt_amt: line.overLimit,
  preselfpay_amt: line.classBPrepay,
  inscp_scp_amt: line.inScope,
  chrgitm_lv: line.itemClass,
  med_chrgitm_type: line.chargeCategory,
  bas_medn_flag: '0',
  hi_nego_drug_flag: '0',
  chld_medc_flag: null,
  list_sp_item_flag: null,
  lmt_used_flag: line.restricted ? '1' : '0',
  drt_reim_flag: '0',
  memo: line.remark,
  exp_content: null,
});

/** Output of 2204 and 2301. */
export interface LinesAnswer {
  readonly lines: readonly LineSplitAnswer[];
}
export const renderLines = (answer: LinesAnswer): OutputObject => ({ result: answer.lines.map(renderLine) });
