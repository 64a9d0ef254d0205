import { verifyChains, type EventStore } from '#event-store';
import type { Check } from './definition.js';

/** One invariant in SQL: its row counts what breaks it (`broken`) and what was looked at (`seen`). */
export interface Invariant {
  readonly name: string;
  readonly rule: string;
  readonly sql: string;
}

const NAMED = 5;

/** The hash chains of every stream (SEC-03). */
export async function checkChains(store: EventStore): Promise<Check> {
  const { events, streams, broken } = await verifyChains(store.database);
  const which = broken.length === 0 ? '' : `：${broken.slice(0, NAMED).join('、')}`;
  const detail = `${events}个事件，${streams}条流，断链${broken.length}${which}`;
  return { name: '事件哈希链完整', rule: 'SEC-03', ok: broken.length === 0, detail };
}

/** Looks at invariants one after another. */
export async function checkInvariants(store: EventStore, invariants: readonly Invariant[]): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { name, rule, sql } of invariants) {
    const [row] = await store.database.read<{ broken: string; seen: string }>(sql);
    const broken = Number(row?.broken ?? 0);
    checks.push({ name, rule, ok: broken === 0, detail: `核验${row?.seen ?? 0}条，不符${broken}条` });
  }
  return checks;
}
