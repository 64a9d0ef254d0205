import type { WarningRaised } from '#contracts';
import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import { Money } from '#kernel';
import { ratePercent } from '../../domain/use-rate.js';
import type { MonthRates } from '../../domain/warning.js';

/** 使用率与预警 by month: the place of care (payer '') and its pairs. */
export const ratesProjection: Projection = {
  name: 'rates',
  mode: 'inline',
  handles: ['UseRatesRecorded', 'WarningRaised'],
  ddl: (t) => `
    create table ${t('rate')} (
      month text not null,
      receiver text not null,
      -- '' stands for all advances the place of care holds.
      payer text not null,
      generated_on date not null,
      cleared numeric(18, 2) not null,
      advance numeric(18, 2) not null,
      -- Of the amounts, rounded down, whatever an event printed before rates were rounded down.
      rate_percent text,
      level text not null,
      primary key (month, receiver, payer)
    );
    create table ${t('warning')} (
      month text not null,
      receiver text not null,
      payer text not null,
      level text not null,
      rate_percent text not null,
      cleared numeric(18, 2) not null,
      advance numeric(18, 2) not null,
      raised_on date not null,
      primary key (month, receiver, payer, level)
    );`,
  async apply(tx, events, t) {
    const rates = events.filter(({ type }) => type === 'UseRatesRecorded');
    const warnings = events.filter(({ type }) => type === 'WarningRaised');
    if (rates.length > 0) await insertRates(tx, t('rate'), rates);
    if (warnings.length > 0) await insertWarnings(tx, t('warning'), warnings);
  },
};

async function insertRates(tx: WriteTransaction, table: string, events: readonly RecordedEvent[]): Promise<void> {
  const rows = events.flatMap((event) => {
    const { month, receiver, generatedOn, rates } = event.data as unknown as MonthRates;
    return rates.map((rate) => ({ ...shown(rate), payer: rate.payer ?? '', month, receiver, generatedOn }));
  });
  await tx.query(
    `insert into ${table} (month, receiver, payer, generated_on, cleared, advance, rate_percent, level)
     select r.month, r.receiver, r.payer, r."generatedOn", r.cleared, r.advance, r."ratePercent", r.level
       from jsonb_to_recordset($1::jsonb) as r(month text, receiver text, payer text, "generatedOn" date,
         cleared numeric, advance numeric, "ratePercent" text, level text)`,
    [JSON.stringify(rows)],
  );
}

async function insertWarnings(tx: WriteTransaction, table: string, events: readonly RecordedEvent[]): Promise<void> {
  const rows = events.map((event) => {
    const warning = event.data as unknown as WarningRaised;
    return { ...shown(warning), payer: warning.payer ?? '' };
  });
  await tx.query(
    `insert into ${table} (month, receiver, payer, level, rate_percent, cleared, advance, raised_on)
     select r.month, r.receiver, r.payer, r.level, r."ratePercent", r.cleared, r.advance, r."raisedOn"
       from jsonb_to_recordset($1::jsonb) as r(month text, receiver text, payer text, level text, "ratePercent" text,
         cleared numeric, advance numeric, "raisedOn" date)`,
    [JSON.stringify(rows)],
  );
}

const shown = <T extends { readonly cleared: string; readonly advance: string }>(rate: T): T => ({
  ...rate,
  ratePercent: ratePercent(Money.of(rate.cleared), Money.of(rate.advance)),
});
