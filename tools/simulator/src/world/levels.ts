import type { VisitKind } from '#contracts';
import { sumFen, yuanOf } from './fees.js';
import type { World } from './world.js';

/** Level of one directed pair (PRE-01). Yuan as text. */
export interface PairLevel {
  readonly payer: string;
  readonly receiver: string;
  readonly amount: string;
}

/** Which part of a bill funds and accounts are expected to pay, in percent: a forecast, as the levels of a year are. */
const EXPECTED_PERCENT: Readonly<Record<VisitKind, number>> = {
  inpatient: 68,
  outpatient: 46,
  chronic: 64,
  pharmacy: 40,
};
/** Where the patient pays the rest from the account. */
const WITH_ACCOUNT_PERCENT = 96;
/** Use of the advance, in percent, that is forecast for a place of care: most far below the marks, some above them. */
const USE_OF_MOST = 35;
const USE_OF_YELLOW = 79;
const USE_OF_RED = 140;
const REDS = 3;
const YELLOWS = 6;

/**
 * Levels of all pairs that will meet, for a mean month of the sessions of so many: the busiest places of care come near the
 * yellow mark, some beyond the red one.
 */
export function makeLevels({ sessions }: Pick<World, 'sessions'>, months = 1): readonly PairLevel[] {
  const forecast = new Map<string, number>();
  const ofReceiver = new Map<string, number>();
  for (const { person, institution, kind, lines, expected, refundDay, usesAccount } of sessions) {
    if (expected === 'refused' || refundDay !== null) continue;
    const percent = usesAccount ? WITH_ACCOUNT_PERCENT : EXPECTED_PERCENT[kind];
    const fen = Math.round((sumFen(lines) * percent) / 100);
    const key = `${person.unit}/${institution.unit}`;
    forecast.set(key, (forecast.get(key) ?? 0) + fen);
    ofReceiver.set(institution.unit, (ofReceiver.get(institution.unit) ?? 0) + fen);
  }
  const busiest = [...ofReceiver].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([unit]) => unit);
  const useOf = new Map(
    busiest.map((unit, rank) => {
      if (rank < REDS) return [unit, USE_OF_RED];
      return [unit, rank < REDS + YELLOWS ? USE_OF_YELLOW : USE_OF_MOST];
    }),
  );
  return [...forecast]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, fen]) => {
      const [payer = '', receiver = ''] = key.split('/');
      const use = useOf.get(receiver) ?? USE_OF_MOST;
      return { payer, receiver, amount: yuanOf(Math.max(100, Math.round((fen * 100) / (use * months)))) };
    });
}
