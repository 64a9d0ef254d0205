import { Money } from '#kernel';
import { cashBooking, type Direction } from '../../domain/bookings.js';
import type { Match } from '../../domain/special-account.js';
import { insertEntries, reverseEntries, type Applied, type Booked, type Tables } from './entries.js';
import type { Item } from './apply-items.js';

/** 勾对 with who made it (SEC-04). */
export const MATCH_DDL = (t: Tables): string => `
    create table ${t('match')} (
      unit text not null, match_id text not null, by text not null, matched_on date not null,
      reason text, proposed_by text, approved_by text, undone_on date,
      primary key (unit, match_id)
    );`;

interface MatchedLine {
  readonly line_id: string;
  readonly booked_on: string;
  readonly direction: Direction;
  readonly amount: string;
}

interface Persons {
  readonly reason: string | null;
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
}

const BY_MACHINE: Persons = { reason: null, proposedBy: null, approvedBy: null };

/** Lines and items are ended by their match; items the books did not know to have moved are booked on the bank's day. */
export async function applyMatches(
  applied: Applied,
  matches: readonly Match[],
  persons: Persons = BY_MACHINE,
): Promise<void> {
  const { tx, data, t } = applied;
  const { unit, on } = data;
  await tx.query(
    `insert into ${t('match')} (unit, match_id, by, matched_on, reason, proposed_by, approved_by)
     select $1, r."matchId", r.by, $2, $4, $5, $6 from jsonb_to_recordset($3::jsonb) as r("matchId" text, by text)`,
    [unit, on, JSON.stringify(matches), persons.reason, persons.proposedBy, persons.approvedBy],
  );
  await bookUnbooked(applied, matches);
  const ends = (name: 'lineIds' | 'itemIds') =>
    matches.flatMap((match) => match[name].map((id) => [id, match.matchId]));
  for (const [table, key, pairs] of [
    ['line', 'line_id', ends('lineIds')],
    ['item', 'item_id', ends('itemIds')],
  ] as const) {
    await tx.query(
      `update ${t(table)} set match_id = m.match_id from unnest($2::text[], $3::text[]) as m(id, match_id)
        where unit = $1 and ${key} = m.id`,
      [unit, pairs.map(([id]) => id), pairs.map(([, matchId]) => matchId)],
    );
  }
}

async function bookUnbooked(applied: Applied, matches: readonly Match[]): Promise<void> {
  const { tx, data, t } = applied;
  const unbooked = await tx.query<Item>(
    `select item_id, kind, counterparty, direction, amount::text from ${t('item')}
      where unit = $1 and item_id = any($2) and booked_on is null`,
    [data['unit'], matches.flatMap(({ itemIds }) => itemIds)],
  );
  if (unbooked.length === 0) return;
  const lines = await tx.query<MatchedLine>(
    `select line_id, booked_on::text, direction, amount::text from ${t('line')} where unit = $1 and line_id = any($2)`,
    [data['unit'], matches.flatMap(({ lineIds }) => lineIds)],
  );
  const known = { items: byId(unbooked, 'item_id'), lines: byId(lines, 'line_id') };
  const booked = matches.flatMap((match) => bookingsOf(match, known));
  await insertEntries(applied, booked);
  const days = new Map(booked.map(({ about, bookedOn }) => [about, bookedOn]));
  await tx.query(
    `update ${t('item')} set booked_on = m.booked_on, booked_by = m.booked_by
       from unnest($2::text[], $3::date[], $4::text[]) as m(id, booked_on, booked_by) where unit = $1 and item_id = m.id`,
    [data['unit'], [...days.keys()], [...days.values()], [...days.keys()].map((id) => matchOf(matches, id))],
  );
}

const byId = <T, K extends keyof T>(rows: readonly T[], key: K): ReadonlyMap<T[K], T> =>
  new Map(rows.map((row) => [row[key], row]));

const matchOf = (matches: readonly Match[], itemId: string): string =>
  matches.find(({ itemIds }) => itemIds.includes(itemId))?.matchId ?? '';

interface Known {
  readonly items: ReadonlyMap<string, Item>;
  readonly lines: ReadonlyMap<string, MatchedLine>;
}

/** One line for several items is booked by item, several lines for one item by line, each on the line's day. */
function bookingsOf({ matchId, lineIds, itemIds }: Match, known: Known): readonly Booked[] {
  const lines = lineIds.flatMap((id) => known.lines.get(id) ?? []).sort((a, b) => (a.booked_on < b.booked_on ? -1 : 1));
  const items = itemIds.flatMap((id) => known.items.get(id) ?? []);
  const parts = items.flatMap((item) =>
    lines.map(({ booked_on, amount }) => ({ item, booked_on, amount: lines.length === 1 ? item.amount : amount })),
  );
  return parts.map(({ item, booked_on, amount }, index) => ({
    movementId: `${matchId}-${index + 1}`,
    movement: cashBooking(item.kind, item.direction, Money.of(amount)),
    ...{ counterparty: item.counterparty, bookedOn: booked_on, kind: 'cash', about: item.item_id },
  }));
}

/** 撤销勾对: what only the match had booked is reversed; what was reported stays booked. `byHand`: its lines are for people now. */
export async function undoMatch(applied: Applied, matchId: string, byHand: boolean): Promise<void> {
  const { tx, data, t } = applied;
  const [unit, on] = [data['unit'], String(data['on'])];
  const reversals = await tx.query<{ movement_id: string }>(
    `select distinct e.movement_id from ${t('item')} i join ${t('entry')} e on e.unit = i.unit and e.about = i.item_id
      where i.unit = $1 and i.booked_by = $2 and i.moved_on is null and e.movement_id like $2 || '-%'`,
    [unit, matchId],
  );
  await reverseEntries(applied, { movements: reversals.map((row) => row.movement_id), under: `undo-${matchId}`, on });
  await tx.query(
    `update ${t('item')} set booked_on = case when moved_on is null then null else booked_on end,
            booked_by = case when moved_on is null then null else 'report' end
      where unit = $1 and booked_by = $2`,
    [unit, matchId],
  );
  await tx.query(`update ${t('item')} set match_id = null where unit = $1 and match_id = $2`, [unit, matchId]);
  await tx.query(`update ${t('line')} set match_id = null, by_hand = by_hand or $3 where unit = $1 and match_id = $2`, [
    unit,
    matchId,
    byHand,
  ]);
  await tx.query(`update ${t('match')} set undone_on = $3 where unit = $1 and match_id = $2`, [unit, matchId, on]);
}
