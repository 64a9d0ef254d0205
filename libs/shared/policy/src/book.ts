import type { BusinessDate, RegionCode, Result } from '#kernel';
import { effectivePolicy, effectiveRegistration, firstDayOfRegistration } from './effective.js';
import type { EffectivePolicy, EffectiveRegistration } from './effective.js';
import type { Scheme } from './parameters.js';
import type { PolicyTable } from './table.js';

/** 32 units with a few hundred pooling areas, two schemes, some dates in use: beyond this the memory is started anew. */
const REMEMBERED_LIMIT = 4096;

/** 政策库 The policy tables of a process. Remembers what it merged, since a settlement asks for every claim. */
export class PolicyBook {
  readonly #benefits = new Map<string, Result<EffectivePolicy>>();
  readonly #registrations = new Map<string, Result<EffectiveRegistration>>();
  readonly #firstDays = new Map<string, BusinessDate | null>();

  constructor(readonly tables: readonly PolicyTable[]) {}

  /** See `effectivePolicy`. */
  benefit(region: RegionCode, scheme: Scheme, date: BusinessDate): Result<EffectivePolicy> {
    const merge = (): Result<EffectivePolicy> => effectivePolicy(this.tables, region, scheme, date);
    return remember(this.#benefits, `${region}|${scheme}|${date}`, merge);
  }

  /** See `effectiveRegistration`. */
  registration(region: RegionCode, date: BusinessDate): Result<EffectiveRegistration> {
    const merge = (): Result<EffectiveRegistration> => effectiveRegistration(this.tables, region, date);
    return remember(this.#registrations, `${region}|${date}`, merge);
  }

  /** See `firstDayOfRegistration`. */
  firstRegistrationDay(region: RegionCode): BusinessDate | null {
    return remember(this.#firstDays, region, () => firstDayOfRegistration(this.tables, region));
  }
}

function remember<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= REMEMBERED_LIMIT) memory.clear();
  const made = make();
  memory.set(key, made);
  return made;
}
