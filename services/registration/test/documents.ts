import { randomBytes } from 'node:crypto';
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

/** A form with a file as a browser sends it. */
export async function upload(registration: Registration, psnNo: string, sent: Sent = {}) {
  const { file = pdf(), name = '承诺书.pdf', type = 'application/pdf' } = sent;
  const form = new FormData();
  const fields = { psnNo, insuredRegion: '320200', kind: 'promise-letter', ...sent.fields };
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  if (file !== null) form.append('file', new Blob([new Uint8Array(file)], { type }), name);
  sent.change?.(form);
  const response = await fetch(`${registration.service.url}/registration/documents`, {
    method: 'POST',
    headers: await headersOf(sent.as ?? province('32'), sent.key),
    body: form,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
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
