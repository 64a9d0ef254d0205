import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { readLayout } from '../platform/layout.js';
import { openText, reconciliationText, type OpenParts, type Reconciliation } from './statements-text.js';
import { InputRefused } from '../options.js';
import { print, readAnswer, request, tokenOf, type Caller } from './shared.js';

interface OfUnit {
  readonly unit: string;
  readonly data: string;
  readonly json: boolean;
}

/** 导入结果 as clearing tells it. */
export interface ImportedFile {
  readonly statements: readonly {
    readonly statementNo: string;
    readonly from: string;
    readonly to: string;
    readonly newLines: number;
    readonly knownLines: number;
  }[];
  readonly matched: number;
}

const financeOf = (unit: string): Caller => ({ roles: ['provincial-finance'], area: unit });

async function accountUrl({ unit, data }: OfUnit): Promise<string> {
  const { urls } = await readLayout(data);
  return `${urls.clearing}/clearing/special-accounts/${unit}`;
}

/** Sends a bank's file as it is read from the disk; the same file again changes nothing (CLR-13). */
export async function importStatement(
  path: string,
  options: OfUnit & { readonly account?: string },
): Promise<ImportedFile> {
  const { unit, account, json } = options;
  const file = await stat(path).catch(() => null);
  if (file?.isFile() !== true) throw new InputRefused(`不能读取对账单文件：${path}`);
  const query = account === undefined ? '' : `?${new URLSearchParams({ account }).toString()}`;
  const url = `${await accountUrl(options)}/statements${query}`;
  const type = extname(path).toLowerCase() === '.xml' ? 'application/xml' : 'text/csv';
  const init = {
    method: 'PUT',
    headers: { authorization: `Bearer ${await tokenOf(financeOf(unit))}`, 'content-type': type },
    body: Readable.toWeb(createReadStream(path)),
    duplex: 'half',
  };
  const imported = await readAnswer<ImportedFile>(await fetch(url, init as unknown as RequestInit), `PUT ${url}`);
  print(json, imported, () => importedText(imported));
  return imported;
}

const importedText = ({ statements, matched }: ImportedFile): string =>
  [
    ...statements.map(
      ({ statementNo, from, to, newLines, knownLines }) =>
        `对账单 ${statementNo}（${from} 至 ${to}）：新增流水${newLines}笔，已有${knownLines}笔`,
    ),
    `自动勾对${matched}笔`,
  ].join('\n');

/** 未达账项 of a unit (CLR-13). */
export async function showOpenParts(options: OfUnit): Promise<OpenParts> {
  const open = await request<OpenParts>('GET', `${await accountUrl(options)}/open-items`, {
    caller: financeOf(options.unit),
  });
  print(options.json, open, () => openText(open));
  return open;
}

/** 余额调节表 of a unit on a day (CLR-13). */
export async function showReconciliation(options: OfUnit & { readonly on?: string }): Promise<Reconciliation> {
  const query = options.on === undefined ? '' : `?on=${options.on}`;
  const url = `${await accountUrl(options)}/reconciliation${query}`;
  const table = await request<Reconciliation>('GET', url, { caller: financeOf(options.unit) });
  print(options.json, table, () => reconciliationText(table));
  return table;
}
