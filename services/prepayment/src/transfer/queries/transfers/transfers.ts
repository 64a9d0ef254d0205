import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../../advance/domain/official-order.js';

export interface TransferLine {
  readonly transferId: string;
  readonly year: number;
  readonly receiver: string;
  readonly payer: string;
  /** Yuan, always positive. */
  readonly amount: string;
  /** "*": the place of care gives back (PRE-02). */
  readonly mark: '' | '*';
  readonly noticedOn: string;
  readonly submitBy: string;
  readonly payBy: string;
  /** 移交财政 (PRE-03). */
  readonly handedOverOn: string | null;
  readonly paidOn: string | null;
  readonly paidBank: string | null;
  readonly paidSerialNumber: string | null;
  readonly receivedOn: string | null;
  readonly receivedBank: string | null;
  readonly receivedSerialNumber: string | null;
  /** Not paid although its last day is past. */
  readonly overdue: boolean;
}

/** 预付金划拨 of a year, of one unit as either side or of all. */
export class TransfersQuery extends Query<readonly TransferLine[]> {
  constructor(
    readonly year: number,
    readonly unit: string | null,
    readonly today: string,
  ) {
    super();
  }
}

@QueryHandler(TransfersQuery)
export class TransfersHandler implements IQueryHandler<TransfersQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ year, unit, today }: TransfersQuery): Promise<readonly TransferLine[]> {
    const rows = await this.store.database.read<TransferLine>(
      `select transfer_id as "transferId", year, receiver, payer, amount::text, case when returned then '*' else '' end as mark,
              noticed_on::text as "noticedOn", submit_by::text as "submitBy", pay_by::text as "payBy",
              handed_over_on::text as "handedOverOn", paid_on::text as "paidOn", paid_bank as "paidBank", paid_serial_number as "paidSerialNumber",
              received_on::text as "receivedOn", received_bank as "receivedBank",
              received_serial_number as "receivedSerialNumber", paid_on is null and pay_by < $3 as overdue
         from read_transfers.transfer where year = $1 and ($2::text is null or $2 in (receiver, payer))
        order by transfer_id`,
      [year, unit, today],
    );
    return [...rows].sort((a, b) => byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer));
  }
}
