import { Money, ok, parseClearingUnit, reject, yearOf } from '#kernel';
import type { BusinessDate, ClearingUnit, FourEyes, Result } from '#kernel';
import { levelOn, type Advance, type AdvanceEvent } from './advance.js';

/** 额度 Level of one directed pair as it is handed in. */
export interface PairToSet {
  readonly payer: string;
  readonly receiver: string;
  readonly amount: string;
}

export interface PairLevel {
  readonly payer: ClearingUnit;
  readonly amount: Money;
}

/** Reads the list, whole or in part: 32 units, two different ones, once each, not negative. By place of care (PRE-01). */
export function readPairs(pairs: readonly PairToSet[]): Result<ReadonlyMap<ClearingUnit, readonly PairLevel[]>> {
  const byReceiver = new Map<ClearingUnit, PairLevel[]>();
  const seen = new Set<string>();
  for (const [index, pair] of pairs.entries()) {
    const read = readPair(pair, `pairs.${index}`);
    if (!read.ok) return read;
    const { receiver, payer } = read.value;
    if (seen.has(`${receiver}/${payer}`)) {
      return reject('levels.pair-twice', 'PRE-01', '同一参保地、就医地的额度重复填报', [`pairs.${index}`]);
    }
    seen.add(`${receiver}/${payer}`);
    byReceiver.set(receiver, [...(byReceiver.get(receiver) ?? []), read.value]);
  }
  return ok(byReceiver);
}

function readPair(pair: PairToSet, field: string): Result<PairLevel & { readonly receiver: ClearingUnit }> {
  const payer = parseClearingUnit(pair.payer, `${field}.payer`);
  if (!payer.ok) return payer;
  const receiver = parseClearingUnit(pair.receiver, `${field}.receiver`);
  if (!receiver.ok) return receiver;
  if (payer.value === receiver.value) {
    return reject('levels.same-unit', 'PRE-01', '预付金的付款方与收款方不能是同一省级单位', [`${field}.payer`]);
  }
  const amount = Money.parse(pair.amount, `${field}.amount`);
  if (!amount.ok) return amount;
  if (amount.value.isNegative()) {
    return reject('levels.negative', 'PRE-01', '预付金额度不能为负', [`${field}.amount`]);
  }
  return ok({ payer: payer.value, receiver: receiver.value, amount: amount.value });
}

export interface SetLevels {
  readonly receiver: ClearingUnit;
  readonly year: number;
  /** Day of the notice: the levels count from it. */
  readonly on: BusinessDate;
  readonly pairs: readonly PairLevel[];
  /** Who proposed and who approved it (SEC-04). */
  readonly both: FourEyes | null;
}

/**
 * 核定额度 (PRE-01, PRE-02): pairs that already have this level of this year are left alone. An emergency increase sets none, though it
 * may have brought last year's level to the same amount.
 */
export function decideSetLevels(
  { receiver, year, on, pairs, both }: SetLevels,
  advance: Advance,
): Result<readonly AdvanceEvent[]> {
  if (year !== yearOf(on)) {
    return reject('levels.other-year', 'PRE-02', `只能在当年核定当年额度，当前为${yearOf(on)}年`, ['year']);
  }
  const refusal = pairs.map(({ payer }) => refuseEarlier(advance, payer, on)).find((each) => each !== null);
  if (refusal != null) return refusal;
  const levels = pairs
    .filter(({ payer, amount }) => !stands(advance, payer, { year, amount }))
    .map(({ payer, amount }) => ({
      payer,
      previous: levelOn(advance, payer, on).toString(),
      amount: amount.toString(),
    }));
  if (levels.length === 0) return ok([]);
  return ok([{ type: 'AdvanceLevelsSet', data: { receiver, year, effectiveOn: on, levels, ...(both ?? {}) } }]);
}

function stands(advance: Advance, payer: string, { year, amount }: { year: number; amount: Money }): boolean {
  const last = advance.levels.get(payer)?.at(-1);
  return last !== undefined && last.year === year && last.isRaise !== true && Money.of(last.amount).eq(amount);
}

/** Levels come into force in order: each names the one before it, and a difference is paid once. */
function refuseEarlier(advance: Advance, payer: string, on: BusinessDate): Result<never> | null {
  const last = advance.levels.get(payer)?.at(-1);
  if (last === undefined || last.effectiveOn <= on) return null;
  return reject('levels.out-of-order', 'PRE-02', `该额度已有自${last.effectiveOn}起生效的核定，不能补入更早的`, [
    'year',
  ]);
}

export interface RaiseLevel {
  readonly receiver: ClearingUnit;
  readonly payer: ClearingUnit;
  readonly increaseId: string;
  readonly raise: Money;
  readonly on: BusinessDate;
  readonly both: FourEyes | null;
}

/** 紧急调增 (PRE-06): the level is higher from the day of the grant on. */
export function decideRaise(
  { receiver, payer, increaseId, raise, on, both }: RaiseLevel,
  advance: Advance,
): Result<readonly AdvanceEvent[]> {
  const refusal = refuseEarlier(advance, payer, on);
  if (refusal !== null) return refusal;
  const previous = levelOn(advance, payer, on);
  const data = {
    ...{ receiver, payer, increaseId, year: yearOf(on), effectiveOn: on },
    ...(both ?? {}),
    ...{ previous: previous.toString(), raise: raise.toString(), amount: previous.plus(raise).toString() },
  };
  return ok([{ type: 'AdvanceLevelRaised', data }]);
}
