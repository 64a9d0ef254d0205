import { Money, ok, reject, type Result } from '#kernel';
import type { StatedFacts } from './csv-facts.js';
import { isTooLarge } from './file-bounds.js';
import { fault, signed, type ReadLine } from './read-line.js';

/** A line with its number in the file and the balance after it; null where the list has none. */
export interface Balanced {
  readonly line: Pick<ReadLine, 'bookedOn' | 'direction' | 'amount'>;
  readonly number: number;
  readonly balance: Money | null;
}

export interface Ordered {
  readonly opening: Money;
  readonly closing: Money;
  /** The list begins with its newest line. */
  readonly newestFirst: boolean;
}

const before = ({ line, balance }: Balanced): Money => (balance ?? Money.zero).minus(signed(line));

/** The fault of a line whose balance does not follow from the one before it; null for none. */
function breakBetween(previous: Balanced, line: Balanced): Result<never> | null {
  const balance = previous.balance ?? Money.zero;
  if (before(line).eq(balance)) return null;
  const message = `与上一笔不衔接，应为${balance.plus(signed(line.line))}元；有流水缺失或被改动`;
  return fault(`第${line.number}行余额`, message, 'balance');
}

/**
 * 余额逐笔衔接: where the list carries balances, each is the one before it plus its line, oldest first or newest first; opening and
 * closing balance follow. Without them the balances must stand above or below the list, or `opening` comes with the file. Of the
 * lines it keeps the first and the last one.
 */
export class RunningBalance {
  private first: Balanced | null = null;
  private last: Balanced | null = null;
  private sum = Money.zero;
  /** The first fault of the list read from above, and read from below. */
  private downwards: Result<never> | null = null;
  private upwards: Result<never> | null = null;

  add(line: Balanced): void {
    if (this.last !== null) {
      this.downwards ??= breakBetween(this.last, line);
      this.upwards = breakBetween(line, this.last) ?? this.upwards;
    }
    this.first ??= line;
    this.last = line;
    this.sum = this.sum.plus(signed(line.line));
  }

  /** Opening and closing balance and the order of the list, or its first fault. */
  ordered(stated: Stated): Result<Ordered> {
    const tooLarge = refuseTooLarge(stated);
    if (tooLarge !== null) return tooLarge;
    const [first, last] = [this.first, this.last];
    if (first === null || last === null || first.balance === null) return this.ofStated(stated);
    const down = this.downwards ?? agreed([first, last], stated, false);
    const up = this.upwards ?? agreed([last, first], stated, true);
    return first.line.bookedOn <= last.line.bookedOn ? firstAgreeing(down, up) : firstAgreeing(up, down);
  }

  private ofStated({ opening, closing }: Stated): Result<Ordered> {
    const known = opening ?? closing;
    if (known === null) {
      return reject('statement.no-balance', 'CLR-13', '没有余额列，也没有注明期初或期末余额，无法核对', ['opening']);
    }
    const begun = opening ?? known.minus(this.sum);
    return ok({ opening: begun, closing: closing ?? begun.plus(this.sum), newestFirst: false });
  }
}

/** A list may read both ways, as where money goes out and comes back: then its days and what is stated decide. */
const firstAgreeing = (likelier: Result<Ordered>, other: Result<Ordered>): Result<Ordered> =>
  likelier.ok || !other.ok ? likelier : other;

type Ends = readonly [oldest: Balanced, newest: Balanced];
type Stated = Pick<StatedFacts, 'opening' | 'closing'>;

function refuseTooLarge({ opening, closing }: Stated): Result<never> | null {
  if (opening !== null && isTooLarge(opening)) return fault('期初余额', '超出15位整数', 'opening');
  return closing !== null && isTooLarge(closing) ? fault('期末余额', '超出15位整数', 'closing') : null;
}

function agreed([oldest, newest]: Ends, { opening, closing }: Stated, newestFirst: boolean): Result<Ordered> {
  const computed = { opening: before(oldest), closing: newest.balance ?? Money.zero };
  if (opening !== null && !opening.eq(computed.opening)) {
    return fault('期初余额', `与首笔流水不衔接，应为${computed.opening}元`, 'opening');
  }
  if (closing !== null && !closing.eq(computed.closing)) {
    return fault('期末余额', `与末笔流水余额不符，应为${computed.closing}元`, 'closing');
  }
  return ok({ ...computed, newestFirst });
}
