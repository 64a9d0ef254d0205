import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { mintDevelopmentToken } from '#http';
import { province, type Caller, type Registration } from './registration.js';

const PNG_BASE64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What stands in the scanned paper, to be looked for where it must not be. */
export const SECRET = '张三的承诺书 11010519491231002X';

export const pdf = (text = SECRET): Buffer => Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Title (${text}) >>\nendobj\n%%EOF\n`);
export const png = (): Buffer => Buffer.from(PNG_BASE64, 'base64');
export const jpeg = (): Buffer => Buffer.concat([Buffer.from('ffd8ffe000104a464946000101', 'hex'), Buffer.alloc(200)]);
export const exe = (): Buffer => Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(500)]);

export interface Sent {
  readonly fields?: Readonly<Record<string, string>>;
  readonly file?: Buffer | null;
  /** Name and type the sender claims. */
  readonly name?: string;
  readonly type?: string;
  readonly as?: Caller;
  readonly key?: string;
  /** Changes the form before it is sent. */
  readonly change?: (form: FormData) => void;
}

const USUAL = { file: pdf(), name: '承诺书.pdf', type: 'application/pdf', as: province('32') } as const;

/** A form with a file as a browser sends it. */
export async function upload(registration: Registration, psnNo: string, sent: Sent = {}) {
  const { file, name, type, as, fields, key, change } = { ...USUAL, fields: {}, ...sent };
  const form = new FormData();
  const all = { psnNo, insuredRegion: '320200', kind: 'promise-letter', ...fields };
  for (const [field, value] of Object.entries(all)) form.append(field, value);
  if (file !== null) form.append('file', new Blob([new Uint8Array(file)], { type }), name);
  change?.(form);
  const headers = await headersOf(as, key);
  const path = `${registration.service.url}/registration/documents`;
  const response = await fetch(path, { method: 'POST', headers, body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Number of a paper that was stored. */
export async function stored(registration: Registration, psnNo: string, sent: Sent = {}): Promise<string> {
  const { status, body } = await upload(registration, psnNo, sent);
  expect({ status, body }).toMatchObject({ status: 200 });
  return String(body['documentId']);
}

/** Looks at a paper or deletes it. */
export const ask = (
  registration: Registration,
  method: 'GET' | 'DELETE',
  path: string,
  options: { readonly as?: Caller; readonly key?: string } = {},
) =>
  registration.service.call(method, `/registration/${path}`, {
    ...{ as: province('32'), ...options },
    ...(method === 'DELETE' ? { body: { reason: '保存期满' } } : {}),
  });

/** Every file of the storage, by its path. */
export async function papers({ documents }: Registration): Promise<readonly string[]> {
  const entries = await readdir(documents, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** The file under a paper's number. */
export const paperOf = async (registration: Registration, documentId: string): Promise<string | undefined> =>
  (await papers(registration)).find((path) => path.endsWith(documentId));

/** Neither the log nor the storage is other than before. */
export async function changesNothing(registration: Registration, act: () => Promise<unknown>): Promise<void> {
  const before = { events: await registration.events(), papers: await papers(registration) };
  await act();
  expect({ events: await registration.events(), papers: await papers(registration) }).toEqual(before);
}

/** The bytes of a paper and the headers they come with. */
export async function download(registration: Registration, documentId: string, as: Caller = province('32')) {
  const response = await fetch(`${registration.service.url}/registration/documents/${documentId}/content`, {
    headers: await headersOf(as),
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function headersOf(as: Caller, key = randomBytes(12).toString('hex')): Promise<Record<string, string>> {
  const token = await mintDevelopmentToken({ subject: 'test', ...as });
  return { authorization: `Bearer ${token}`, 'idempotency-key': key };
}
