import { isProvinceLevel } from './region.js';

/** 直辖市: units without cities, each one pool. */
const MUNICIPALITIES: readonly string[] = ['11', '12', '31', '50'];

/** Counties that belong to no city, each a place of its own: 济源 419001, 仙桃 429004 (省直辖县级行政区划). */
const isCountyOfNoCity = (region: string): boolean => region.slice(2, 4) === '90';

/** Whether a region lies in a city or, where insured or filed at that level, in a whole unit (REG-04). */
export function isWithin(region: string, place: string): boolean {
  if (isProvinceLevel(place)) return region.slice(0, 2) === place.slice(0, 2);
  return isCountyOfNoCity(place) ? region === place : region.slice(0, 4) === place.slice(0, 4);
}

/** REG-04: a city covers itself and its counties, a unit filed as a whole all of itself, a capital also the province's own unit. */
export function reaches(destination: string, place: string): boolean {
  if (isWithin(place, destination)) return true;
  const isOfProvince = place.slice(2, 4) === '99' || isProvinceLevel(place);
  return destination.slice(2, 4) === '01' && isOfProvince && place.slice(0, 2) === destination.slice(0, 2);
}

/** The digits that the regions of a place begin with: `32` of the unit `320000`, `3202` of the city `320200`, all six of a county. */
export const digitsOf = (place: string): string => place.replace(/(0000|00)$/, '');

/** 统筹地区 a region belongs to: its city, the municipality as a whole, or the county that belongs to no city (SET-19). */
export function poolOf(region: string): string {
  if (MUNICIPALITIES.includes(region.slice(0, 2))) return `${region.slice(0, 2)}0000`;
  return isProvinceLevel(region) || isCountyOfNoCity(region) ? region : `${region.slice(0, 4)}00`;
}

/** Whether two regions are of one pool, which pays for both and keeps one year for whoever moves between them (SET-19). */
export const isSamePool = (one: string, other: string): boolean => poolOf(one) === poolOf(other);
