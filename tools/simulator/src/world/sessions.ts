import type { VisitKind } from '#contracts';
import type { Random } from '../random.js';
import { makeFees, makeTotalFen, type FeePlan } from './fees.js';
import type { Institution } from './institutions.js';
import type { Person } from './people.js';

/** What one patient does at one institution: an outpatient visit, a purchase or a stay. Days are those of the month. */
export interface Session {
  readonly number: number;
  readonly person: Person;
  readonly institution: Institution;
  readonly kind: VisitKind;
  /** Day of the visit, of the discharge for a stay. */
  readonly day: number;
  /** A stay's admission, on this day or before. */
  readonly admissionDay: number;
  readonly lines: readonly FeePlan[];
  /** Asks for a trial settlement first (2206, 2303). */
  readonly tries: boolean;
  readonly usesAccount: boolean;
  /** Day on which it is refunded; null where it stands. */
  readonly refundDay: number | null;
  /** Whether the platform must settle it, or refuse it by rule. */
  readonly expected: 'settled' | 'refused';
}

export interface SessionOf {
  readonly number: number;
  readonly person: Person;
  readonly institution: Institution;
  readonly kind: VisitKind;
  readonly day: number;
  readonly lastDay: number;
  /** The bill where it is not drawn; such a session is never refunded. */
  readonly totalFen?: number;
}

const MOST_DAYS_OF_STAY = 9;

/** Suspended cover is refused (SET-18); so is a visit without filing, but not a purchase at a pharmacy (REG-02). */
function expectedOf({ person, kind }: SessionOf): Session['expected'] {
  const filed = person.filing !== null || kind === 'pharmacy';
  return filed && person.insuranceStatus === '1' ? 'settled' : 'refused';
}

export function makeSession(random: Random, of: SessionOf): Session {
  const { person, kind, day, lastDay } = of;
  const refunded = random.permille(20) && of.totalFen === undefined;
  const expected = expectedOf(of);
  const refundDay = Math.min(lastDay, day + random.int(0, 3));
  return {
    ...{ number: of.number, person, institution: of.institution, kind, day, expected },
    admissionDay: kind === 'inpatient' ? Math.max(1, day - random.int(1, MOST_DAYS_OF_STAY)) : day,
    lines: makeFees(random, kind, of.totalFen ?? makeTotalFen(random, kind)),
    tries: random.permille(350),
    usesAccount: person.insuranceType === '310' && random.permille(700),
    refundDay: refunded && expected === 'settled' ? refundDay : null,
  };
}

/** Shares of volumes, section 5: 5.1% stays, 63.8% outpatient, 4.4% chronic, 26.7% pharmacies. */
const SHARES: readonly (readonly [VisitKind, number])[] = [
  ['inpatient', 51],
  ['outpatient', 638],
  ['chronic', 44],
  ['pharmacy', 267],
];

/** Kinds of so many claims, in these shares; what rounding leaves is outpatient. */
export function kindsOf(claims: number): readonly VisitKind[] {
  const counts = SHARES.map(([kind, share]) => [kind, Math.max(1, Math.floor((claims * share) / 1000))] as const);
  const kinds = counts.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
  const missing = Math.max(0, claims - kinds.length);
  return [...kinds, ...Array.from({ length: missing }, () => 'outpatient' as const)];
}
