import { Money, ok, reject, type Result } from '#kernel';
import type { StatedFacts } from './csv-facts.js';
import { fault, signed, type ReadLine } from './read-line.js';

/** A line with its number in the file and the balance after it; null where the list has none. */
export interface Balanced {
  readonly line: ReadLine;
  readonly number: number;
  readonly balance: Money | null;
}

interface Ordered {
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly ReadLine[];
}

/**
 * 余额逐笔衔接: where the list carries balances, each is the one before it plus its line, oldest first or newest first; opening and
 * closing balance follow. Without them the balances must stand above or below the list, or `opening` comes with the file.
 */
export function checkedBalances(lines: readonly Balanced[], { opening, closing }: StatedFacts): Result<Ordered> {
  const [firstLine] = lines;
  if (firstLine === undefined || firstLine.balance === null) return ofStated(lines, opening, closing);
  const newestFirst = [...lines].reverse();
  const [asIs, turned] = [breakIn(lines), breakIn(newestFirst)];
  if (asIs === null) return agreed(lines, opening, closing);
  if (turned === null) return agreed(newestFirst, opening, closing);
  const isOldestFirst = firstLine.line.bookedOn <= (newestFirst[0]?.line.bookedOn ?? '');
  return isOldestFirst ? asIs : turned;
}

const before = ({ line, balance }: Balanced): Money => (balance ?? Money.zero).minus(signed(line));

/** The fault of the first line whose balance does not follow from the one before it; null for none. */
function breakIn(lines: readonly Balanced[]): Result<never> | null {
  let previous: Balanced | null = null;
  for (const line of lines) {
    if (previous !== null && !before(line).eq(previous.balance ?? Money.zero)) {
      const expected = (previous.balance ?? Money.zero).plus(signed(line.line));
      const message = `与上一笔不衔接，应为${expected}元；有流水缺失或被改动`;
      return fault(`第${line.number}行余额`, message, 'balance');
    }
    previous = line;
  }
  return null;
}

function agreed(lines: readonly Balanced[], opening: Money | null, closing: Money | null): Result<Ordered> {
  const [oldest, newest] = [lines[0], lines.at(-1)];
  const computed = {
    opening: oldest === undefined ? Money.zero : before(oldest),
    closing: newest?.balance ?? Money.zero,
  };
  if (opening !== null && !opening.eq(computed.opening)) {
    return fault('期初余额', `与首笔流水不衔接，应为${computed.opening}元`, 'opening');
  }
  if (closing !== null && !closing.eq(computed.closing)) {
    return fault('期末余额', `与末笔流水余额不符，应为${computed.closing}元`, 'closing');
  }
  return ok({ ...computed, lines: lines.map(({ line }) => line) });
}

function ofStated(lines: readonly Balanced[], opening: Money | null, closing: Money | null): Result<Ordered> {
  const known = opening ?? closing;
  if (known === null) {
    return reject('statement.no-balance', 'CLR-13', '没有余额列，也没有注明期初或期末余额，无法核对', ['opening']);
  }
  const sum = Money.sum(lines.map(({ line }) => signed(line)));
  const begun = opening ?? known.minus(sum);
  return ok({ opening: begun, closing: closing ?? begun.plus(sum), lines: lines.map(({ line }) => line) });
}
