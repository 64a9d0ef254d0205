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
      opened_at timestamptz not null
    );`,
  async apply(tx, events, t) {
    for (const { type, data, occurredAt } of events) {
      if (type === 'RemoteCallOpened') {
        await tx.query(`insert into ${t('call')} values ($1, $2, $3, 'open', $4) on conflict do nothing`, [
          data['callId'],
          data['kind'],
          data['unit'],
          occurredAt,
        ]);
      } else if (data['outcome'] === 'abandoned') {
        await tx.query(`update ${t('call')} set status = 'abandoned' where call_id = $1`, [data['callId']]);
      } else {
        await tx.query(`delete from ${t('call')} where call_id = $1`, [data['callId']]);
      }
    }
  },
};
