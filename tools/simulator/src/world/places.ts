import { CLEARING_UNITS, RegionCode } from '#kernel';

/** Units that are filed to as a whole (REG-04); the others are filed to by city. */
const WHOLE = ['11', '12', '31', '46', '50', '54', '66'];

/** Pooling areas whose own tables are among the policies. */
const WITH_TABLES: Readonly<Record<string, readonly string[]>> = {
  '32': ['320200', '320800', '321100'],
  '41': ['419001', '410100'],
  '44': ['440200', '440700'],
};

export interface Place {
  readonly unit: string;
  /** Where people of the unit are insured. */
  readonly insuredRegions: readonly RegionCode[];
  /** District of its institutions. */
  readonly careRegion: RegionCode;
  /** What a filing to these institutions names. */
  readonly destination: RegionCode;
}

function placeOf(unit: string): Place {
  const whole = WHOLE.includes(unit);
  const own = WITH_TABLES[unit] ?? (whole ? [`${unit}0000`] : [`${unit}0100`, `${unit}0200`]);
  return {
    unit,
    insuredRegions: own.map((code) => RegionCode.of(code)),
    careRegion: RegionCode.of(`${unit}0102`),
    destination: RegionCode.of(whole ? `${unit}0000` : `${unit}0100`),
  };
}

export const PLACES: readonly Place[] = CLEARING_UNITS.map(({ code }) => placeOf(code));

/** Where many go: the centres of care are drawn more often than others. */
export const CENTRES: readonly string[] = ['11', '31', '31', '32', '33', '33', '44', '44', '51', '42', '11', '50'];

export const placeOfUnit = (unit: string): Place => {
  const place = PLACES.find((candidate) => candidate.unit === unit);
  if (place === undefined) throw new RangeError(`unit ${unit}`);
  return place;
};
