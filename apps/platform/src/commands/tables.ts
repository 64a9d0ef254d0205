import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLEARING_UNITS } from '#kernel';
import type { WorldLink } from '#simulator';
import { patiently } from './world-link.js';

const NATIONAL = ['14', 'holds', 'waiting', 'overdue', 'deduction-rates'] as const;
const PER_UNIT = ['14-1', '14-2', '14-3', '14-4', '14-5', '14-6', '14-7', '15', '16'] as const;

/**
 * Writes every published table of a month as CSV: annex 14 and lists for the nation, 14-1 … 14-7, 15 and 16 for each of
 * the 32 units, the frozen investigation lists, the use of advances. Two months of the same world give the same bytes.
 */
export async function writeTables(link: WorldLink, month: string, folder: string): Promise<readonly string[]> {
  const written: string[] = [];
  const save = async (path: string, text: string): Promise<void> => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
    written.push(path);
  };
  const nation = await link.tokenFor('national-agency', 'nation');
  const period = `${link.urls.clearing}/clearing/periods/${month}/tables`;
  for (const annex of NATIONAL) await save(`national/annex-${annex}.csv`, await csv(`${period}/${annex}`, nation));
  for (const listMonth of listMonths(month)) {
    const lists = `${link.urls.clearing}/clearing/periods/${listMonth}/tables/investigations`;
    await save(`national/investigations-${listMonth}.csv`, await csv(lists, nation));
  }
  const rates = `${link.urls.prepayment}/prepayment/months/${month}/tables/rates`;
  await save('national/advance-use.csv', await csv(rates, nation));
  for (const { code, shortName } of CLEARING_UNITS) {
    const folderOfUnit = `units/${code}-${shortName}`;
    await Promise.all(
      PER_UNIT.map(async (annex) =>
        save(`${folderOfUnit}/annex-${annex}.csv`, await csv(`${period}/${annex}?unit=${code}`, nation)),
      ),
    );
  }
  return written;
}

/** The lists of the 26th that fall into the month and the one in which it is cleared. */
const listMonths = (month: string): readonly string[] => [month, nextOf(month)];
const nextOf = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

async function csv(url: string, token: string): Promise<string> {
  return patiently(async () => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}`, accept: 'text/csv' } });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
    return response.text();
  });
}
