import { Money, reject, type Result } from '#kernel';
import { fault, type ReadLine } from './read-line.js';

/** More lines than this a unit has not in years. What is read of a file and kept is bounded by it. */
const MOST_LINES = 100_000;
/** Fifteen digits before the point: a thousand billions of yuan. Whatever of such amounts is added up stays within numeric(18,2). */
const LARGEST = Money.of('999999999999999.99');

export const isTooLarge = (amount: Money): boolean => amount.abs().gt(LARGEST);

/** What one file may hold: lines, and turnover of both ways together. */
export class FileBounds {
  private lines = 0;
  private turnover = Money.zero;

  /** The refusal of a line beyond the bounds, with its place and field; null for none. */
  refuse({ amount }: Pick<ReadLine, 'amount'>, where: string, field: string): Result<never> | null {
    this.lines += 1;
    if (this.lines > MOST_LINES) {
      return reject('statement.too-long', 'CLR-13', `一个文件不超过${MOST_LINES}笔流水，请分期间导入`, ['file']);
    }
    if (isTooLarge(amount)) return fault(where, '金额超出15位整数，不是一笔流水可能的金额', field);
    this.turnover = this.turnover.plus(amount);
    return isTooLarge(this.turnover) ? fault(where, '至此累计发生额超出15位整数', field) : null;
  }
}
