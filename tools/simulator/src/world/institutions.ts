import type { RegionCode } from '#kernel';
import type { Random } from '../random.js';
import { PLACES } from './places.js';

/** A hospital or pharmacy with the habits of its software. */
export interface Institution {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly region: RegionCode;
  readonly kind: 'hospital' | 'pharmacy';
  /** 医保结算等级 1, 2, 3. */
  readonly settlementLevel: 1 | 2 | 3;
  readonly transport: 'csb' | 'x-tif' | 'apikey';
  readonly secret: string;
  /** Sends 2203A, 2206A, 2207A instead of the plain forms. */
  readonly usesAForms: boolean;
  /** Sends amounts as JSON text, not as numbers. */
  readonly sendsText: boolean;
}

const LEVELS = [3, 3, 2, 1] as const;
const TRANSPORTS = ['apikey', 'csb', 'x-tif'] as const;

function institution(random: Random, unit: string, number: number, kind: Institution['kind']): Institution {
  const place = PLACES.find((candidate) => candidate.unit === unit) as (typeof PLACES)[number];
  const code = `${kind === 'hospital' ? 'H' : 'P'}${place.careRegion}${String(number).padStart(5, '0')}`;
  return {
    code,
    name: `${kind === 'hospital' ? '模拟医院' : '模拟药店'}${code.slice(1)}`,
    unit,
    region: place.careRegion,
    kind,
    settlementLevel: kind === 'pharmacy' ? 1 : random.pick(LEVELS),
    transport: random.pick(TRANSPORTS),
    secret: `secret-of-${code}`,
    usesAForms: random.permille(300),
    sendsText: random.permille(500),
  };
}

/** At least one hospital and one pharmacy in every unit, more with more claims. */
export function makeInstitutions(random: Random, claims: number): readonly Institution[] {
  const perUnit = Math.max(1, Math.round(claims / 1600));
  return PLACES.flatMap(({ unit }) =>
    (['hospital', 'pharmacy'] as const).flatMap((kind) =>
      Array.from({ length: perUnit }, (_, index) => institution(random, unit, index + 1, kind)),
    ),
  );
}
