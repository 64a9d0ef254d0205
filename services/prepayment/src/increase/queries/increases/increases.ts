import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../../advance/domain/official-order.js';

export interface IncreaseLine {
  readonly increaseId: string;
  readonly month: string;
  readonly receiver: string;
  readonly payer: string;
  readonly status: 'requested' | 'granted' | 'declined' | 'paid';
  readonly requested: string;
  readonly requestedOn: string;
  readonly reason: string;
  readonly granted: string | null;
  readonly grantedOn: string | null;
  readonly submitBy: string | null;
  readonly payBy: string | null;
  readonly nextClearingOn: string | null;
  /** 移交财政 by the payer. */
  readonly handedOverOn: string | null;
  readonly declinedReason: string | null;
  readonly paidOn: string | null;
  readonly reportedLate: boolean | null;
  /** The two persons of the grant (SEC-04), and what was proposed. */
  readonly proposedAmount: string | null;
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  readonly receivedOn: string | null;
  /** Granted, its day of payment is past, and no payment was reported. */
  readonly overdue: boolean;
}

/** 紧急调增 of a month, of one unit as either side or of all. */
export class IncreasesQuery extends Query<readonly IncreaseLine[]> {
  constructor(
    readonly month: string | null,
    readonly unit: string | null,
    readonly today: string,
  ) {
    super();
  }
}

const MAX_LINES = 2000;

@QueryHandler(IncreasesQuery)
export class IncreasesHandler implements IQueryHandler<IncreasesQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, unit, today }: IncreasesQuery): Promise<readonly IncreaseLine[]> {
    const rows = await this.store.database.read<IncreaseLine>(
      `select increase_id as "increaseId", month, receiver, payer, status, requested::text,
              requested_on::text as "requestedOn", reason, granted::text, granted_on::text as "grantedOn",
              submit_by::text as "submitBy", pay_by::text as "payBy", next_clearing_on::text as "nextClearingOn",
              handed_over_on::text as "handedOverOn", declined_reason as "declinedReason", paid_on::text as "paidOn", reported_late as "reportedLate",
              proposed_amount::text as "proposedAmount", proposed_by as "proposedBy", approved_by as "approvedBy",
              received_on::text as "receivedOn",
              (status = 'granted' and pay_by < $3) as overdue
         from read_increases.increase
        where ($1::text is null or month = $1) and ($2::text is null or $2 in (receiver, payer))
        order by month desc, increase_id limit ${MAX_LINES}`,
      [month, unit, today],
    );
    return [...rows].sort(
      (a, b) =>
        b.month.localeCompare(a.month) || byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer),
    );
  }
}
