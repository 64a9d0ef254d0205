import type { VisitKind } from '#contracts';
import type { Random } from '../random.js';

/** One fee line: national catalogue code, price and count. Amounts in fen, whole numbers. */
export interface FeePlan {
  readonly code: string;
  readonly priceFen: number;
  readonly count: number;
}

export const amountFen = ({ priceFen, count }: FeePlan): number => priceFen * count;
export const sumFen = (lines: readonly FeePlan[]): number => lines.reduce((sum, line) => sum + amountFen(line), 0);
/** Fen as yuan text with two decimals. */
export const yuanOf = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

const CONSULTATION: FeePlan = { code: '001102000010000-110200001', priceFen: 1500, count: 1 };
/** What fills a bill up to its total: an item of class A without a ceiling. */
const INFUSION = '001204000060000-120400006';

type Item = readonly [code: string, lowFen: number, highFen: number, most: number];
const ITEMS: Readonly<Record<VisitKind, readonly Item[]>> = {
  outpatient: [
    ['002501010010000-250101001', 1800, 2500, 1],
    ['XA10BFA047A001010103322', 80, 300, 30],
    ['XA02BCA209A010010104021', 452, 452, 14],
    ['ZA04BAF0173010104036', 60, 150, 40],
    ['002101010030000-210101003', 6000, 9000, 1],
  ],
  chronic: [
    ['XA10BXR075A001010103321', 150, 420, 90],
    ['XC08CAA259A001010100483', 110, 180, 90],
    ['003110000010000-311000001', 38_000, 45_000, 3],
    ['ZA06AAX0312010104892', 90, 260, 60],
  ],
  pharmacy: [
    ['XA10BFA047A001010103322', 80, 300, 40],
    ['ZA04BAF0173010104036', 60, 150, 60],
    ['XA02BCA209A010010104021', 452, 452, 14],
  ],
  inpatient: [
    ['001109000010000-110900001', 4000, 9000, 12],
    ['001201000030000-120100003', 1500, 2600, 12],
    ['002103000010000-210300001', 18_000, 32_000, 2],
    ['002102000010000-210200001', 45_000, 72_000, 1],
    ['XA02BCA209A010010104021', 452, 452, 30],
    ['C0201011180100202431', 280, 640, 30],
    ['XL01EBA038A001010102746', 12_000, 26_000, 6],
    ['001112000010000-111200001', 5000, 20_000, 1],
  ],
};

/** A bill of so many fen: some items of its kind, then what is missing as infusions. */
export function makeFees(random: Random, kind: VisitKind, totalFen: number): readonly FeePlan[] {
  const lines: FeePlan[] = kind === 'pharmacy' || totalFen < 3000 ? [] : [CONSULTATION];
  const tries = kind === 'inpatient' ? 8 : 3;
  for (let index = 0; index < tries; index += 1) {
    const [code, low, high, most] = random.pick(ITEMS[kind]);
    const line = { code, priceFen: random.int(low, high), count: random.int(1, most) };
    if (sumFen(lines) + amountFen(line) < totalFen) lines.push(line);
  }
  const rest = totalFen - sumFen(lines);
  return rest === 0 ? lines : [...lines, { code: INFUSION, priceFen: rest, count: 1 }];
}

/** Published means per settlement are for the fund; bills are larger by what the patient bears (volumes, section 5). */
export function makeTotalFen(random: Random, kind: VisitKind): number {
  switch (kind) {
    case 'outpatient':
      return random.int(5_000, 42_000);
    case 'chronic':
      return random.int(60_000, 240_000);
    case 'pharmacy':
      return random.int(3_000, 32_000);
    case 'inpatient':
      return stayTotalFen(random);
    default:
      return kind satisfies never;
  }
}

interface Band {
  readonly permille: number;
  readonly lowFen: number;
  readonly highFen: number;
}

/**
 * Bills of stays, where funds bear three fifths: 38% of stays cost the fund more than 10,000 yuan, 5% more than 50,000, 0.8%
 * more than 100,000, about 11,000 in the mean (volumes, sections 3 and 5). One in fifty stands at the border of AUD-01.
 */
const STAYS: readonly Band[] = [
  { permille: 10, lowFen: 2_999_999, highFen: 2_999_999 },
  { permille: 10, lowFen: 3_000_000, highFen: 3_000_000 },
  { permille: 620, lowFen: 200_000, highFen: 1_150_000 },
  { permille: 270, lowFen: 1_670_000, highFen: 2_900_000 },
  { permille: 40, lowFen: 3_000_000, highFen: 8_300_000 },
  { permille: 42, lowFen: 8_300_000, highFen: 16_600_000 },
  { permille: 8, lowFen: 16_600_000, highFen: 22_000_000 },
];

function stayTotalFen(random: Random): number {
  let draw = random.int(0, 999);
  for (const { permille, lowFen, highFen } of STAYS) {
    if (draw < permille) return random.int(lowFen, highFen);
    draw -= permille;
  }
  throw new RangeError('the bands of stays do not add up to 1000');
}
