import { addDays, businessDate, type BusinessDate, type Result } from '#kernel';
import type { PolicyBook, RegistrationValues } from '#policy';
import type { PolicyOn } from '../../domain/policy-in-force.js';
import { policiesOf } from '../policies-of.js';

/**
 * Policies of many places on many days. Nothing changes between two days on which some table begins or has ended, so a file with
 * thousands of days asks for a handful of policies a place.
 */
export class PolicyPeriods {
  private readonly borders: readonly string[];
  private readonly places = new Map<string, Result<PolicyOn>>();

  constructor(
    private readonly book: PolicyBook,
    private readonly today: BusinessDate,
  ) {
    const days = book.tables.flatMap(({ effectiveFrom, effectiveTo }) =>
      effectiveTo === null ? [effectiveFrom] : [effectiveFrom, addDays(businessDate(effectiveTo), 1)],
    );
    this.borders = [...new Set<string>(days)].sort().reverse();
  }

  /** The policies of a place; refused where there are none today. */
  of(insuredRegion: string): Result<PolicyOn> {
    const known = this.places.get(insuredRegion);
    if (known !== undefined) return known;
    const policies = policiesOf(this.book, insuredRegion, this.today);
    const made: Result<PolicyOn> = policies.ok ? { ok: true, value: this.byPeriod(policies.value) } : policies;
    this.places.set(insuredRegion, made);
    return made;
  }

  private byPeriod(policyOn: PolicyOn): PolicyOn {
    const values = new Map<string, RegistrationValues>();
    return (date) => {
      const period = this.borders.find((border) => border <= date) ?? '';
      const known = values.get(period) ?? policyOn(date);
      values.set(period, known);
      return known;
    };
  }
}
