import type { Projection } from '#event-store';

/** 拨付 Payments of places of care to their institutions (REC-03). */
export const hospitalPaymentsProjection: Projection = {
  name: 'hospital_payments',
  mode: 'inline',
  handles: ['HospitalPaid'],
  ddl: (t) => `
    create table ${t('payment')} (
      institution_code text not null,
      month text not null,
      unit text not null,
      amount numeric(18, 2) not null,
      bank text not null,
      serial_number text not null,
      paid_on date not null,
      late boolean not null
    );
    create index payment_of_month on ${t('payment')} (month, institution_code);`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(
        `insert into ${t('payment')}
         select "institutionCode", month, unit, amount, bank, "serialNumber", "paidOn", late
           from jsonb_to_record($1::jsonb) as r("institutionCode" text, month text, unit text, amount numeric, bank text,
             "serialNumber" text, "paidOn" date, late boolean)`,
        [JSON.stringify(data)],
      );
    }
  },
};
