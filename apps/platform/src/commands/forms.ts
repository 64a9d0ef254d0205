import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FORM_TYPES } from '#forms';
import { CLEARING_UNITS, clearingUnit, unitShortName } from '#kernel';
import { readLayout, type Layout } from '../platform/layout.js';
import { print, readAnswer, request, tokenOf, type Caller } from './shared.js';

export interface FormsOptions {
  readonly out: string;
  readonly data: string;
  readonly json: boolean;
}

/** What was written, and what was not issued with the reason the platform gave. */
export interface FormsReport {
  readonly month: string;
  readonly folder: string;
  readonly files: number;
  readonly notIssued: readonly { readonly annex: string; readonly reason: string }[];
}

const NATION: Caller = { roles: ['national-agency'], area: 'nation' };
const UNIT_ANNEXES = ['14-1', '14-2', '14-3', '14-4', '14-5', '14-6', '14-7', '15', '16'] as const;
const LEVEL_ANNEXES = ['3', '4', '6', '7'] as const;
const NOT_FOUND = 404;

/** One form to fetch, once as workbook and once as PDF. */
interface Wanted {
  readonly annex: string;
  readonly url: string;
  /** Path in the folder, without the extension. */
  readonly path: string;
}

/**
 * Writes every official form of a clearing month, as xlsx and PDF: those of the clearing, the papers of the year's advances and
 * of the month's emergency increases, for the nation and each of the 32 units.
 */
export async function writeForms(month: string, { out, data, json }: FormsOptions): Promise<FormsReport> {
  const layout = await readLayout(data);
  const folder = resolve(out);
  const { files, notIssued } = await saveAll(folder, [
    ...formsOfMonth(layout, month),
    ...(await increaseForms(layout, month)),
  ]);
  const missing = [...notIssued].map(([annex, reason]) => ({ annex, reason }));
  const report = { month, folder, files, notIssued: missing };
  print(json, report, () => textOf(report));
  return report;
}

/** The papers of the advances of some years and of the increases of some months (annexes 3 to 9); how many files. */
export async function writeAdvanceForms(
  layout: Pick<Layout, 'urls'>,
  { years, months }: { readonly years: readonly string[]; readonly months: readonly string[] },
  folder: string,
): Promise<number> {
  const increases = await Promise.all(months.map((month) => increaseForms(layout, month)));
  let files = 0;
  for (const forms of [...years.map((year) => formsOfYear(layout, year)), increases.flat()]) {
    files += (await saveAll(folder, forms)).files;
  }
  return files;
}

/** `forms` are of one year, for which an annex is issued to all units or to none. */
async function saveAll(
  folder: string,
  forms: readonly Wanted[],
): Promise<{ readonly files: number; readonly notIssued: ReadonlyMap<string, string> }> {
  const notIssued = new Map<string, string>();
  let files = 0;
  for (const wanted of forms) {
    if (notIssued.has(wanted.annex)) continue;
    const reason = await save(folder, wanted);
    if (reason === null) files += Object.keys(FORM_TYPES).length;
    else notIssued.set(wanted.annex, reason);
  }
  return { files, notIssued };
}

const textOf = ({ month, folder, files, notIssued }: FormsReport): string =>
  [
    `${month} 的表单 ${files} 份：${folder}`,
    ...notIssued.map(({ annex, reason }) => `未出具 附件${annex}：${reason}`),
  ].join('\n');

function formsOfMonth({ urls }: Pick<Layout, 'urls'>, month: string): readonly Wanted[] {
  const clearing = `${urls.clearing}/clearing/periods/${month}/forms`;
  return [
    { annex: '14', url: `${clearing}/14`, path: 'national/annex-14' },
    { annex: '10', url: `${urls.clearing}/clearing/finance-accounts/forms/10`, path: 'national/annex-10' },
    ...CLEARING_UNITS.flatMap(({ code }) =>
      UNIT_ANNEXES.map((annex) => ({
        ...{ annex, url: `${clearing}/${annex}?unit=${code}`, path: `${folderOf(code)}/annex-${annex}` },
      })),
    ),
    ...formsOfYear({ urls }, month.slice(0, 4)),
  ];
}

function formsOfYear({ urls }: Pick<Layout, 'urls'>, year: string): readonly Wanted[] {
  const levels = `${urls.prepayment}/prepayment/levels/${year}/forms`;
  return [
    { annex: '5', url: `${levels}/5`, path: `national/annex-5-${year}` },
    ...CLEARING_UNITS.flatMap(({ code }) =>
      LEVEL_ANNEXES.map((annex) => ({
        ...{ annex, url: `${levels}/${annex}?unit=${code}`, path: `${folderOf(code)}/annex-${annex}-${year}` },
      })),
    ),
  ];
}

interface Increase {
  readonly increaseId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly granted: string | null;
}

async function increaseForms({ urls }: Pick<Layout, 'urls'>, month: string): Promise<readonly Wanted[]> {
  const { increases } = await request<{ readonly increases: readonly Increase[] }>(
    'GET',
    `${urls.prepayment}/prepayment/increases?month=${month}`,
    { caller: NATION },
  );
  const granted = increases.filter((one) => one.granted !== null);
  return granted.flatMap(({ increaseId, payer, receiver }) =>
    (
      [
        ['8', payer],
        ['9', receiver],
      ] as const
    ).map(([annex, unit]) => ({
      annex,
      url: `${urls.prepayment}/prepayment/increases/${increaseId}/forms/${annex}`,
      path: `${folderOf(unit)}/annex-${annex}-${increaseId}`,
    })),
  );
}

const folderOf = (unit: string): string => `units/${unit}-${unitShortName(clearingUnit(unit))}`;

/** Why it was not issued, or null when both files are written. */
async function save(folder: string, { url, path }: Wanted): Promise<string | null> {
  for (const [extension, type] of Object.entries(FORM_TYPES)) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${await tokenOf(NATION)}`, accept: type } });
    if (response.status === NOT_FOUND) return ((await response.json()) as { readonly detail: string }).detail;
    if (!response.ok) return readAnswer<never>(response, `GET ${url}`);
    const file = join(folder, `${path}.${extension}`);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
  }
  return null;
}
