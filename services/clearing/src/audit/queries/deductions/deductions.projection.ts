import type { Projection, RecordedEvent } from '#event-store';
import type { DeductionLine } from '../../domain/hold.js';

/** 审核扣款 by claim and fund column, and the period whose table carried it (CLR-09). Inline: the next table must see it. */
export const deductionsProjection: Projection = {
  name: 'deductions',
  mode: 'inline',
  handles: ['HoldOpened', 'InvestigationAnswered', 'TableGenerated'],
  ddl: (t) => `
    create table ${t('pair')} (
      claim_id text primary key,
      payer text not null,
      receiver text not null,
      scheme text not null
    );
    create table ${t('deduction')} (
      deduction_id text primary key,
      claim_id text not null,
      payer text not null,
      receiver text not null,
      scheme text not null,
      fund_column text not null,
      amount numeric(18, 2) not null check (amount > 0),
      found_on date not null,
      period text
    );
    create index deduction_open on ${t('deduction')} (found_on) where period is null;
    create index deduction_claim on ${t('deduction')} (claim_id);`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      if (type === 'HoldOpened') {
        await tx.query(`insert into ${t('pair')} values ($1, $2, $3, $4)`, [
          ...['claimId', 'payer', 'receiver', 'scheme'].map((name) => data[name]),
        ]);
      } else if (type === 'InvestigationAnswered') {
        await tx.query(insertDeductions(t('deduction'), t('pair')), [JSON.stringify(rowsOf(data))]);
      } else {
        await tx.query(`update ${t('deduction')} set period = $1 where deduction_id = any($2)`, [
          data['month'],
          data['deductionIds'],
        ]);
      }
    }
  },
};

const insertDeductions = (deduction: string, pair: string): string =>
  `insert into ${deduction} (deduction_id, claim_id, payer, receiver, scheme, fund_column, amount, found_on)
   select r.id, p.claim_id, p.payer, p.receiver, p.scheme, r."column", r.amount, r.found_on
     from jsonb_to_recordset($1::jsonb) as r(id text, claim_id text, "column" text, amount numeric, found_on date)
     join ${pair} p using (claim_id)`;

const rowsOf = (data: RecordedEvent['data']): readonly object[] =>
  (data['deductions'] as unknown as readonly DeductionLine[]).map(({ column, amount }, index) => ({
    ...{ id: `${String(data['claimId'])}/${index + 1}`, claim_id: data['claimId'] },
    ...{ column, amount, found_on: data['on'] },
  }));
