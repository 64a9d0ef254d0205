import { ok, RegionCode, unwrap, type BusinessDate, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import type { PolicyOn } from '../domain/policy-in-force.js';

/** The policies of a place, sure to be complete today. Days before its first complete table go by that of today. */
export function policiesOf(book: PolicyBook, insuredRegion: string, today: BusinessDate): Result<PolicyOn> {
  const region = RegionCode.of(insuredRegion);
  const now = book.registration(region, today);
  if (!now.ok) return now;
  return ok((date) => {
    const then = book.registration(region, date);
    return then.ok ? then.value.values : unwrap(now).values;
  });
}
