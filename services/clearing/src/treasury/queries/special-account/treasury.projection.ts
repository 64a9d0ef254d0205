import type { Projection } from '#event-store';
import { APPLY_ACTS, PROPOSAL_DDL } from './apply-acts.js';
import { APPLY_ITEMS, ITEM_DDL } from './apply-items.js';
import { MATCH_DDL } from './apply-matches.js';
import { APPLY_WITHDRAWALS } from './apply-withdrawals.js';
import { APPLY_STATEMENTS, STATEMENT_DDL } from './apply-statements.js';
import { ENTRY_DDL } from './entries.js';

const APPLY = { ...APPLY_STATEMENTS, ...APPLY_ITEMS, ...APPLY_ACTS, ...APPLY_WITHDRAWALS };

/** 财政专户 by double entry: statements, what the books know, what belongs together, and every movement (CLR-13). */
export const treasuryProjection: Projection = {
  name: 'treasury',
  mode: 'inline',
  handles: Object.keys(APPLY),
  ddl: (t) => [STATEMENT_DDL, ITEM_DDL, ENTRY_DDL, MATCH_DDL, PROPOSAL_DDL].map((part) => part(t)).join('\n'),
  async apply(tx, events, t) {
    // One after the other: what an event finds is what the one before it left.
    for (const { type, data } of events) await APPLY[type]?.({ tx, data, t });
  },
};
