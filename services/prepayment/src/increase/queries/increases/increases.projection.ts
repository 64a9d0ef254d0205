import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { IncreaseEvent } from '../../domain/increase.js';

/** 紧急调增 with where each stands. */
export const increasesProjection: Projection = {
  name: 'increases',
  mode: 'inline',
  handles: [
    ...['IncreaseRequested', 'IncreaseGrantProposed', 'IncreaseGranted', 'IncreaseDeclined'],
    ...['IncreaseHandedOver', 'IncreasePaid', 'IncreaseReceived', 'IncreaseSlipWithdrawn', 'IncreaseOverdue'],
  ],
  ddl: (t) => `
    create table ${t('increase')} (
      increase_id text primary key,
      month text not null,
      receiver text not null,
      payer text not null,
      status text not null,
      requested numeric(18, 2) not null,
      requested_on date not null,
      reason text not null,
      granted numeric(18, 2),
      granted_on date,
      submit_by date,
      pay_by date,
      next_clearing_on date,
      handed_over_on date,
      declined_reason text,
      paid_on date,
      -- The payment's event says what was paid.
      booked boolean,
      bank text,
      serial_number text,
      reported_late boolean,
      overdue_noticed_on date,
      proposed_amount numeric(18, 2),
      proposed_by text,
      approved_by text,
      received_on date,
      received_bank text,
      received_serial_number text
    );
    create index increase_of_month on ${t('increase')} (month);
    create index increase_unpaid on ${t('increase')} (pay_by) where status = 'granted';`,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, event, t('increase'));
  },
};

function applyOne(tx: WriteTransaction, recorded: RecordedEvent, table: string): Promise<readonly object[]> {
  const event = recorded as unknown as IncreaseEvent;
  const update = (columns: string, values: readonly unknown[]): Promise<readonly object[]> =>
    tx.query(`update ${table} set ${columns} where increase_id = $1`, [event.data.increaseId, ...values]);
  switch (event.type) {
    case 'IncreaseRequested': {
      const { increaseId, month, receiver, payer, amount, requestedOn, reason } = event.data;
      // Asked again after it was declined: the new request takes the place of the old.
      return tx.query(
        `insert into ${table} (increase_id, month, receiver, payer, status, requested, requested_on, reason)
         values ($1, $2, $3, $4, 'requested', $5, $6, $7)
         on conflict (increase_id) do update set status = 'requested', requested = excluded.requested,
           requested_on = excluded.requested_on, reason = excluded.reason, declined_reason = null,
           proposed_amount = null, proposed_by = null`,
        [increaseId, month, receiver, payer, amount, requestedOn, reason],
      );
    }
    case 'IncreaseGrantProposed':
      return update('proposed_amount = $2, proposed_by = $3', [event.data.amount, event.data.proposedBy]);
    case 'IncreaseGranted': {
      const { amount, grantedOn, submitBy, payBy, nextClearingOn, approvedBy } = event.data;
      return update(
        `status = 'granted', granted = $2, granted_on = $3, submit_by = $4, pay_by = $5, next_clearing_on = $6, approved_by = $7`,
        [amount, grantedOn, submitBy, payBy, nextClearingOn, approvedBy ?? null],
      );
    }
    case 'IncreaseHandedOver':
      return update('handed_over_on = $2', [event.data.on]);
    case 'IncreaseReceived': {
      const { receivedOn, bank, serialNumber } = event.data;
      return update('received_on = $2, received_bank = $3, received_serial_number = $4', [
        ...[receivedOn, bank, serialNumber],
      ]);
    }
    case 'IncreaseDeclined':
      return update(`status = 'declined', declined_reason = $2`, [event.data.reason]);
    case 'IncreasePaid': {
      const { paidOn, bank, serialNumber, reportedLate, amount } = event.data;
      return update(`status = 'paid', paid_on = $2, bank = $3, serial_number = $4, reported_late = $5, booked = $6`, [
        ...[paidOn, bank, serialNumber, reportedLate, amount !== undefined],
      ]);
    }
    case 'IncreaseSlipWithdrawn':
      return update(
        event.data.side === 'received'
          ? 'received_on = null, received_bank = null, received_serial_number = null'
          : `status = 'granted', paid_on = null, bank = null, serial_number = null, reported_late = null, booked = null`,
        [],
      );
    case 'IncreaseOverdue':
      return update('overdue_noticed_on = $2', [event.data.noticedOn]);
    default:
      return event satisfies never;
  }
}
