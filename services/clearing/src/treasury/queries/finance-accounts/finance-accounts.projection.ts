import type { Projection } from '#event-store';

const FACTS = ['unit', 'accountName', 'accountNumber', 'bankName', 'bankCode', 'effectiveOn', 'reportedOn'] as const;

/** 财政收款专户: every account a unit ever had, in the order in which they were reported (CLR-12). */
export const financeAccountsProjection: Projection = {
  name: 'finance-accounts',
  mode: 'inline',
  handles: ['FinanceAccountChanged'],
  ddl: (t) => `
    create table ${t('account')} (
      unit text not null,
      version integer not null,
      account_name text not null,
      account_number text not null,
      bank_name text not null,
      bank_code text not null,
      effective_on date not null,
      reported_on date not null,
      primary key (unit, version)
    );`,
  async apply(tx, events, t) {
    for (const { data, version } of events) {
      await tx.query(
        `insert into ${t('account')} (version, unit, account_name, account_number, bank_name, bank_code, effective_on, reported_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [version, ...FACTS.map((fact) => data[fact])],
      );
    }
  },
};
