import { Inject, Injectable } from '@nestjs/common';
import { ok, RegionCode, workingCalendar, type BusinessDate, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import { POLICY_BOOK } from '../../tokens.js';
import type { Term } from '../domain/hand-claim.js';

/** 手工报销时限 of the place of insurance, in working days from the day the papers are complete (SET-17; HA art. 19). */
@Injectable()
export class HandClaimTerms {
  constructor(@Inject(POLICY_BOOK) private readonly policies: PolicyBook) {}

  /** Refused for a year whose working days are not published. */
  from(insuredRegion: string, completeOn: BusinessDate): Result<Term> {
    const policy = this.policies.registration(RegionCode.of(insuredRegion), completeOn);
    if (!policy.ok) return policy;
    const days = policy.value.values.handClaims;
    if (days === null) return ok({ completeOn, dueOn: null, limitOn: null });
    const dueOn = workingCalendar.tryAddWorkingDays(completeOn, days.workingDays);
    if (!dueOn.ok) return dueOn;
    const limitOn = workingCalendar.tryAddWorkingDays(completeOn, days.longestWorkingDays);
    return limitOn.ok ? ok({ completeOn, dueOn: dueOn.value, limitOn: limitOn.value }) : limitOn;
  }
}
