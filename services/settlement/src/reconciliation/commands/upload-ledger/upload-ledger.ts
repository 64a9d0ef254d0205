import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, sha256 } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';

export interface LedgerEntry {
  readonly claimId: string;
  readonly state: 'settled' | 'refunded';
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly cash: string;
}

export interface Ledger {
  readonly side: 'care' | 'insured';
  readonly unit: string;
  readonly businessDate: string;
  readonly entries: readonly LedgerEntry[];
  readonly uploadedBy: string;
  /** The date it is reported on: nobody reports a day that has not come. */
  readonly on: string;
}

export type UploadedLedger = { readonly entries: number; readonly total: string; readonly revision: number };

/** 报送日对账文件: replaces what the unit reported for the day before; the same file again changes nothing. */
export class UploadLedgerCommand extends Command<Result<UploadedLedger>> {
  constructor(readonly ledger: Ledger) {
    super();
  }
}

@CommandHandler(UploadLedgerCommand)
export class UploadLedgerHandler implements ICommandHandler<UploadLedgerCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ ledger }: UploadLedgerCommand): Promise<Result<UploadedLedger>> {
    if (ledger.businessDate > ledger.on) {
      return reject('ledger.future', 'REC-01', '对账日期不能晚于当前业务日期', ['businessDate']);
    }
    const { side, unit, businessDate, entries } = ledger;
    const total = Money.sum(entries.map((entry) => Money.of(entry.total))).toString();
    const digest = sha256(JSON.stringify(entries));
    const revision = await this.store.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`ledger ${side} ${unit} ${businessDate}`]);
      const [known] = await tx.query<{ revision: number; digest: string }>(
        'select revision, digest from ledger_upload where side = $1 and unit = $2 and business_date = $3',
        [side, unit, businessDate],
      );
      if (known?.digest === digest) return known.revision;
      await tx.query('delete from ledger_entry where side = $1 and unit = $2 and business_date = $3', [
        side,
        unit,
        businessDate,
      ]);
      await tx.query(
        `insert into ledger_upload (side, unit, business_date, revision, entries, total, digest, uploaded_by)
         values ($1, $2, $3, 1, $4, $5, $6, $7)
         on conflict (side, unit, business_date) do update set revision = ledger_upload.revision + 1,
           entries = $4, total = $5, digest = $6, uploaded_by = $7, uploaded_at = now()`,
        [side, unit, businessDate, entries.length, total, digest, ledger.uploadedBy],
      );
      await tx.query(
        `insert into ledger_entry (side, unit, business_date, line, claim_id, state, total, fund_total, account, cash)
         select $1, $2, $3, n, e."claimId", e.state, e.total, e."fundTotal", e.account, e.cash
           from rows from (jsonb_to_recordset($4::jsonb) as ("claimId" text, state text, total numeric,
             "fundTotal" numeric, account numeric, cash numeric)) with ordinality
             as e("claimId", state, total, "fundTotal", account, cash, n)`,
        [side, unit, businessDate, JSON.stringify(entries)],
      );
      return (known?.revision ?? 0) + 1;
    });
    return ok({ entries: entries.length, total, revision });
  }
}
