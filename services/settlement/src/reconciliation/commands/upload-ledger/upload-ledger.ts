import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type WriteTransaction } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { partsOf, type LedgerEntry } from './ledger-csv.js';

export interface Ledger {
  readonly side: 'care' | 'insured';
  readonly unit: string;
  readonly businessDate: string;
  /** Batches of entries in the order of the file; a file of a million claims is never whole in memory. */
  readonly entries: AsyncIterable<readonly LedgerEntry[]>;
  readonly uploadedBy: string;
  /** The date it is reported on: nobody reports a day that has not come. */
  readonly on: string;
}

export type UploadedLedger = { readonly entries: number; readonly total: string; readonly revision: number };

/** 报送日对账文件: replaces what the unit reported for the day before; the same file again changes nothing (REC-01, REC-02). */
export class UploadLedgerCommand extends Command<Result<UploadedLedger>> {
  constructor(readonly ledger: Ledger) {
    super();
  }
}

/** The file is the one that stands already: what was written of it is taken back. */
class SameLedger extends Error {
  constructor(readonly stands: UploadedLedger) {
    super('the ledger has been uploaded before');
  }
}

@CommandHandler(UploadLedgerCommand)
export class UploadLedgerHandler implements ICommandHandler<UploadLedgerCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ ledger }: UploadLedgerCommand): Promise<Result<UploadedLedger>> {
    if (ledger.businessDate > ledger.on) {
      return reject('ledger.future', 'REC-01', '对账日期不能晚于当前业务日期', ['businessDate']);
    }
    try {
      return ok(await this.store.transaction((tx) => replace(tx, ledger)));
    } catch (error) {
      if (error instanceof SameLedger) return ok(error.stands);
      throw error;
    }
  }
}

async function replace(tx: WriteTransaction, ledger: Ledger): Promise<UploadedLedger> {
  const { side, unit, businessDate } = ledger;
  const key = [side, unit, businessDate];
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`ledger ${key.join(' ')}`]);
  const [known] = await tx.query<{ revision: number; digest: string }>(
    'select revision, digest from ledger_upload where side = $1 and unit = $2 and business_date = $3',
    key,
  );
  await tx.query('delete from ledger_entry where side = $1 and unit = $2 and business_date = $3', key);
  const { entries, total, digest } = await insertEntries(tx, ledger);
  if (known?.digest === digest) throw new SameLedger({ entries, total, revision: known.revision });
  await tx.query(
    `insert into ledger_upload (side, unit, business_date, revision, entries, total, digest, uploaded_by)
     values ($1, $2, $3, 1, $4, $5, $6, $7)
     on conflict (side, unit, business_date) do update set revision = ledger_upload.revision + 1,
       entries = $4, total = $5, digest = $6, uploaded_by = $7, uploaded_at = now()`,
    [...key, entries, total, digest, ledger.uploadedBy],
  );
  return { entries, total, revision: (known?.revision ?? 0) + 1 };
}

const INSERT = `
  insert into ledger_entry (side, unit, business_date, line, claim_id, state, total, fund_total, account, cash, parts)
  select $1, $2, $3, $4::int + n, claim_id, state, total, fund_total, account, cash, parts::jsonb
    from unnest($5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::text[]) with ordinality
      as e(claim_id, state, total, fund_total, account, cash, parts, n)`;

async function insertEntries(tx: WriteTransaction, { side, unit, businessDate, entries }: Ledger) {
  const hash = createHash('sha256');
  let count = 0;
  let total = Money.zero;
  for await (const batch of entries) {
    const columns = (['claimId', 'state', 'total', 'fundTotal', 'account', 'cash'] as const).map((name) =>
      batch.map((entry) => entry[name]),
    );
    const parts = batch.map(partsOf);
    await tx.query(INSERT, [side, unit, businessDate, count, ...columns, parts]);
    // A list that tells no parts is the same as before lists could.
    hash.update(JSON.stringify(parts.some((told) => told !== null) ? [...columns, parts] : columns));
    count += batch.length;
    total = total.plus(Money.sum(batch.map((entry) => Money.of(entry.total))));
  }
  return { entries: count, total: total.toString(), digest: hash.digest('hex') };
}
