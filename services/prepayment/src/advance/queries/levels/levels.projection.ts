import type { Projection, RecordedEvent } from '#event-store';
import type { AdvanceEvent, LevelSet } from '../../domain/advance.js';

/** 预付金额度 Every level a pair ever had, in the order in which they came into force. */
export const levelsProjection: Projection = {
  name: 'levels',
  mode: 'inline',
  handles: ['AdvanceLevelsSet', 'AdvanceLevelRaised'],
  ddl: (t) => `
    create table ${t('level')} (
      receiver text not null,
      payer text not null,
      -- Place of the event in its stream: order among levels of one day.
      version integer not null,
      year integer not null,
      effective_on date not null,
      previous numeric(18, 2) not null,
      amount numeric(18, 2) not null,
      increase_id text,
      primary key (receiver, payer, version)
    );
    create index level_of_payer on ${t('level')} (payer);`,
  async apply(tx, events, t) {
    const rows = events.flatMap(rowsOf);
    await tx.query(
      `insert into ${t('level')} (receiver, payer, version, year, effective_on, previous, amount, increase_id)
       select * from jsonb_to_recordset($1::jsonb) as r(receiver text, payer text, version integer, year integer,
         effective_on date, previous numeric, amount numeric, increase_id text)`,
      [JSON.stringify(rows)],
    );
  },
};

function rowsOf({ version, ...recorded }: RecordedEvent): readonly object[] {
  const event = recorded as unknown as AdvanceEvent;
  const { receiver, year, effectiveOn } = event.data;
  const levels: readonly LevelSet[] = event.type === 'AdvanceLevelsSet' ? event.data.levels : [event.data];
  const increaseId = event.type === 'AdvanceLevelRaised' ? event.data.increaseId : null;
  return levels.map(({ payer, previous, amount }) => ({
    ...{ receiver, payer, version, year, previous, amount },
    effective_on: effectiveOn,
    increase_id: increaseId,
  }));
}
