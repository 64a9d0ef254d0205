import { Money, ok, reject } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { levelOn, type Advance } from '../../advance/domain/advance.js';
import { byOfficialOrder } from '../../advance/domain/official-order.js';
import { crossingsAfter } from './crossings.js';
import { ratePercent, useLevel } from './use-rate.js';
import { evolveWarnings, type MonthRates, type UseRate, type WarningEvent, type Warnings } from './warning.js';

export interface ClearedMonth {
  readonly receiver: string;
  readonly month: string;
  readonly generatedOn: BusinessDate;
  /** What every payer owes this place of care for the month, both schemes together. */
  readonly cleared: ReadonlyMap<string, Money>;
}

/**
 * 使用率与预警 of one place of care from the clearing table (PRE-05). The same table again changes nothing; another one
 * for a month that is recorded is refused.
 */
export function decideRates(
  command: ClearedMonth,
  advance: Advance,
  warnings: Warnings,
): Result<readonly WarningEvent[]> {
  const known = warnings.months.get(command.month);
  if (known !== undefined) return sameTable(command, known);
  const recorded = ratesOf(command, advance);
  if (recorded.rates.length === 0 && warnings.months.size === 0) return ok([]);
  const event: WarningEvent = { type: 'UseRatesRecorded', data: recorded };
  const raised = crossingsAfter(evolveWarnings(warnings, event), recorded.month);
  return ok([event, ...raised.map((data): WarningEvent => ({ type: 'WarningRaised', data }))]);
}

function sameTable({ month, cleared }: ClearedMonth, known: MonthRates): Result<readonly WarningEvent[]> {
  const before = new Map(known.rates.map((rate) => [rate.payer, Money.of(rate.cleared)]));
  const payers = [...new Set([...before.keys(), ...cleared.keys()])].filter((payer) => payer !== null);
  const same = payers.every((payer) => (before.get(payer) ?? Money.zero).eq(cleared.get(payer) ?? Money.zero));
  return same ? ok([]) : reject('rates.month-differs', 'PRE-05', `${month}的使用率已按另一张清算表计算`, ['month']);
}

function ratesOf({ receiver, month, generatedOn, cleared }: ClearedMonth, advance: Advance): MonthRates {
  const pairs = [...new Set([...advance.levels.keys(), ...cleared.keys()])]
    .map((payer) => ({
      payer,
      cleared: cleared.get(payer) ?? Money.zero,
      advance: levelOn(advance, payer, generatedOn),
    }))
    .filter((pair) => !pair.cleared.isZero() || !pair.advance.isZero())
    .sort((a, b) => byOfficialOrder(a.payer, b.payer));
  if (pairs.length === 0) return { receiver, month, generatedOn, rates: [] };
  const whole = {
    payer: null,
    cleared: Money.sum(pairs.map((pair) => pair.cleared)),
    advance: Money.sum(pairs.map((pair) => pair.advance)),
  };
  return { receiver, month, generatedOn, rates: [whole, ...pairs].map(rateOf) };
}

interface Amounts {
  readonly payer: string | null;
  readonly cleared: Money;
  readonly advance: Money;
}

const rateOf = ({ payer, cleared, advance }: Amounts): UseRate => ({
  payer,
  cleared: cleared.toString(),
  advance: advance.toString(),
  ratePercent: ratePercent(cleared, advance),
  level: useLevel(cleared, advance),
});
