import { Decimal, Money, type Ratio } from '#kernel';
import { splitFeeLine, type CatalogueClass, type CatalogueItem } from '../../adjudication/domain/index.js';
import type { RecordedLine } from './events.js';
import { splitAsText } from './split-as-text.js';
import type { Visit } from './visit.js';

/**
 * 退费明细: a negative line is split as the line it takes back was, whatever its own approval mark says or does not say (interface 2301,
 * `init_feedetl_sn`; SET-03): else a drug that was returned would stay in scope, or what was self-paid come out of the scope. A number
 * that names no line of the visit, or one of another item, is not kept.
 */
export function splitLikeOriginals(lines: readonly RecordedLine[], visit: Visit): readonly RecordedLine[] {
  if (lines.every(({ takesBack }) => takesBack === undefined)) return lines;
  const known = new Map([
    ...visit.settledLines,
    ...visit.openLines,
    ...lines.map((line) => [line.sequence, line] as const),
  ]);
  return lines.map(({ takesBack, ...line }) => {
    const original = takesBack === undefined ? undefined : known.get(takesBack);
    return original?.listCode === line.listCode && original.sequence !== line.sequence
      ? { ...splitLike(line, original), takesBack: original.sequence }
      : line;
  });
}

function splitLike(line: RecordedLine, original: RecordedLine): RecordedLine {
  const { listCode: code } = line;
  const [amount, quantity] = [Money.of(line.total), new Decimal(line.quantity)];
  const approval = original.selfPay === original.total ? '0' : '1';
  return { ...line, ...splitAsText(splitFeeLine({ code, amount, quantity, approval }, itemOf(original))) };
}

/** The item as it was when the original was recorded; in scope only where that line was. */
const itemOf = ({ listCode, category, itemClass, selfPayRatio, priceCeiling }: RecordedLine): CatalogueItem => ({
  ...{ code: listCode, name: '', category, class: itemClass as CatalogueClass, restricted: true },
  selfpayProp: selfPayRatio as Ratio,
  priceCeiling: priceCeiling === '' ? null : new Decimal(priceCeiling),
});
