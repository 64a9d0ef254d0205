import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { lastDayOf, type ClearingMonth } from '#kernel';
import { EVENT_STORE } from '#service';
import { CLEARED_IN, EXCLUDED, WAITING_REASON } from '../../claims/waiting-reason.js';
import type { NoticeLine } from '../../notice/domain/notice.js';
import type { FundAmounts, TableCell } from '../../period/domain/period.js';
import type { LocalFigures } from '../domain/deduction-rates.js';
import type { BreachLine, HoldLine, InvestigationTableLine, WaitingLine } from '../domain/lists.js';

type FundRow = FundAmounts & Pick<TableCell, 'payer' | 'receiver' | 'scheme'>;

/** What the published tables are made of, each in a fixed order. */
@Injectable()
export class TableReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Cells of the published table of a month, or null before it was generated. */
  async cells(month: ClearingMonth): Promise<readonly TableCell[] | null> {
    const { read } = this.store.database;
    const [generated] = await read('select 1 from read_periods.period where month = $1 and generated_on is not null', [
      month,
    ]);
    if (generated === undefined) return null;
    const [cells, funds] = await Promise.all([
      read<Omit<TableCell, 'funds'>>(
        `select payer, receiver, scheme, claims, payable::text, deducted::text, cleared::text
           from read_periods.cell where month = $1 order by payer, receiver, scheme`,
        [month],
      ),
      read<FundRow>(
        `select payer, receiver, scheme, fund_column as "column", payable::text, deducted::text
           from read_periods.fund where month = $1 order by payer, receiver, scheme, fund_column`,
        [month],
      ),
    ]);
    const byCell = new Map<string, FundAmounts[]>(cells.map((cell) => [keyOf(cell), []]));
    for (const fund of funds) byCell.get(keyOf(fund))?.push(amountsOf(fund));
    return cells.map((cell) => ({ ...cell, funds: byCell.get(keyOf(cell)) ?? [] }));
  }

  /** Lines of a unit's notice; null before the notices were published. */
  async noticeLines(month: ClearingMonth, unit: string, annex: string): Promise<readonly NoticeLine[] | null> {
    const { read } = this.store.database;
    const [published] = await read('select 1 from read_periods.period where month = $1 and published_on is not null', [
      month,
    ]);
    if (published === undefined) return null;
    return read<NoticeLine>(
      `select counterparty as unit, amount::text, returned from read_notices.line
        where month = $1 and unit = $2 and annex = $3 order by counterparty, returned`,
      [month, unit, annex],
    );
  }

  /** Holds of the claims settled in a month. */
  holds(month: ClearingMonth, unit: string | null): Promise<readonly HoldLine[]> {
    return this.store.database.read<HoldLine>(
      `select h.claim_id as "claimId", h.payer, h.receiver, h.total::text, h.opened_on::text as "openedOn",
              h.released_on::text as "releasedOn", h.cause, h.investigation, ${CLEARED_IN('c')} as period
         from read_holds.hold h join claim c using (claim_id)
        where h.status <> 'none' and c.settled_on between $1 and $2 and ($3::text is null or $3 in (h.payer, h.receiver)) order by 1`,
      [`${month}-01`, lastDayOf(month), unit],
    );
  }

  /** Claims up to the end of a month that did not enter its clearing. */
  waiting(month: ClearingMonth, unit: string | null): Promise<readonly WaitingLine[]> {
    return this.store.database.read<WaitingLine>(
      `select c.claim_id as "claimId", c.payer, c.receiver, c.settled_on::text as "settledOn", c.payable::text,
              case when c.period is null then ${WAITING_REASON('$1')} end as reason, ${CLEARED_IN('c')} as period,
              exists (select from read_periods.overdue o where o.month = $1 and o.claim_id = c.claim_id) as overdue
         from claim c
        where c.settled_on <= $2 and (c.period is null or c.period > $1) and not ${EXCLUDED}
          and ($3::text is null or $3 in (c.payer, c.receiver)) order by c.settled_on, c.claim_id`,
      [month, lastDayOf(month), unit],
    );
  }

  /** Claims that broke a limit of CLR-02 at the cut-off of a month. */
  breaches(month: ClearingMonth, unit: string | null): Promise<readonly BreachLine[]> {
    return this.store.database.read<BreachLine>(
      `select o.claim_id as "claimId", c.payer, c.receiver, c.settled_on::text as "settledOn", c.payable::text,
              o.reason, o."limit", ${CLEARED_IN('c')} as period
         from read_periods.overdue o join claim c using (claim_id)
        where o.month = $1 and ($2::text is null or $2 in (c.payer, c.receiver)) order by c.settled_on, c.claim_id`,
      [month, unit],
    );
  }

  /** What places of care reported of their own insured (AUD-07). */
  localFigures(month: ClearingMonth): Promise<readonly LocalFigures[]> {
    return this.store.database.read<LocalFigures>(
      'select unit, audited::text, deducted::text from read_local_audits.figure where month = $1 order by unit',
      [month],
    );
  }

  /** The list frozen on the 26th of a month. */
  investigations(listMonth: ClearingMonth, unit: string | null): Promise<readonly InvestigationTableLine[]> {
    return this.store.database.read<InvestigationTableLine>(
      `select l.claim_id as "claimId", l.payer, l.receiver, c.institution_code as "institutionCode",
              c.inpatient_number as "inpatientNumber", c.invoice_number as "invoiceNumber",
              c.admitted_on::text as "admittedOn", c.discharged_on::text as "dischargedOn", c.total::text,
              l.requested_on::text as "requestedOn", l.rolled_over as "rolledOver"
         from read_investigation_lists.line l join claim c using (claim_id)
        where l.list_month = $1 and ($2::text is null or $2 in (l.payer, l.receiver)) order by l.payer, l.claim_id`,
      [listMonth, unit],
    );
  }
}

const keyOf = ({ payer, receiver, scheme }: Pick<TableCell, 'payer' | 'receiver' | 'scheme'>): string =>
  `${payer}/${receiver}/${scheme}`;
const amountsOf = ({ column, payable, deducted }: FundRow): FundAmounts => ({ column, payable, deducted });
