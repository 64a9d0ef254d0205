import { Money } from '#kernel';
import { movementOf, type LedgerAccount } from '../../domain/bookings.js';
import { WITHDRAWN } from '../../domain/special-account.js';
import type { Item } from './apply-items.js';
import { undoMatch } from './apply-matches.js';
import { insertEntries, type Applied, type Apply } from './entries.js';

interface Net {
  readonly account: LedgerAccount;
  readonly net: string;
}

/**
 * 撤回收付 (PRE-07, PRE-08): its match ends, and whatever the books have of the item, by report, match or closing, is booked once more the
 * other way round.
 */
async function withdrawn(applied: Applied): Promise<void> {
  const { tx, data, t } = applied;
  const key = [data['unit'], data['movementId']];
  const [item] = await tx.query<Pick<Item, 'counterparty'> & { readonly match_id: string | null }>(
    `select counterparty, match_id from ${t('item')} where unit = $1 and item_id = $2`,
    key,
  );
  if (item === undefined) return;
  if (item.match_id !== null) await undoMatch(applied, item.match_id, false);
  const [credited, debited] = await tx.query<Net>(
    `select account, sum(debit - credit)::text as net from ${t('entry')} where unit = $1 and about = $2
      group by account having sum(debit - credit) <> 0 order by sum(debit - credit)`,
    key,
  );
  if (credited !== undefined && debited !== undefined) {
    const movement = movementOf(credited.account, debited.account, Money.of(debited.net));
    const about = String(data['movementId']);
    const { counterparty } = item;
    await insertEntries(applied, [
      { movementId: `withdrawn-${about}`, movement, counterparty, bookedOn: String(data['on']), kind: 'cash', about },
    ]);
  }
  await tx.query(
    `update ${t('item')} set closed_as = '${WITHDRAWN}', closed_by = null where unit = $1 and item_id = $2`,
    key,
  );
}

export const APPLY_WITHDRAWALS: Readonly<Record<string, Apply>> = { MovementWithdrawn: withdrawn };
