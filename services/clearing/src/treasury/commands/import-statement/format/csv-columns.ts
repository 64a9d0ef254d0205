/** What a column of a bank's list holds. */
export type Column =
  | 'bookedOn'
  | 'debit'
  | 'credit'
  | 'amount'
  | 'flag'
  | 'balance'
  | 'serialNumber'
  | 'otherName'
  | 'otherAccount'
  | 'payerName'
  | 'payerAccount'
  | 'payeeName'
  | 'payeeAccount'
  | 'account'
  | 'currency';

/**
 * Headings of 工商、农业、中国、建设、交通银行 and the like, the better one first: the day of booking before the moment of the transaction, a
 * transaction's number before a voucher's.
 */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  bookedOn: ['记账日期', '入账日期', '记账日', '交易日期', '交易时间', '交易日', '日期', '发生日期'],
  debit: ['借方发生额', '借方金额', '支出金额', '转出金额', '支取金额', '付款金额', '支出', '借方'],
  credit: ['贷方发生额', '贷方金额', '收入金额', '转入金额', '存入金额', '收款金额', '收入', '贷方'],
  amount: ['交易金额', '发生额', '金额', '发生金额'],
  flag: ['借贷标志', '借贷方向', '借/贷', '借贷', '收支标志', '收支方向', '交易方向'],
  balance: ['余额', '账户余额', '交易后余额', '当前余额', '本次余额', '联机余额'],
  serialNumber: [
    '交易流水号',
    '账户明细编号-交易流水号',
    '流水号',
    '核心流水号',
    '交易流水',
    '日志号',
    '交易序号',
    '业务编号',
    '凭证号',
  ],
  otherName: [
    '对方户名',
    '对方名称',
    '对方单位名称',
    '对方单位',
    '对方账户名称',
    '对手名称',
    '收/付方名称',
    '收付方名称',
  ],
  otherAccount: ['对方账号', '对方账户', '对手账号', '收/付方账号', '收付方账号', '对方卡号/账号'],
  payerName: ['付款人名称', '付款人户名', '付款方名称'],
  payerAccount: ['付款人账号', '付款方账号'],
  payeeName: ['收款人名称', '收款人户名', '收款方名称'],
  payeeAccount: ['收款人账号', '收款方账号'],
  account: ['本方账号', '账号', '查询账号', '账户'],
  currency: ['币种', '交易货币', '货币'],
};

/** Columns whose words are kept together as the purpose of a line. */
const TEXTS: readonly string[] = ['摘要', '用途', '附言', '交易附言', '用途/附言', '交易用途', '备注', '交易摘要'];

export type Columns = {
  readonly at: Readonly<Partial<Record<Column, number>>>;
  readonly texts: readonly number[];
};

/** What is longer is no heading; a bracket that never closes is looked for from every other one. */
const LONGEST_HEADING = 100;

/** `借方发生额/元(支取)` and `交易日期[ Transaction Date ]` by their bare words. */
export const bareHeading = (text: string): string =>
  (text.length > LONGEST_HEADING ? '' : text)
    .replace(/[[(（【].*?[\])）】]/g, '')
    .replace(/\s+|\*|\/元$|（元）|元$/g, '')
    .trim();

const NAMES = Object.keys(HEADINGS) as readonly Column[];

/** The columns of a row of headings; null where the row is none: a day and an amount are the least a list has. */
export function columnsOf(cells: readonly string[]): Columns | null {
  const bare = cells.map(bareHeading);
  const placeOf = (column: Column): number =>
    HEADINGS[column].map((heading) => bare.indexOf(heading)).find((index) => index >= 0) ?? -1;
  const at = Object.fromEntries(
    NAMES.map((column) => [column, placeOf(column)] as const).filter(([, index]) => index >= 0),
  ) as Partial<Record<Column, number>>;
  const hasAmount = at.amount !== undefined || (at.debit !== undefined && at.credit !== undefined);
  if (at.bookedOn === undefined || !hasAmount) return null;
  return { at, texts: bare.flatMap((heading, index) => (TEXTS.includes(heading) ? [index] : [])) };
}
