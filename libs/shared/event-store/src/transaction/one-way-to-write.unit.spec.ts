import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const CODE = ['libs', 'services', 'apps'];
const THE_ONE = 'libs/shared/event-store/src/transaction/writing-transaction.ts';
/** Measures what the database does without us, on a table of its own. */
const THE_MEASURE = 'apps/platform/src/infrastructure/bare-database.ts';
const OPENS_A_WRITING_TRANSACTION =
  /['"`]\s*(begin|start\s+transaction)\b|startTransaction\(|\bread\s+write\b|transaction_read_only\s*=\s*(off|false)/i;

async function sources(): Promise<readonly string[]> {
  const found = await Promise.all(
    CODE.map(async (folder) => {
      const names = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  return found.flat().filter((name) => name.endsWith('.ts') && !/\.spec\.ts$|node_modules|\/test\//.test(name));
}

describe('the one way to write (architecture §4)', () => {
  it('only one file opens writing transactions', async () => {
    const names = await sources();
    expect(names).toContain(THE_ONE);
    const opening: string[] = [];
    for (const name of names) {
      if (OPENS_A_WRITING_TRANSACTION.test(await readFile(join(ROOT, name), 'utf8'))) opening.push(name);
    }
    expect(opening.sort()).toEqual([THE_MEASURE, THE_ONE]);
  });

  it.each([
    [`client.query('BEGIN')`, true],
    ['query(`start  transaction`)', true],
    [`'set default_transaction_read_only = off'`, true],
    [`'begin read only'`, true],
    ['const begin = 1', false],
    [`'-c default_transaction_read_only=on'`, false],
  ])('%s is found: %s', (code, found) => {
    expect(OPENS_A_WRITING_TRANSACTION.test(code)).toBe(found);
  });
});
