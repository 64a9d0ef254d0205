import type { Projection } from '#event-store';

/** 在途调用 Calls to other places that are not ended: the work list of whoever is alive (SET-15). */
export const openCallsProjection: Projection = {
  name: 'open_calls',
  mode: 'inline',
  handles: ['RemoteCallOpened', 'RemoteCallDecided', 'RemoteCallReversed'],
  ddl: (t) => `
    create table ${t('call')} (
      call_id text primary key,
      kind text not null,
      unit text not null,
      status text not null,
      opened_at timestamptz not null,
      institution_code text not null,
      -- The hospital's message that asked for a refund.
      hospital_message_id text
    );
    create index open_refund on ${t('call')} (institution_code, hospital_message_id);`,
  async apply(tx, events, t) {
    for (const { type, data, occurredAt } of events) {
      if (type === 'RemoteCallOpened') {
        const refund = data['refund'] as { readonly hospitalMessageId: string } | null;
        await tx.query(`insert into ${t('call')} values ($1, $2, $3, 'open', $4, $5, $6) on conflict do nothing`, [
          ...[data['callId'], data['kind'], data['unit'], occurredAt, data['institutionCode']],
          refund?.hospitalMessageId ?? null,
        ]);
      } else if (data['outcome'] === 'abandoned') {
        await tx.query(`update ${t('call')} set status = 'abandoned' where call_id = $1`, [data['callId']]);
      } else {
        await tx.query(`delete from ${t('call')} where call_id = $1`, [data['callId']]);
      }
    }
  },
};
