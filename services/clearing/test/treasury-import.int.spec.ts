import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { businessDate, Money, unwrap } from '#kernel';
import type { NoticeLine } from '../src/notice/domain/notice.js';
import { ReconciliationReader } from '../src/treasury/queries/special-account/reconciliation.js';
import { accountOf, Books, listOf, type Row } from './treasury-books.js';

const OTHERS = ['11', '12', '13', '14', '15', '21', '22', '23', '31', '33'] as const;
let books: Books;

beforeAll(async () => {
  books = await Books.open();
});

afterAll(() => books.end());

describe('statements of a special account', () => {
  const yuan = (n: number): Money => Money.fromFen(BigInt(100_000 + 17 * n));

  it('CLR-13: 10,000 lines are imported and matched to 10,000 lines of notices in seconds', async () => {
    await books.openAccounts('32', ...OTHERS);
    const rows: Row[] = [];
    for (let month = 0; month < 500; month += 1) {
      const [year, name] = [2010 + Math.floor(month / 12), String((month % 12) + 1).padStart(2, '0')];
      const lineOf = (unit: string, index: number, way: number): NoticeLine => {
        const amount = yuan(month * 20 + index * 2 + way);
        rows.push({ on: '2029-01-01', change: way === 0 ? amount.negate() : amount, account: accountOf(unit) });
        return { unit, amount: amount.toString(), returned: false };
      };
      await books.publish({
        ...{ unit: '32', month: `${year}-${name}`, publishedOn: '2028-12-31' },
        payments: OTHERS.map((unit, index) => lineOf(unit, index, 0)),
        collections: OTHERS.map((unit, index) => lineOf(unit, index, 1)),
      });
    }
    const { file } = listOf('32', Money.of('99999999.00'), rows);
    const begun = performance.now();
    const imported = unwrap(await books.handIn('32', file));
    const seconds = (performance.now() - begun) / 1000;
    expect(imported).toMatchObject({ matched: 10_000, statements: [{ newLines: 10_000 }] });
    // Some two seconds where nothing else runs.
    expect(seconds).toBeLessThan(40);
    const again = unwrap(await books.handIn('32', file));
    expect(again).toMatchObject({ matched: 0, statements: [{ newLines: 0, knownLines: 10_000 }] });
    expect(await books.broken()).toEqual([]);
  });

  it('CLR-13: what a crash between import and matching left open, the same file matches', async () => {
    const collections = [{ unit: '32', amount: '500.00', returned: false }];
    await books.publish({ unit: '31', month: '2028-01', publishedOn: '2028-02-29', payments: [], collections });
    const row = { on: '2028-03-10', change: Money.of('500.00'), account: accountOf('32') };
    const { file } = listOf('31', Money.zero, [row]);
    await expect(books.handIn('31', file, books.dyingStore(1))).rejects.toThrow('the process ended');
    const { parts } = await new ReconciliationReader(books.store).open('31', businessDate('2028-03-10'));
    expect(parts.map((part) => part.class)).toEqual(['receivable', 'bank-in-not-books']);
    expect(unwrap(await books.handIn('31', file))).toMatchObject({ matched: 1, statements: [{ newLines: 0 }] });
    expect(unwrap(await books.handIn('31', file))).toMatchObject({ matched: 0 });
    expect(await books.broken()).toEqual([]);
  });

  it('CLR-13: a payment that came back is proposed for an equal receivable, not matched to it', async () => {
    const line = (unit: string) => [{ unit, amount: '500.00', returned: false }];
    await books.publish({
      ...{ unit: '11', month: '2028-01', publishedOn: '2028-02-29' },
      ...{ payments: line('12'), collections: [...line('12'), ...line('13')] },
    });
    const row = (on: string, change: string, from = '12'): Row => ({
      on,
      change: Money.of(change),
      account: accountOf(from),
    });
    const rows = [row('2028-03-10', '-500.00'), row('2028-03-12', '500.00'), row('2028-03-12', '500.00', '13')];
    const { file } = listOf('11', Money.zero, rows);
    expect(unwrap(await books.handIn('11', file))).toMatchObject({ matched: 2 });
    const { parts, candidates } = await new ReconciliationReader(books.store).open('11', businessDate('2028-03-12'));
    expect(parts.map((part) => part.class)).toEqual(['receivable', 'bank-in-not-books']);
    expect(candidates).toMatchObject([{ itemIds: ['16-2028-01-12'], by: 'counterparty' }]);
    // A month later nothing is known to have gone out that could come back.
    const later = listOf('11', Money.of('500.00'), [row('2028-05-10', '500.00')]);
    expect(unwrap(await books.handIn('11', later.file))).toMatchObject({ matched: 0 });
    expect(await books.broken()).toEqual([]);
  });

  it('CLR-13: of two imports at once one brings the lines, and both answer', async () => {
    const { file } = listOf('33', Money.zero, [{ on: '2028-03-10', change: Money.of('7.00') }]);
    const both = await Promise.all([books.handIn('33', file), books.handIn('33', file), books.handIn('33', file)]);
    const newLines = both.map((one) => unwrap(one).statements[0]?.newLines);
    expect([...newLines].sort()).toEqual([0, 0, 1]);
  });

  it('CLR-13: the read model made anew from the events is the same', async () => {
    const tables = ['statement', 'line', 'item', 'entry', 'match'] as const;
    const content = () =>
      Promise.all(
        tables.map((table) =>
          books.store.database.read<{ sum: string }>(
            `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from read_treasury.${table} t`,
          ),
        ),
      );
    const before = await content();
    await books.store.projections.rebuild('treasury');
    expect(await content()).toEqual(before);
  });
});
