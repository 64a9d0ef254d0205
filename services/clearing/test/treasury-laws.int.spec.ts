import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, Money, unwrap } from '#kernel';
import { matchUnit } from '../src/treasury/commands/match-statement/match-statement.js';
import { ITEM_CLOSINGS, LINE_CLOSINGS } from '../src/treasury/domain/bookings.js';
import type { TreasuryAct } from '../src/treasury/domain/special-account.js';
import { ReconciliationReader } from '../src/treasury/queries/special-account/reconciliation.js';
import { accountOf, actBy, Books, listOf } from './treasury-books.js';

const UNITS = [
  ...['12', '13', '14', '15', '21', '22', '23', '33', '34', '35', '36', '37', '41', '42', '43', '44', '45', '46', '50'],
  ...['51', '52', '53', '54', '61', '62', '63', '64', '65', '66'],
] as const;
const KINDS = ['publish', 'pay', 'bank', 'match', 'undo-match', 'close-line', 'close-item', 'reopen'] as const;
const OPEN = 'unit = $1 and match_id is null and closed_as is null';
const CLOSED = 'unit = $1 and closed_as is not null';
/** Where the things of a kind are found that an act may name. */
const NAMED: Readonly<Partial<Record<(typeof KINDS)[number], string>>> = {
  'undo-match': 'select match_id as id from read_treasury.match where unit = $1 and undone_on is null',
  'close-line': `select line_id as id from read_treasury.line where ${OPEN}`,
  'close-item': `select item_id as id from read_treasury.item where ${OPEN}`,
  reopen: `select line_id as id from read_treasury.line where ${CLOSED}
           union select item_id from read_treasury.item where ${CLOSED}`,
};

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly pick: number;
  readonly fen: number;
  readonly into: boolean;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...KINDS) },
      { weight: 1, arbitrary: fc.constantFrom('publish', 'bank') },
    ),
    ...{ pick: fc.nat(), fen: fc.integer({ min: 1, max: 6 }), into: fc.boolean() },
  }),
  { minLength: 10, maxLength: 40 },
);

const pad = (value: number): string => String(value).padStart(2, '0');
const monthOf = (index: number): string => `${2020 + Math.floor(index / 12)}-${pad((index % 12) + 1)}`;
const dayOf = (index: number): string => `2030-${pad(Math.floor(index / 28) + 2)}-${pad((index % 28) + 1)}`;

/** One unit whose notices, bank and clerks do whatever they like. */
class World {
  /** What the bank says; null before its first statement. */
  balance: Money | null = null;
  private months = 0;
  private days = 0;

  constructor(
    private readonly books: Books,
    private readonly unit: string,
  ) {}

  async take({ kind, pick, fen, into }: Step): Promise<void> {
    const amount = Money.fromFen(BigInt(fen));
    switch (kind) {
      case 'publish':
        return this.publish(amount.toString(), into);
      case 'pay':
        return this.months > 0 ? this.books.pay(this.unit, monthOf(pick % this.months), dayOf(this.days)) : undefined;
      case 'bank':
        return this.bank(into ? amount : amount.negate());
      case 'match':
        await matchUnit(this.books.store, this.unit, actBy());
        return;
      default: {
        const act = await this.actOf(kind, pick);
        return act === null ? undefined : this.books.byTwo(this.unit, act);
      }
    }
  }

  private async publish(amount: string, into: boolean): Promise<void> {
    const lines = [{ unit: '31', amount, returned: into }];
    const both = into ? { payments: lines, collections: [] } : { payments: lines, collections: lines };
    await this.books.publish({ unit: this.unit, month: monthOf(this.months), publishedOn: '2030-01-01', ...both });
    this.months += 1;
  }

  private async bank(change: Money): Promise<void> {
    const row = { on: dayOf(this.days), change, account: accountOf('31'), serialNumber: `B${this.days}` };
    const { file, closing } = listOf(this.unit, this.balance ?? Money.of('100.00'), [row]);
    unwrap(await this.books.handIn(this.unit, file));
    this.balance = closing;
    this.days += 1;
  }

  private async actOf(kind: Step['kind'], pick: number): Promise<TreasuryAct | null> {
    const rows = await this.books.store.database.read<{ id: string }>(`${NAMED[kind]} order by 1`, [this.unit]);
    const id = rows[pick % Math.max(rows.length, 1)]?.id;
    if (id === undefined) return null;
    if (kind === 'undo-match') return { kind, matchId: id };
    if (kind === 'close-line')
      return { kind, lineId: id, as: LINE_CLOSINGS[pick % LINE_CLOSINGS.length] ?? 'suspense' };
    return kind === 'close-item'
      ? { kind, itemId: id, as: ITEM_CLOSINGS[pick % ITEM_CLOSINGS.length] ?? 'before-opening' }
      : { kind: 'reopen', id };
  }
}

describe('laws of the books', () => {
  let books: Books;
  let runs = 0;

  beforeAll(async () => {
    books = await Books.open();
    await books.openAccounts('31', ...UNITS);
  });

  afterAll(() => books.end());

  it('CLR-13, SEC-05: whatever is published, paid, imported, matched, undone, closed and reopened, every movement balances and both sides agree', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const unit = UNITS[runs++ % UNITS.length] ?? '';
        const world = new World(books, unit);
        for (const one of taken) await world.take(one);
        expect(await books.broken()).toEqual([]);
        const reader = new ReconciliationReader(books.store);
        const { agrees, bankBalance, differences } = await reader.statement(unit, businessDate('2030-12-31'));
        expect([agrees, bankBalance]).toEqual([true, (world.balance ?? Money.zero).toString()]);
        // What the two sides do not agree in is open, and what is open of bank or booked slips they do not agree in.
        const { parts } = await reader.open(unit, businessDate('2030-12-31'));
        const alone = parts.filter((part) => part.class.startsWith('b')).map((part) => part.id);
        expect(differences.map(({ about }) => about).sort()).toEqual([...alone].sort());
      }),
      // Every run has a unit of its own, so nothing is shrunk.
      { numRuns: UNITS.length, endOnFailure: true },
    );
  });
});
