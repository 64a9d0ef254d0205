import type { Projection, RecordedEvent } from '#event-store';

/**
 * 在院登记 Stays by institution and person, for 5201 and 5303. Inline: a patient just admitted must be found; only the
 * messages of stays touch it.
 */
export const staysProjection: Projection = {
  name: 'stays',
  mode: 'inline',
  handles: ['StayRegistered', 'StayEnded', 'AdmissionAmended', 'PatientDischarged', 'DischargeUndone'],
  ddl: (t) => `
    create table ${t('stay')} (
      visit_id text primary key,
      psn_no text not null,
      institution_code text not null,
      opened_on date not null,
      discharged_on date,
      ended_on date
    );
    create index stay_of_institution on ${t('stay')} (institution_code, opened_on);
    create index stay_of_person on ${t('stay')} (psn_no, institution_code);`,
  async apply(tx, events, t) {
    for (const event of events) {
      const change = changeOf(event);
      if (change !== null) await tx.query(change.sql.replace('$stay', t('stay')), change.values);
    }
  },
};

interface Change {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const OPENED = `insert into $stay (visit_id, psn_no, institution_code, opened_on) values ($1, $2, $3, $4)
  on conflict (visit_id) do update set ended_on = null`;

function changeOf({ type, data, streamId }: RecordedEvent): Change | null {
  const visitId = streamId.slice('visit-'.length);
  switch (type) {
    case 'StayRegistered':
      if (data['inpatient'] !== true) return null;
      return { sql: OPENED, values: [visitId, data['psnNo'], data['institutionCode'], data['openedOn']] };
    case 'StayEnded':
      return { sql: 'update $stay set ended_on = $2 where visit_id = $1', values: [visitId, data['endedOn']] };
    case 'AdmissionAmended':
      return { sql: 'update $stay set opened_on = $2 where visit_id = $1', values: [visitId, data['openedOn']] };
    case 'PatientDischarged':
      return { sql: 'update $stay set discharged_on = $2 where visit_id = $1', values: [visitId, data['on']] };
    default:
      return { sql: 'update $stay set discharged_on = null where visit_id = $1', values: [visitId] };
  }
}
