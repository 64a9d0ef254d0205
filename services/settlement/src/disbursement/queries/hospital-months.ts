import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import {
  dayIn,
  lastDayOf,
  Money,
  nextMonth,
  ok,
  RegionCode,
  shiftMonth,
  type BusinessDate,
  type ClearingMonth,
  type Result,
} from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../tokens.js';
import { lineOf, type HospitalLine, type HospitalMonth, type PayHospital } from '../domain/hospital-payment.js';

/** What a claim takes from the funds and the account is what its place of care pays the hospital. */
const MONTHS = `
  select c.institution_code as "institutionCode", coalesce(i.region, c.care_region) as region,
         c.claims, c.unconfirmed, c.confirmed::text as confirmed,
         coalesce(p.paid, 0)::numeric(18, 2)::text as paid, coalesce(p.late, false) as "paidLate"
    from (select institution_code, min(care_region) as care_region, count(*)::integer as claims,
                 count(*) filter (where confirmed_on is null)::integer as unconfirmed,
                 coalesce(sum(fund_total + account) filter (where confirmed_on is not null), 0)::numeric(18, 2) as confirmed
            from read_claims.claim
           where receiver = $1 and settled_on between $2 and $3 and ($5::text is null or institution_code = $5)
           group by institution_code) c
    left join (select institution_code, sum(amount) as paid, bool_or(late) as late from read_hospital_payments.payment
                where month = $4 group by institution_code) p using (institution_code)
    left join institution i on i.code = c.institution_code
   order by c.institution_code`;

/** Months for which a hospital's accounts are held together: the claims of January are cleared by the end of the next March (CLR-02). */
const HELD_TOGETHER = 14;
/** A month's refunds may take it below zero after an earlier one was paid; that is kept back from the others. */
const CONFIRMED_OF_OTHERS = `
  select coalesce(sum(fund_total + account), 0)::numeric(18, 2)::text as confirmed from read_claims.claim
   where institution_code = $1 and settled_on >= $2 and settled_on not between $3 and $4 and confirmed_on is not null`;

/** 逐院对账确认与拨付 The month of every institution of a place of care, or of one (REC-03). */
@Injectable()
export class HospitalMonths {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  async of(
    { unit, month, institutionCode = null }: MonthAsked,
    today: BusinessDate,
  ): Promise<Result<readonly HospitalLine[]>> {
    const rows = await this.store.database.read<HospitalMonth & { readonly region: string }>(MONTHS, [
      ...[unit, dayIn(month, 1), lastDayOf(month), month, institutionCode],
    ]);
    const lines: HospitalLine[] = [];
    for (const { region, ...row } of rows) {
      const days = this.daysOf(region, month, today);
      if (!days.ok) return days;
      lines.push(lineOf(row, { ...days.value, today }));
    }
    return ok(lines);
  }

  /** What is confirmed of all other months of an institution together, and from which month on. */
  async others({
    institutionCode,
    month,
  }: Pick<MonthAsked, 'month'> & { institutionCode: string }): Promise<
    Pick<PayHospital, 'confirmedOfOthers' | 'since'>
  > {
    const since = shiftMonth(month, -HELD_TOGETHER);
    const days = [dayIn(since, 1), dayIn(month, 1), lastDayOf(month)];
    const [row] = await this.store.database.read<{ confirmed: string }>(CONFIRMED_OF_OTHERS, [
      institutionCode,
      ...days,
    ]);
    return { confirmedOfOthers: Money.of(row?.confirmed ?? '0.00'), since };
  }

  /** By the policy of the place of care on that day. */
  daysOf(
    region: string,
    month: ClearingMonth,
    today: BusinessDate,
  ): Result<{ readonly confirmBy: BusinessDate; readonly payBy: BusinessDate }> {
    const policy = this.policies.registration(RegionCode.of(region), today);
    if (!policy.ok) return policy;
    const { 'hospitals.confirmBy': confirmBy, 'hospitals.payBy': payBy } = policy.value.values;
    const next = nextMonth(month);
    return ok({ confirmBy: dayIn(next, confirmBy), payBy: dayIn(next, payBy) });
  }
}

export interface MonthAsked {
  readonly unit: string;
  readonly month: ClearingMonth;
  readonly institutionCode?: string | null;
}
