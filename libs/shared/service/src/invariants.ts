import { verifyChains, type Disagreement, type EventStore } from '#event-store';
import type { Check } from './definition.js';

/**
 * One invariant in SQL: its row counts what breaks it (`broken`) and what was looked at (`seen`), and may name where
 * (`places`, text).
 */
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

/** Every read model, and so every published table, filled again from the events alone and compared row by row (SEC-03). */
export async function checkReadModels(store: EventStore): Promise<Check> {
  const { rows, disagreements } = await store.projections.compare();
  const which = disagreements.length === 0 ? '' : `：${disagreements.slice(0, NAMED).map(placeOf).join('；')}`;
  const detail = `核验${rows}条，不符${disagreements.length}条${which}`;
  return { name: '读模型与公布的表等于由事件重算的结果', rule: 'SEC-03', ok: disagreements.length === 0, detail };
}

const FOUND: Readonly<Record<Disagreement['found'], string>> = {
  differs: '',
  'not in the log': '事件中没有',
  missing: '表中缺少',
};

const placeOf = ({ table, key, columns, found }: Disagreement): string =>
  `${table}（${key}）${FOUND[found]}${columns.join('，')}`;

/** Looks at invariants one after another. */
export async function checkInvariants(store: EventStore, invariants: readonly Invariant[]): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { name, rule, sql } of invariants) {
    const [row] = await store.database.read<{ broken: string; seen: string; places?: readonly string[] | null }>(sql);
    const broken = Number(row?.broken ?? 0);
    const which = row?.places ? `：${row.places.slice(0, NAMED).join('、')}` : '';
    checks.push({ name, rule, ok: broken === 0, detail: `核验${row?.seen ?? 0}条，不符${broken}条${which}` });
  }
  return checks;
}
