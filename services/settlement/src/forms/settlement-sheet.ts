import { amountCell, headCell, line, textCell, type Form, type Grid, type GridCell } from '#forms';
import type { Claim } from '#contracts';
import { clearingUnit, Money, unitName, unitShortName } from '#kernel';

/** What the sheet says beside the claim; null is printed as a blank to fill in by hand. */
export interface SheetFacts {
  readonly claim: Claim;
  readonly name: string;
  readonly idNumber: string;
  /** 1 男, 2 女. */
  readonly sex: string;
  readonly ageYears: number;
  readonly hospital: string;
  readonly settlementLevel: string;
  readonly emergency: boolean;
  readonly mainDiagnosis: string | null;
  readonly otherDiagnoses: readonly string[];
  readonly stayDays: number | null;
  readonly deductible: string;
  /** Funds by the names the place of insurance gives them, in its order. */
  readonly funds: readonly { readonly name: string; readonly amount: string }[];
}

const TEN = 10;
const LEVELS: Readonly<Record<string, string>> = { '1': '一级', '2': '二级', '3': '三级' };
const SEXES: Readonly<Record<string, string>> = { '1': '男', '2': '女' };

const NOTES = [
  '注：1. 参保地基金按照参保地返回的基金款项名称打印',
  '2. 总费用=统筹基金支付范围内费用+乙类先行自付费用+超限价自付费用+自费费用',
  '3. 总费用=基金支付合计金额+个人现金支付金额',
];

/**
 * 附件13 跨省异地就医住院结算单 of one stay. 基金支付合计 holds the personal account and what the hospital bears, so that the third
 * note is the identity the claim was recorded under (SET-05).
 */
export function settlementSheet(facts: SheetFacts): Form {
  const { receiver } = facts.claim;
  return {
    annex: '13',
    title: [`${unitName(clearingUnit(receiver))}跨省异地就医住院结算单`],
    above: [line('单位：元（保留两位小数）', 'right')],
    grid: gridOf(facts),
    below: NOTES.map((note) => line(note)),
    page: { size: 'A4', landscape: true },
  };
}

const label = (text: string): GridCell => headCell(text);
const value = (text: string | null, columns = 1): GridCell => textCell(text ?? '', { columns });
const amount = (text: string, columns = 1): GridCell => amountCell(text, { columns });

function gridOf(facts: SheetFacts): Grid {
  return {
    widths: [18, 14, 18, 14, 18, 14, 18, 22, 18, 14],
    head: personRows(facts),
    body: [...stayRows(facts), ...amountRows(facts)],
    ...{ lead: 0, perPage: null },
  };
}

function personRows({ claim, name, sex, ageYears, idNumber }: SheetFacts): readonly (readonly GridCell[])[] {
  const scheme = claim.scheme === 'employee' ? '职工医保' : '居民医保';
  return [
    [
      ...[label('患者姓名'), value(name), label('性别'), value(SEXES[sex] ?? null)],
      ...[label('年龄'), value(String(ageYears)), label('社会保障号码'), value(idNumber)],
      ...[label('社会保障卡号（可选）'), value(null)],
    ],
    [
      ...[label('参保地'), value(`${unitShortName(clearingUnit(claim.payer))} ${claim.insuredRegion}`, 4)],
      ...[label('险种类型'), value(scheme, 4)],
    ],
  ];
}

function stayRows(facts: SheetFacts): readonly (readonly GridCell[])[] {
  const { claim, hospital, settlementLevel, emergency, mainDiagnosis, otherDiagnoses, stayDays } = facts;
  const three = (...[a, av, b, bv, c, cv]: readonly (string | null)[]): readonly GridCell[] => [
    ...[
      label(a ?? ''),
      value(av ?? null, 2),
      label(b ?? ''),
      value(bv ?? null, 3),
      label(c ?? ''),
      value(cv ?? null, 2),
    ],
  ];
  const place = `${unitShortName(clearingUnit(claim.receiver))} ${claim.careRegion}`;
  const days = stayDays === null ? null : String(stayDays);
  return [
    three('就医地', place, '医院名称', hospital, '医院等级', LEVELS[settlementLevel] ?? null),
    three('入院方式', emergency ? '急诊' : null, '住院号', claim.inpatientNumber, '出院科室', null),
    [label('主要诊断'), value(mainDiagnosis, 4), label('次要诊断'), value(otherDiagnoses.join('；'), 4)],
    three('入院日期', claim.admittedOn, '出院日期', claim.dischargedOn, '住院天数', days),
  ];
}

function amountRows({ claim, deductible, funds }: SheetFacts): readonly (readonly GridCell[])[] {
  const { total, inScope, classBPrepay, overLimit, selfPay, cash } = claim;
  const paid = Money.sum(
    [claim.fundTotal, claim.account, claim.hospitalBorne].map((text) => Money.of(text)),
  ).toString();
  const [first, ...rest] = funds;
  return [
    [
      ...[label('总费用'), amount(total), label('统筹基金支付范围内费用'), amount(inScope)],
      ...[label('乙类先行自付费用'), amount(classBPrepay), label('超限价自付费用'), amount(overLimit)],
      ...[label('自费费用'), amount(selfPay)],
    ],
    [label('基金支付合计金额'), amount(paid, 4), label('个人现金支付金额'), amount(cash, 4)],
    [
      ...[label(first?.name ?? ''), first === undefined ? value(null, 4) : amount(first.amount, 4)],
      ...[label('本次起付标准'), amount(deductible, 4)],
    ],
    ...rest.map((fund) => [label(fund.name), amount(fund.amount, 4), value(null, TEN / 2)]),
  ];
}
