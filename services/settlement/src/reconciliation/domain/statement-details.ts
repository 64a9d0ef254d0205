import { Money, ok, reject, type Result } from '#kernel';

/** One row of the hospital's file, in the column order of 3202, which has no cash (interface 4.9). */
export interface TheirClaim {
  readonly settlementId: string;
  readonly visitId: string;
  readonly psnNo: string;
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly refunded: boolean;
}

/** The same facts as we settled them. */
export interface OurClaim extends TheirClaim {
  readonly messageId: string;
  readonly refundOf: string | null;
  readonly insuranceType: string;
}

/** 对账结果: 0 equal, 1 the centre has more, 2 the hospital has more, 3 data differ. */
export type DetailOutcome = '0' | '1' | '2' | '3';
export interface ComparedDetail {
  readonly outcome: DetailOutcome;
  readonly row: TheirClaim;
  readonly messageId: string;
  readonly memo: string;
}

const COLUMNS = 7;
/** Claims one file may hold: a month of the largest hospital, several times over. */
export const MAX_DETAIL_ROWS = 500_000;
const AMOUNT = /^-?\d{1,14}(?:\.\d{1,2})?$/;
const NOTHING = 'null';

/** Reads the uploaded TXT: TAB between columns, a row a line, the word null for nothing. The first wrong row decides. */
export function readDetailFile(text: string): Result<readonly TheirClaim[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > MAX_DETAIL_ROWS) return wrong(`不能超过${MAX_DETAIL_ROWS}行`);
  const rows: TheirClaim[] = [];
  for (const [index, line] of lines.entries()) {
    const row = rowOf(line.split('\t'));
    if (row === null) return wrong(`第${index + 1}行不符合明细格式`);
    rows.push(row);
  }
  return ok(rows);
}

const wrong = (what: string): Result<never> =>
  reject('statement.file', 'REC-03', `对账明细文件(file_qury_no)${what}`, ['file_qury_no']);

function rowOf(columns: readonly string[]): TheirClaim | null {
  const values = columns.map((column) => column.trim()).map((column) => (column === NOTHING ? '' : column));
  const amounts = values.slice(3, 6).map((amount) => (amount === '' ? '0' : amount));
  if (columns.length !== COLUMNS || values[0] === '' || !amounts.every((amount) => AMOUNT.test(amount))) return null;
  const [settlementId, visitId, psnNo] = values as [string, string, string];
  const [total, fundTotal, account] = amounts.map((amount) => Money.of(amount).toString()) as [string, string, string];
  return { settlementId, visitId, psnNo, total, fundTotal, account, refunded: values[6] === '1' };
}

/** Every row of either side, ours first in our order. A refund is a row of its own; some hospitals give it the number of
 * the settlement it took back, so a negative row is looked for there too (interface 4.9). */
export function compareDetails(ours: readonly OurClaim[], theirs: readonly TheirClaim[]): readonly ComparedDetail[] {
  const byNumber = new Map(ours.map((claim) => [claim.settlementId, claim]));
  const refunds = new Map(ours.flatMap((claim) => (claim.refundOf === null ? [] : [[claim.refundOf, claim] as const])));
  const told = new Map<string, TheirClaim>();
  const surplus: TheirClaim[] = [];
  for (const row of theirs) {
    const claim = claimFor(row, byNumber, refunds);
    if (claim === undefined || told.has(claim.settlementId)) surplus.push(row);
    else told.set(claim.settlementId, row);
  }
  return [
    ...ours.map((claim) => comparedWith(claim, told.get(claim.settlementId))),
    ...surplus.map((row): ComparedDetail => ({ outcome: '2', row, messageId: '', memo: '中心无此结算' })),
  ];
}

function claimFor(
  row: TheirClaim,
  byNumber: ReadonlyMap<string, OurClaim>,
  refunds: ReadonlyMap<string, OurClaim>,
): OurClaim | undefined {
  const refund = Money.of(row.total).isNegative() ? refunds.get(row.settlementId) : undefined;
  return refund ?? byNumber.get(row.settlementId);
}

function comparedWith(claim: OurClaim, row: TheirClaim | undefined): ComparedDetail {
  const { messageId } = claim;
  if (row === undefined) {
    // The centre has more: numbers stay empty, the message id is what 2601 needs (interface 4.9).
    return { outcome: '1', row: { ...claim, settlementId: '', visitId: '' }, messageId, memo: '医药机构无此结算' };
  }
  const different = (['total', 'fundTotal', 'account'] as const).filter((name) => row[name] !== claim[name]);
  const memo = different.map((name) => `${NAMES[name]}中心${claim[name]}`).join('；');
  return { outcome: different.length === 0 ? '0' : '3', row, messageId, memo };
}

const NAMES = { total: '总费用', fundTotal: '基金', account: '个人账户' } as const;

const column = (value: string): string => (value === '' ? NOTHING : value);

/** The TXT hospitals download, in the column order of 3202's result. */
export const resultFile = (rows: readonly ComparedDetail[]): string =>
  rows
    .map(({ outcome, row, messageId, memo }) =>
      [
        ...[row.psnNo, row.visitId, row.settlementId, messageId, outcome, row.refunded ? '1' : '0', memo],
        ...[row.total, row.fundTotal, row.account],
      ]
        .map(column)
        .join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('');

export interface StatedTotals {
  readonly settlements: number;
  readonly total: Money;
  readonly fundTotal: Money;
}

/** The message must say what its own file adds up to, or one of the two is not the one that was meant (REC-03). */
export function refuseOtherTotals(rows: readonly TheirClaim[], stated: StatedTotals): Result<never> | null {
  const total = Money.sum(rows.map((row) => Money.of(row.total)));
  const fundTotal = Money.sum(rows.map((row) => Money.of(row.fundTotal)));
  if (rows.length === stated.settlements && total.eq(stated.total) && fundTotal.eq(stated.fundTotal)) return null;
  const message = `文件${rows.length}笔、总费用${total}、基金${fundTotal}与报文不一致`;
  return reject('statement.file-totals', 'REC-03', message, ['fixmedins_setl_cnt', 'medfee_sumamt', 'fund_pay_sumamt']);
}
