import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { CLEARING_UNITS, shiftMonth, type ClearingMonth } from '#kernel';
import { EVENT_STORE } from '#service';
import { CLEARED } from '../../../claims/waiting-reason.js';
import { monitoringFigures, type MonitoringFigures, type MonthFacts, type Reserve } from '../../domain/monitoring.js';

export interface MonitoringLine extends MonitoringFigures, MonthFacts {
  /** The place of insurance. */
  readonly unit: string;
  readonly manualInpatients: number | null;
}

/** 运行监控 of the claims in the clearing of a month, by place of insurance, of one unit or of all (COL-04). */
export class MonitoringQuery extends Query<readonly MonitoringLine[]> {
  constructor(
    readonly month: ClearingMonth,
    readonly unit: string | null,
  ) {
    super();
  }
}

type FactRow = MonthFacts & { readonly month: string; readonly unit: string };
interface ReportRow {
  readonly unit: string;
  readonly manualInpatients: number;
  readonly reserves: readonly Reserve[];
}

const NOTHING: MonthFacts = { claims: 0, inpatients: 0, total: '0.00', payable: '0.00', deducted: '0.00' };

@QueryHandler(MonitoringQuery)
export class MonitoringHandler implements IQueryHandler<MonitoringQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, unit }: MonitoringQuery): Promise<readonly MonitoringLine[]> {
    const months = [shiftMonth(month, -1), month];
    const [rows, reports] = await Promise.all([this.facts(months, unit), this.reports(month, unit)]);
    const factsOf = (of: string, in_: string): MonthFacts | null =>
      rows.find((row) => row.unit === of && row.month === in_) ?? null;
    return CLEARING_UNITS.filter(({ code }) => unit === null || unit === code).map(({ code }) => {
      const { claims, inpatients, total, payable, deducted } = factsOf(code, month) ?? NOTHING;
      const facts = { claims, inpatients, total, payable, deducted };
      const report = reports.find((one) => one.unit === code) ?? null;
      return {
        ...{ unit: code, ...facts, manualInpatients: report?.manualInpatients ?? null },
        ...monitoringFigures(facts, factsOf(code, months[0] ?? ''), report),
      };
    });
  }

  /** Sums of the claims of each month's clearing, and what its table deducted, less what it gave back. */
  private facts(months: readonly string[], unit: string | null): Promise<readonly FactRow[]> {
    return this.store.database.read<FactRow>(
      `with cleared as (
         select period as month, payer as unit, sum(case when refund_of is null then 1 else -1 end)::integer as claims,
                coalesce(sum(case when refund_of is null then 1 else -1 end) filter (where visit_kind = 'inpatient'), 0)::integer as inpatients,
                sum(total)::numeric(18, 2) as total, sum(payable)::numeric(18, 2) as payable
           from claim c where period = any($1) and ${CLEARED('c')} and ($2::text is null or payer = $2) group by 1, 2
       ), deducted as (
         select month, payer as unit, sum(deducted) as deducted
           from read_periods.cell where month = any($1) and ($2::text is null or payer = $2) group by 1, 2
       )
       select month, unit, coalesce(claims, 0) as claims, coalesce(inpatients, 0) as inpatients,
              coalesce(total, 0)::numeric(18, 2)::text as total, coalesce(payable, 0)::numeric(18, 2)::text as payable,
              coalesce(deducted, 0)::numeric(18, 2)::text as deducted
         from cleared full join deducted using (month, unit)`,
      [months, unit],
    );
  }

  private reports(month: string, unit: string | null): Promise<readonly ReportRow[]> {
    return this.store.database.read<ReportRow>(
      `select unit, manual_inpatients as "manualInpatients", reserves from read_monitoring.report
        where month = $1 and ($2::text is null or unit = $2)`,
      [month, unit],
    );
  }
}
