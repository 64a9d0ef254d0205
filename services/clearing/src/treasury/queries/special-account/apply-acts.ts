import { Money } from '#kernel';
import { itemClosing, lineClosing, type Direction, type ItemClosing, type LineClosing } from '../../domain/bookings.js';
import type { TreasuryAct } from '../../domain/special-account.js';
import type { Item } from './apply-items.js';
import { applyMatches, undoMatch } from './apply-matches.js';
import { insertEntries, reverseEntries, type Applied, type Apply, type Tables } from './entries.js';

/** What waits for a second person (SEC-04). */
export const PROPOSAL_DDL = (t: Tables): string => `
    create table ${t('proposal')} (
      unit text not null, proposal_id text not null, act jsonb not null, reason text not null,
      proposed_by text not null, proposed_on date not null, primary key (unit, proposal_id)
    );`;

const proposed: Apply = async ({ tx, data, t }) => {
  const { act, ...rest } = data;
  await tx.query(`insert into ${t('proposal')} values ($1, $2, $3, $4, $5, $6)`, [
    ...['unit', 'proposalId'].map((name) => rest[name]),
    JSON.stringify(act),
    ...['reason', 'proposedBy', 'on'].map((name) => rest[name]),
  ]);
};

const ended: Apply = async ({ tx, data, t }) => {
  await tx.query(`delete from ${t('proposal')} where unit = $1 and proposal_id = $2`, [
    data['unit'],
    data['proposalId'],
  ]);
};

const approved: Apply = async (applied) => {
  await ended(applied);
  const { data } = applied;
  const act = data['act'] as unknown as TreasuryAct;
  const persons = {
    ...{ reason: String(data['reason']), proposedBy: String(data['proposedBy']) },
    approvedBy: String(data['approvedBy']),
  };
  switch (act.kind) {
    case 'match': {
      const { lineIds, itemIds } = act;
      return applyMatches(applied, [{ matchId: String(data['matchId']), lineIds, itemIds, by: 'hand' }], persons);
    }
    case 'undo-match':
      return undoMatch(applied, act.matchId, true);
    case 'close-line':
      return closeLine(applied, act.lineId, act.as);
    case 'close-item':
      return closeItem(applied, act.itemId, act.as);
    case 'reopen':
      return reopen(applied, act.id);
    default:
      return act satisfies never;
  }
};

interface LineRow {
  readonly booked_on: string;
  readonly direction: Direction;
  readonly amount: string;
}

async function closeLine(applied: Applied, lineId: string, as: LineClosing): Promise<void> {
  const { tx, data, t } = applied;
  const [line] = await tx.query<LineRow>(
    `update ${t('line')} set closed_as = $3, closed_by = $4 where unit = $1 and line_id = $2
      returning booked_on::text, direction, amount::text`,
    [data['unit'], lineId, as, data['proposalId']],
  );
  if (line === undefined) return;
  const movement = lineClosing(as, line.direction, Money.of(line.amount));
  const movementId = `close-${String(data['proposalId'])}`;
  await insertEntries(applied, [
    { movementId, movement, counterparty: null, bookedOn: line.booked_on, kind: 'closing', about: lineId },
  ]);
}

type ItemState = Item & { readonly booked_on: string | null };

async function closeItem(applied: Applied, itemId: string, as: ItemClosing): Promise<void> {
  const { tx, data, t } = applied;
  const [item] = await tx.query<ItemState>(
    `select item_id, kind, counterparty, direction, amount::text, booked_on::text from ${t('item')} where unit = $1 and item_id = $2`,
    [data['unit'], itemId],
  );
  if (item === undefined) return;
  const facts = { ...item, amount: Money.of(item.amount), booked: item.booked_on !== null };
  const movementId = `close-${String(data['proposalId'])}`;
  const movement = itemClosing(as, facts);
  await insertEntries(applied, [
    {
      movementId,
      movement,
      counterparty: item.counterparty,
      bookedOn: String(data['on']),
      kind: 'closing',
      about: itemId,
    },
  ]);
  const key = [data['unit'], itemId];
  // What was not executed is owed again: it stands open as if nobody had reported it.
  if (as === 'not-executed') {
    const open = 'booked_on = null, booked_by = null, moved_on = null, serial_number = null';
    await tx.query(`update ${t('item')} set ${open} where unit = $1 and item_id = $2`, key);
    return;
  }
  await tx.query(`update ${t('item')} set closed_as = $3, closed_by = $4 where unit = $1 and item_id = $2`, [
    ...[...key, as, data['proposalId']],
  ]);
}

async function reopen(applied: Applied, id: string): Promise<void> {
  const { tx, data, t } = applied;
  const closings: string[] = [];
  for (const [table, key] of [
    ['line', 'line_id'],
    ['item', 'item_id'],
  ] as const) {
    const rows = await tx.query<{ closed_by: string }>(
      `select closed_by from ${t(table)} where unit = $1 and ${key} = $2 and closed_by is not null`,
      [data['unit'], id],
    );
    closings.push(...rows.map(({ closed_by }) => `close-${closed_by}`));
    await tx.query(`update ${t(table)} set closed_as = null, closed_by = null where unit = $1 and ${key} = $2`, [
      ...[data['unit'], id],
    ]);
  }
  const under = `reopen-${String(data['proposalId'])}`;
  await reverseEntries(applied, { movements: closings, under, on: String(data['on']) });
}

export const APPLY_ACTS: Readonly<Record<string, Apply>> = {
  StatementMatched: (applied) => applyMatches(applied, applied.data['matches'] as never),
  TreasuryActProposed: proposed,
  TreasuryActApproved: approved,
  TreasuryActWithdrawn: ended,
};
