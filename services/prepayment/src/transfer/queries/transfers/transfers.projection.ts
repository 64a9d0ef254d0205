import type { Projection } from '#event-store';
import type { Side } from '../../domain/slips.js';

const MOVED = { TransferPaid: 'paid', TransferReceived: 'received' } as const;

/** 预付金划拨 with how far each has come (PRE-02, PRE-07). */
export const transfersProjection: Projection = {
  name: 'transfers',
  mode: 'inline',
  handles: ['TransfersDue', 'TransferHandedOver', ...Object.keys(MOVED), 'TransferSlipWithdrawn'],
  ddl: (t) => `
    create table ${t('transfer')} (
      transfer_id text primary key,
      year integer not null,
      receiver text not null,
      payer text not null,
      amount numeric(18, 2) not null check (amount > 0),
      returned boolean not null,
      noticed_on date not null,
      submit_by date not null,
      pay_by date not null,
      handed_over_on date,
      paid_on date, paid_bank text, paid_serial_number text, paid_reported_late boolean,
      received_on date, received_bank text, received_serial_number text, received_reported_late boolean
    );
    create index transfer_of_pair on ${t('transfer')} (receiver, payer);
    create index transfer_unpaid on ${t('transfer')} (pay_by) where paid_on is null;`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      if (type === 'TransfersDue') {
        await tx.query(
          `insert into ${t('transfer')} (transfer_id, year, receiver, payer, amount, returned, noticed_on, submit_by, pay_by)
           select r."transferId", $2, $3, r.payer, r.amount, r.returned, $4, r."submitBy", r."payBy"
             from jsonb_to_recordset($1::jsonb) as r("transferId" text, payer text, amount numeric, returned boolean,
               "submitBy" date, "payBy" date)`,
          [JSON.stringify(data['lines']), data['year'], data['receiver'], data['on']],
        );
      } else if (type === 'TransferHandedOver') {
        await tx.query(`update ${t('transfer')} set handed_over_on = $2 where transfer_id = $1`, [
          ...[data['transferId'], data['on']],
        ]);
      } else if (type === 'TransferSlipWithdrawn') {
        const side = data['side'] as Side;
        await tx.query(
          `update ${t('transfer')} set ${side}_on = null, ${side}_bank = null, ${side}_serial_number = null,
                  ${side}_reported_late = null where transfer_id = $1`,
          [data['transferId']],
        );
      } else {
        const side = MOVED[type as keyof typeof MOVED];
        await tx.query(
          `update ${t('transfer')} set ${side}_on = $2, ${side}_bank = $3, ${side}_serial_number = $4,
                  ${side}_reported_late = $5 where transfer_id = $1`,
          ['transferId', 'on', 'bank', 'serialNumber', 'reportedLate'].map((name) => data[name]),
        );
      }
    }
  },
};
