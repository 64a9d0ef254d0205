import { ok, RegionCode, unwrap, type BusinessDate, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import type { PolicyOn } from '../domain/policy-in-force.js';

/**
 * The policies of a place, sure to be complete today. Days before its first complete table go by that one: it is the nearest to what was
 * said to who filed then, and what a transition keeps of the old rules (REG-18). A gap later on goes by the table of today.
 */
export function policiesOf(book: PolicyBook, insuredRegion: string, today: BusinessDate): Result<PolicyOn> {
  const region = RegionCode.of(insuredRegion);
  const now = book.registration(region, today);
  if (!now.ok) return now;
  return ok((date) => {
    const then = book.registration(region, date);
    if (then.ok) return then.value.values;
    const first = book.firstRegistrationDay(region);
    return unwrap(first !== null && date < first ? book.registration(region, first) : now).values;
  });
}
