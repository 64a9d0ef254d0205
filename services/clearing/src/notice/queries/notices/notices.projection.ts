import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { NoticeLine } from '../../domain/notice.js';

const STEPS: Readonly<Record<string, { readonly set: string; readonly names: readonly string[] }>> = {
  NoticeHandedOver: { set: `step = 'handed-over', handed_over_on = $3`, names: ['on'] },
  NoticePaid: {
    set: `step = 'paid', paid_on = coalesce($6::date, $3::date), bank = $4, serial_number = $5`,
    names: ['on', 'bank', 'serialNumber', 'paidOn'],
  },
  NoticeReported: { set: `step = 'reported', reported_on = $3`, names: ['on'] },
};

/** 付款、收款通知书 with their lines and how far they have come (CLR-05, CLR-06). */
export const noticesProjection: Projection = {
  name: 'notices',
  mode: 'inline',
  handles: ['NoticePublished', ...Object.keys(STEPS)],
  ddl: (t) => `
    create table ${t('notice')} (
      month text not null, unit text not null, step text not null default 'published',
      published_on date not null, hand_over_by date not null, pay_by date not null, report_by date not null,
      payment_total numeric(18, 2) not null, collection_total numeric(18, 2) not null,
      handed_over_on date, paid_on date, bank text, serial_number text, reported_on date,
      primary key (month, unit)
    );
    create table ${t('line')} (
      month text not null, unit text not null, annex text not null check (annex in ('15', '16')), counterparty text not null,
      amount numeric(18, 2) not null check (amount > 0), returned boolean not null,
      -- 户名, 开户银行, 账号, 行号 of the day of the notice (CLR-12).
      account_name text, bank_name text, account_number text, bank_code text,
      primary key (month, unit, annex, counterparty, returned)
    );`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      const step = STEPS[type];
      if (step === undefined) await publish(tx, data, t);
      else {
        await tx.query(`update ${t('notice')} set ${step.set} where month = $1 and unit = $2`, [
          ...['month', 'unit', ...step.names].map((name) => data[name]),
        ]);
      }
    }
  },
};

const FACTS = [
  ...['month', 'unit', 'publishedOn', 'handOverBy', 'payBy', 'reportBy'],
  ...['paymentTotal', 'collectionTotal'],
] as const;

async function publish(tx: WriteTransaction, data: RecordedEvent['data'], t: (table: string) => string): Promise<void> {
  await tx.query(
    `insert into ${t('notice')} (month, unit, published_on, hand_over_by, pay_by, report_by, payment_total, collection_total)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    FACTS.map((name) => data[name]),
  );
  const linesOf = (name: string, annex: string): readonly object[] =>
    (data[name] as unknown as readonly NoticeLine[]).map((line) => ({ ...line, annex }));
  await tx.query(
    `insert into ${t('line')} (month, unit, annex, counterparty, amount, returned, account_name, bank_name,
       account_number, bank_code)
     select $1, $2, r.annex, r.unit, r.amount, r.returned, r.account ->> 'accountName', r.account ->> 'bankName',
            r.account ->> 'accountNumber', r.account ->> 'bankCode'
       from jsonb_to_recordset($3::jsonb) as r(annex text, unit text, amount numeric, returned boolean, account jsonb)`,
    [data['month'], data['unit'], JSON.stringify([...linesOf('payments', '15'), ...linesOf('collections', '16')])],
  );
}
