import type { Projection, RecordedEvent } from '#event-store';

const CHANGES: Readonly<Record<string, { readonly set: string; readonly values: readonly string[] }>> = {
  ProblemAnswered: {
    set: `status = 'answered', kind = $2, result = $3, helpers = $4, answered_on = $5, answered_late = $6, confirm_by = $7,
          proposed_until = null`,
    values: ['kind', 'result', 'helpers', 'on', 'late', 'confirmBy'],
  },
  ExtensionProposed: { set: 'proposed_until = $2', values: ['until'] },
  ExtensionAgreed: {
    set: 'due_on = $2, proposed_until = null, overdue_noticed_on = null, extensions = extensions + 1',
    values: ['until'],
  },
  ResultConfirmed: { set: `status = 'closed', confirmed_on = $2, silent = $3`, values: ['on', 'silent'] },
  ProblemEscalated: {
    set: `status = 'open', owner = $2, dispute = $3, due_on = $4, confirm_by = null, overdue_noticed_on = null`,
    values: ['to', 'reason', 'dueOn'],
  },
  ProblemOverdue: { set: 'overdue_noticed_on = $2', values: ['noticedOn'] },
};

/** 问题协同 with where each stands. Inline: who may act on a request is read from it. */
export const problemsProjection: Projection = {
  name: 'problems',
  mode: 'inline',
  handles: ['ProblemRaised', ...Object.keys(CHANGES)],
  ddl: (t) => `
    create table ${t('problem')} (
      request_id text primary key,
      asker text not null,
      asked text not null,
      owner text not null,
      kind text not null,
      matter text not null,
      psn_no text,
      claim_id text,
      raised_on date not null,
      due_on date not null,
      status text not null default 'open',
      proposed_until date,
      extensions integer not null default 0,
      result text,
      helpers text[] not null default '{}',
      answered_on date,
      answered_late boolean,
      confirm_by date,
      confirmed_on date,
      silent boolean,
      dispute text,
      overdue_noticed_on date
    );
    create index problem_open on ${t('problem')} (due_on) where status = 'open';
    create index problem_answered on ${t('problem')} (confirm_by) where status = 'answered';`,
  async apply(tx, events, t) {
    for (const event of events) {
      const change = CHANGES[event.type];
      if (change === undefined) await tx.query(insertInto(t('problem')), valuesOf(event, RAISED));
      else {
        const sql = `update ${t('problem')} set ${change.set} where request_id = $1`;
        await tx.query(sql, valuesOf(event, change.values));
      }
    }
  },
};

const RAISED = ['asker', 'asked', 'kind', 'matter', 'psnNo', 'claimId', 'raisedOn', 'dueOn'] as const;
const insertInto = (table: string): string =>
  `insert into ${table} (request_id, asker, asked, owner, kind, matter, psn_no, claim_id, raised_on, due_on)
   values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)`;
const valuesOf = ({ data }: RecordedEvent, names: readonly string[]): readonly unknown[] => [
  data['requestId'],
  ...names.map((name) => data[name]),
];
