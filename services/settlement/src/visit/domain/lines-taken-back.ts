import { Decimal, Money, type Ratio } from '#kernel';
import { splitFeeLine, sumSplit, type CatalogueClass, type CatalogueItem } from '../../adjudication/domain/index.js';
import { amountsOf } from './amounts-of.js';
import type { RecordedLine } from './events.js';
import { splitAsText } from './split-as-text.js';

type Lines = ReadonlyMap<string, RecordedLine>;

/**
 * 退费明细: a negative line is split as the line it takes back was, whatever its own approval mark says or does not say (interface 2301,
 * `init_feedetl_sn`; SET-03): else a drug that was returned would stay in scope, or what was self-paid come out of the scope. In
 * whichever order the two arrive: it is looked at whenever the open lines change. What is returned in parts is split as one, each part
 * taking what the earlier ones left, so that no cent of a line that came back whole stays behind.
 */
export function splitLikeOriginals(open: Lines, settled: Lines): Lines {
  if ([...open.values()].every(({ takesBack }) => takesBack === undefined)) return open;
  const known: Lines = new Map([...settled, ...open]);
  const returned = new Map<string, readonly RecordedLine[]>();
  // What was settled stands as it is, and comes first.
  for (const line of known.values()) {
    const original = originalOf(line, known);
    if (original === null) continue;
    const earlier = returned.get(original.sequence) ?? [];
    const told = settled.has(line.sequence) ? line : splitLike(line, original, earlier);
    returned.set(original.sequence, [...earlier, told]);
  }
  const split = new Map([...returned.values()].flat().map((line) => [line.sequence, line]));
  return new Map([...open].map(([sequence, line]) => [sequence, split.get(sequence) ?? line]));
}

/** The line that is taken back; null where the number names no line of the visit, one of another item, or the line itself. */
export function originalOf({ takesBack, sequence, listCode }: RecordedLine, lines: Lines): RecordedLine | null {
  const original = takesBack === undefined || takesBack === sequence ? undefined : lines.get(takesBack);
  return original?.listCode === listCode ? original : null;
}

function splitLike(line: RecordedLine, original: RecordedLine, earlier: readonly RecordedLine[]): RecordedLine {
  const all = [...earlier, line];
  const whole = splitFeeLine(
    {
      code: line.listCode,
      amount: Money.sum(all.map(({ total }) => Money.of(total))),
      quantity: all.reduce((sum, { quantity }) => sum.plus(quantity), new Decimal(0)),
      approval: original.selfPay === original.total ? '0' : '1',
    },
    itemOf(original),
  );
  const before = sumSplit(earlier.map(amountsOf));
  return {
    ...line,
    ...splitAsText({
      ...whole,
      total: whole.total.minus(before.total),
      inScope: whole.inScope.minus(before.inScope),
      classBPrepay: whole.classBPrepay.minus(before.classBPrepay),
      overLimit: whole.overLimit.minus(before.overLimit),
      selfPay: whole.selfPay.minus(before.selfPay),
    }),
  };
}

/** The item as it was when the original was recorded; in scope only where that line was. */
const itemOf = ({ listCode, category, itemClass, selfPayRatio, priceCeiling }: RecordedLine): CatalogueItem => ({
  ...{ code: listCode, name: '', category, class: itemClass as CatalogueClass, restricted: true },
  selfpayProp: selfPayRatio as Ratio,
  priceCeiling: priceCeiling === '' ? null : new Decimal(priceCeiling),
});
