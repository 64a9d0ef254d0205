import { Inject, Injectable } from '@nestjs/common';
import type { FundColumn, Scheme } from '#contracts';
import { EventStore } from '#event-store';
import { Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { COLUMNS } from './fund-columns.js';
import { CLEARED } from './waiting-reason.js';

/** What clearing knows of a claim: the facts an investigation must name (AUD-03) and what each fund paid. */
export interface ClaimFacts {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
  readonly institutionCode: string;
  /** Of the insured person's citizen number; null where settlement has not told it. */
  readonly idNumberHash: string | null;
  readonly inpatientNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly admittedOn: string | null;
  readonly dischargedOn: string | null;
  readonly total: string;
  /** Its refund was cleared (SET-13): it owes nothing. One that is only known may yet be taken back or never come. */
  readonly refunded: boolean;
  readonly paid: ReadonlyMap<FundColumn, Money>;
}

type Row = Omit<ClaimFacts, 'paid'> & { readonly sums: readonly string[] };

@Injectable()
export class ClaimFactsReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async read(claimId: string): Promise<ClaimFacts | null> {
    return (await this.readAll([claimId]))[0] ?? null;
  }

  /** Those of the claims that are known, in the order of their numbers. */
  async readAll(claimIds: readonly string[]): Promise<readonly ClaimFacts[]> {
    const rows = await this.store.database.read<Row>(
      `select claim_id as "claimId", payer, receiver, scheme, institution_code as "institutionCode", id_number_hash as "idNumberHash",
              inpatient_number as "inpatientNumber", invoice_number as "invoiceNumber", admitted_on::text as "admittedOn",
              discharged_on::text as "dischargedOn", total::text,
              exists (select from claim r where r.refund_of = c.claim_id and ${CLEARED('r')}) as refunded,
              array[${COLUMNS.map(([, name]) => `${name}::text`).join(', ')}] as sums
         from claim c where claim_id = any($1) order by 1`,
      [claimIds],
    );
    return rows.map(factsOf);
  }

  /** Which of the claims a unit's table of a month carries neither themselves nor with a deduction (CLR-04). */
  async notInTable(claimIds: readonly string[], month: string, unit: string): Promise<readonly string[]> {
    const rows = await this.store.database.read<{ claim_id: string }>(
      `select id as claim_id from unnest($1::text[]) as id
        where not exists (select from claim c where c.claim_id = id and $3 in (c.payer, c.receiver) and (c.period = $2
          or exists (select from read_deductions.deduction d where d.claim_id = id and d.period = $2))) order by 1`,
      [claimIds, month, unit],
    );
    return rows.map(({ claim_id }) => claim_id);
  }
}

function factsOf({ sums, ...facts }: Row): ClaimFacts {
  const paid = COLUMNS.map(([column], index) => [column, Money.of(sums[index] ?? '0.00')] as const);
  return { ...facts, paid: new Map(paid.filter(([, amount]) => amount.isPositive())) };
}
