import type { EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { matchUnit } from '../commands/match-statement/match-statement.js';

/** 每日勾对: lines that came before their notice, or whose import was interrupted, are matched (CLR-13). Twice changes nothing. */
export function treasuryDayJob(store: EventStore): JobHandler {
  return {
    job: 'treasury-day',
    description: '财政专户：未勾对的银行流水与通知书、预付金逐笔勾对 (CLR-13)',
    run: (asOf) => runDay(store, asOf),
  };
}

async function runDay(store: EventStore, on: string): Promise<JobReport> {
  const units = await store.database.read<{ unit: string }>(
    'select distinct unit from read_treasury.line where match_id is null and closed_as is null order by unit',
  );
  let matched = 0;
  for (const { unit } of units) {
    const answer = await matchUnit(store, unit, {
      ...{ actor: 'system:clearing.treasury-day', onBehalfOf: `province:${unit}`, reason: '每日自动勾对 (CLR-13)' },
      ...{ businessDate: on, correlationId: `treasury-day/${on}`, causationId: null },
    });
    matched += answer.matched;
  }
  return { units: units.length, matched };
}
