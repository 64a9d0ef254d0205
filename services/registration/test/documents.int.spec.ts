import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { download, exe, jpeg, pdf, png, SECRET, upload } from './documents.js';
import { province, registrationOn, type Registration } from './registration.js';

const MIB = 1024 * 1024;
const LIMIT_BYTES = 10 * MIB;

let registration: Registration;
let persons = 0;
let psnNo = '';

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
});
afterAll(() => registration.end());
beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000077${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

/** Every file of the storage, by its path. */
async function papers(): Promise<readonly string[]> {
  const entries = await readdir(registration.documents, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

const changesNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = { events: await registration.events(), papers: await papers() };
  await act();
  expect({ events: await registration.events(), papers: await papers() }).toEqual(before);
};

const call = (
  method: 'GET' | 'DELETE',
  path: string,
  options: { as?: ReturnType<typeof province>; key?: string } = {},
) =>
  registration.service.call(method, `/registration/${path}`, {
    as: province('32'),
    ...options,
    ...(method === 'DELETE' ? { body: { reason: '保存期满' } } : {}),
  });

const stored = async (sent: Parameters<typeof upload>[2] = {}): Promise<string> => {
  const { status, body } = await upload(registration, psnNo, sent);
  expect({ status, body }).toMatchObject({ status: 200 });
  return String(body['documentId']);
};

/** The file under a paper's number. */
const paperOf = async (documentId: string): Promise<string | undefined> =>
  (await papers()).find((path) => path.endsWith(documentId));

describe('storing papers', () => {
  it('REG-20: stores a promise letter with type, size, hash and the last day it is kept, and gives it back', async () => {
    const { status, body } = await upload(registration, psnNo, { fields: { purpose: '补充承诺' } });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ documentId: expect.stringMatching(/^WJ32\d{20}$/), psnNo, insuredRegion: '320200', purpose: '补充承诺' },
        ...{ kind: 'promise-letter', mediaType: 'application/pdf', bytes: pdf().length },
        ...{ hash: expect.stringMatching(/^sm3:[0-9a-f]{64}$/), storedOn: '2025-08-01', keptUntil: '2027-08-01' },
      },
    });
    const documentId = String(body['documentId']);
    const facts = { ...body, insuredUnit: '32', deletedOn: null, deletedReason: null };
    expect((await call('GET', `documents/${documentId}`)).body).toEqual(facts);
    expect((await call('GET', `persons/${psnNo}/documents`)).body).toEqual([facts]);
    const content = await download(registration, documentId);
    expect(content.bytes.equals(pdf())).toBe(true);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      ...{ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
      'content-disposition': `attachment; filename="${documentId}.pdf"`,
      'content-length': String(pdf().length),
    });
  });

  it('REG-20: in Huai’an a letter is kept three years', async () => {
    psnNo = `${psnNo}h`;
    await registration.enrol(psnNo, { insuredRegion: '320800' });
    const { body } = await upload(registration, psnNo, { fields: { insuredRegion: '320800' } });
    expect(body).toMatchObject({ keptUntil: '2028-08-01' });
  });

  it('REG-20: tells the type from the content, whatever name and type are claimed', async () => {
    const claimed = { name: 'a.exe', type: 'application/x-msdownload' };
    for (const [file, mediaType] of [
      [png(), 'image/png'],
      [jpeg(), 'image/jpeg'],
      [pdf(), 'application/pdf'],
    ] as const) {
      const { status, body } = await upload(registration, psnNo, { file, ...claimed });
      expect({ status, mediaType: body['mediaType'] }).toEqual({ status: 200, mediaType });
    }
  });

  it('SET-15: the same request again is answered the same and stores once; another file under its key conflicts', async () => {
    const first = await upload(registration, psnNo, { key: 'again' });
    await changesNothing(async () => {
      expect(await upload(registration, psnNo, { key: 'again' })).toEqual(first);
      for (const other of [{ file: pdf('另一份') }, { fields: { kind: 'identity' } }]) {
        const conflict = await upload(registration, psnNo, { key: 'again', ...other });
        expect(conflict).toMatchObject({ status: 409, body: { rule: 'SET-15' } });
      }
    });
    expect((await download(registration, String(first.body['documentId']))).bytes.equals(pdf())).toBe(true);
  });

  it('SET-15: ten of the same request at once store one paper', async () => {
    const before = (await papers()).length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => upload(registration, psnNo, { key: 'at-once' })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['documentId'])}`)).size).toBe(1);
    expect((await papers()).length).toBe(before + 1);
    expect((await download(registration, String(answers[0]?.body['documentId']))).bytes.equals(pdf())).toBe(true);
  });

  it('REG-20: takes a file of exactly the limit, and answers one a byte longer with 413 and the limit', async () => {
    const file = Buffer.concat([pdf(), Buffer.alloc(LIMIT_BYTES - pdf().length)]);
    const documentId = await stored({ file });
    expect((await download(registration, documentId)).bytes.equals(file)).toBe(true);
    await changesNothing(async () => {
      for (const longer of [1, 20 * MIB]) {
        const refused = await upload(registration, psnNo, { file: Buffer.concat([file, Buffer.alloc(longer)]) });
        expect(refused).toMatchObject({ status: 413, body: { rule: 'REG-20', fields: ['file'] } });
        expect(refused.body['detail']).toContain('10MB');
      }
    });
  });
});

describe('papers that are not taken', () => {
  const contents: readonly (readonly [what: string, file: Buffer, code: string])[] = [
    ['a program', exe(), 'document.type'],
    ['a page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'document.type'],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'document.type'],
    ['an archive', Buffer.from('504b0304140000000800', 'hex'), 'document.type'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'document.type'],
    ['text', Buffer.from('承诺书'), 'document.type'],
    ['nothing', Buffer.alloc(0), 'document.empty'],
  ];

  it.each(contents)('REG-20: refuses %s that is called a PDF, and keeps nothing of it', async (_, file, code) => {
    await changesNothing(async () => {
      const { status, body } = await upload(registration, psnNo, { file });
      expect({ status, body }).toMatchObject({ status: 422, body: { code, rule: 'REG-20', fields: ['file'] } });
      if (code === 'document.type') expect(body['detail']).toContain('PDF');
    });
  });

  it('REG-20: refuses a form without a file, with two, with a field twice, wrong or unknown, by name', async () => {
    const blob = new Blob([new Uint8Array(pdf())]);
    const wrong: readonly (readonly [sent: Parameters<typeof upload>[2], field: string])[] = [
      [{ file: null }, 'file'],
      [{ change: (form) => form.append('file', blob, 'b.pdf') }, 'file'],
      [{ file: null, change: (form) => form.append('paper', blob, 'b.pdf') }, 'file'],
      [{ change: (form) => form.append('insuredRegion', '330100') }, 'insuredRegion'],
      [{ fields: { kind: 'photo' } }, 'kind'],
      [{ fields: { insuredRegion: '32' } }, 'insuredRegion'],
      [{ fields: { insuredRegion: '990000' } }, 'insuredRegion'],
      [{ fields: { purpose: 'x'.repeat(101) } }, 'purpose'],
      [{ fields: { purpose: 'x'.repeat(2000) } }, 'purpose'],
      [{ fields: { gift: '1' } }, 'gift'],
    ];
    await changesNothing(async () => {
      for (const [sent, field] of wrong) {
        const { status, body } = await upload(registration, psnNo, sent);
        expect([400, 422]).toContain(status);
        expect(body).toMatchObject({ fields: [field] });
        expect(body['detail']).toMatch(/[\u4e00-\u9fff]/);
      }
      const asJson = await registration.service.call('POST', '/registration/documents', {
        ...{ as: province('32'), body: { psnNo } },
      });
      expect(asJson).toMatchObject({ status: 415, body: { code: 'http.not-multipart' } });
    });
  });

  it('SEC-01: refuses a person insured elsewhere, and takes out again what was put in before', async () => {
    await changesNothing(async () => {
      for (const [person, insuredRegion] of [
        [psnNo, '320500'],
        ['P-nobody', '320200'],
      ] as const) {
        const refused = await upload(registration, person, { fields: { insuredRegion } });
        expect(refused).toMatchObject({ status: 422, body: { code: 'document.not-insured', rule: 'SEC-01' } });
      }
    });
  });
});

describe('papers of another province', () => {
  it('SEC-01: province 33 gets 403 on every route, also by number, and learns not even what is there', async () => {
    const documentId = await stored();
    const other = { as: province('33') };
    await changesNothing(async () => {
      expect((await upload(registration, psnNo, other)).status).toBe(403);
      for (const number of [documentId, `WJ32${'0'.repeat(20)}`]) {
        expect((await call('GET', `documents/${number}`, other)).status).toBe(403);
        expect((await call('DELETE', `documents/${number}`, other)).status).toBe(403);
        expect((await download(registration, number, other.as)).status).toBe(403);
      }
      expect((await call('GET', `persons/${psnNo}/documents`, other)).status).toBe(403);
      const asTheirs = await upload(registration, psnNo, { ...other, fields: { insuredRegion: '330100' } });
      expect(asTheirs).toMatchObject({ status: 422, body: { code: 'document.not-insured' } });
    });
  });

  it('SEC-01: neither the nation nor a caller without a token gets any of it', async () => {
    const documentId = await stored();
    const nation = { roles: ['national-agency' as const], area: 'nation' };
    expect((await upload(registration, psnNo, { as: nation })).status).toBe(403);
    expect((await download(registration, documentId, nation)).status).toBe(403);
    expect((await registration.service.call('GET', `/registration/documents/${documentId}`, { as: null })).status).toBe(
      401,
    );
  });

  it('REG-20: a number nobody was given is not found', async () => {
    for (const number of [`WJ32${'0'.repeat(20)}`, 'WJ32', 'BA202508010000000000000000', '..%2F..%2Fetc%2Fpasswd']) {
      expect((await call('GET', `documents/${number}`)).status).toBe(404);
    }
  });
});

describe('papers at rest', () => {
  it('SEC-02: nothing of a paper stands in clear in the folder, in the database or in the log', async () => {
    const documentId = await stored();
    const sealed = await readFile((await paperOf(documentId)) ?? '');
    expect(sealed.subarray(0, 11).toString()).toBe('sm4b:dev-1:');
    for (const clear of ['%PDF', SECRET, '张三']) expect(sealed.includes(clear)).toBe(false);
    expect((await stat((await paperOf(documentId)) ?? '')).mode & 0o777).toBe(0o600);
    const { database, log } = registration.service;
    const rows = await database.read<{ row: string }>(
      `select to_jsonb(e)::text as row from events e union all select to_jsonb(d)::text from read_documents.document d
        union all select to_jsonb(i)::text from idempotency i`,
    );
    expect(rows.filter(({ row }) => row.includes(documentId)).length).toBeGreaterThanOrEqual(3);
    for (const clear of [SECRET, '张三', '承诺书.pdf']) {
      expect(rows.filter(({ row }) => row.includes(clear))).toEqual([]);
      expect(log()).not.toContain(clear);
    }
  });

  it('SEC-03: a paper changed, exchanged or lost in storage is not given out', async () => {
    const [one, two] = [await stored(), await stored({ file: pdf('另一份') })];
    const [first, second] = [(await paperOf(one)) ?? '', (await paperOf(two)) ?? ''];
    await copyFile(second, first);
    expect((await download(registration, one)).status).toBe(500);
    const bytes = await readFile(second);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    await writeFile(second, bytes);
    expect((await download(registration, two)).status).toBe(500);
    await rm(first);
    expect((await download(registration, one)).status).toBe(500);
  });
});

describe('deleting papers', () => {
  it('REG-20: refuses on the last day a paper is kept, deletes it the day after, and never brings it back', async () => {
    await registration.service.setBusinessDate('2025-08-01');
    const documentId = await stored({ key: 'to-delete' });
    await registration.service.setBusinessDate('2027-08-01');
    await changesNothing(async () => {
      const refused = await call('DELETE', `documents/${documentId}`);
      expect(refused).toMatchObject({
        ...{ status: 422, body: { code: 'document.kept', rule: 'REG-20', fields: ['documentId'] } },
      });
      expect(refused.body['detail']).toContain('2027-08-01');
    });
    await registration.service.setBusinessDate('2027-08-02');
    const deleted = await call('DELETE', `documents/${documentId}`, { key: 'delete' });
    expect(deleted).toEqual({ status: 200, body: { documentId } });
    expect(await paperOf(documentId)).toBeUndefined();
    expect((await download(registration, documentId)).status).toBe(404);
    expect((await call('GET', `documents/${documentId}`)).body).toMatchObject({
      ...{ deletedOn: '2027-08-02', deletedReason: '保存期满', keptUntil: '2027-08-01' },
    });
    await changesNothing(async () => {
      expect(await call('DELETE', `documents/${documentId}`, { key: 'delete' })).toEqual(deleted);
      expect(await call('DELETE', `documents/${documentId}`)).toMatchObject({ body: { code: 'document.deleted' } });
      expect((await upload(registration, psnNo, { key: 'to-delete' })).body['documentId']).toBe(documentId);
    });
    expect(await paperOf(documentId)).toBeUndefined();
  });

  it('REG-20: while the storage fails uploads are asked to come again and nothing is recorded; deletions are made good', async () => {
    await registration.service.setBusinessDate('2025-08-01');
    const documentId = await stored();
    await registration.service.setBusinessDate('2027-08-02');
    const away = `${registration.documents}-away`;
    await rename(registration.documents, away);
    await writeFile(registration.documents, 'a file where the folder should be');
    const events = await registration.events();
    const unavailable = { status: 503, body: { code: 'document.storage-unavailable' } };
    expect(await upload(registration, psnNo, { key: 'later' })).toMatchObject(unavailable);
    expect(await registration.events()).toBe(events);
    expect(await call('DELETE', `documents/${documentId}`, { key: 'gone' })).toMatchObject(unavailable);
    await rm(registration.documents);
    await rename(away, registration.documents);
    expect(await paperOf(documentId)).toBeDefined();
    expect((await call('DELETE', `documents/${documentId}`, { key: 'gone' })).status).toBe(200);
    expect(await paperOf(documentId)).toBeUndefined();
    expect((await upload(registration, psnNo, { key: 'later' })).status).toBe(200);
  });

  it('SEC-03: the log of all this is unbroken', async () => {
    const checks = (await registration.service.call('POST', '/ops/verify')).body as unknown as { ok: boolean }[];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
