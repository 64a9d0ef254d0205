import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, changesNothing, download, paperOf, pdf, SECRET, stored, upload } from './documents.js';
import { registrationOn, type Registration } from './registration.js';

let registration: Registration;
let persons = 0;
let psnNo = '';

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
});
afterAll(() => registration.end());
beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000099${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

describe('papers at rest', () => {
  it('SEC-02: nothing of a paper stands in clear in the folder, in the database or in the log', async () => {
    const documentId = await stored(registration, psnNo);
    const sealed = await readFile((await paperOf(registration, documentId)) ?? '');
    expect(sealed.subarray(0, 11).toString()).toBe('sm4b:dev-1:');
    for (const clear of ['%PDF', SECRET, '张三']) expect(sealed.includes(clear)).toBe(false);
    expect((await stat((await paperOf(registration, documentId)) ?? '')).mode & 0o777).toBe(0o600);
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
    const [one, two] = [await stored(registration, psnNo), await stored(registration, psnNo, { file: pdf('另一份') })];
    const [first, second] = [(await paperOf(registration, one)) ?? '', (await paperOf(registration, two)) ?? ''];
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
    const documentId = await stored(registration, psnNo, { key: 'to-delete' });
    await registration.service.setBusinessDate('2027-08-01');
    await changesNothing(registration, async () => {
      const refused = await ask(registration, 'DELETE', `documents/${documentId}`);
      expect(refused).toMatchObject({
        ...{ status: 422, body: { code: 'document.kept', rule: 'REG-20', fields: ['documentId'] } },
      });
      expect(refused.body['detail']).toContain('2027-08-01');
    });
    await registration.service.setBusinessDate('2027-08-02');
    const deleted = await ask(registration, 'DELETE', `documents/${documentId}`, { key: 'delete' });
    expect(deleted).toEqual({ status: 200, body: { documentId } });
    expect(await paperOf(registration, documentId)).toBeUndefined();
    expect((await download(registration, documentId)).status).toBe(404);
    expect((await ask(registration, 'GET', `documents/${documentId}`)).body).toMatchObject({
      ...{ deletedOn: '2027-08-02', deletedReason: '保存期满', keptUntil: '2027-08-01' },
    });
    await changesNothing(registration, async () => {
      expect(await ask(registration, 'DELETE', `documents/${documentId}`, { key: 'delete' })).toEqual(deleted);
      expect(await ask(registration, 'DELETE', `documents/${documentId}`)).toMatchObject({
        body: { code: 'document.deleted' },
      });
      expect((await upload(registration, psnNo, { key: 'to-delete' })).body['documentId']).toBe(documentId);
    });
    expect(await paperOf(registration, documentId)).toBeUndefined();
  });

  it('REG-20: while the storage fails uploads are asked to come again and nothing is recorded; deletions are made good', async () => {
    await registration.service.setBusinessDate('2025-08-01');
    const documentId = await stored(registration, psnNo);
    await registration.service.setBusinessDate('2027-08-02');
    const away = `${registration.documents}-away`;
    await rename(registration.documents, away);
    await writeFile(registration.documents, 'a file where the folder should be');
    const events = await registration.events();
    const unavailable = { status: 503, body: { code: 'document.storage-unavailable' } };
    expect(await upload(registration, psnNo, { key: 'later' })).toMatchObject(unavailable);
    expect(await registration.events()).toBe(events);
    expect(await ask(registration, 'DELETE', `documents/${documentId}`, { key: 'gone' })).toMatchObject(unavailable);
    await rm(registration.documents);
    await rename(away, registration.documents);
    expect(await paperOf(registration, documentId)).toBeDefined();
    expect((await ask(registration, 'DELETE', `documents/${documentId}`, { key: 'gone' })).status).toBe(200);
    expect(await paperOf(registration, documentId)).toBeUndefined();
    expect((await upload(registration, psnNo, { key: 'later' })).status).toBe(200);
  });

  it('SEC-03: the log of all this is unbroken', async () => {
    const checks = (await registration.service.call('POST', '/ops/verify')).body as unknown as { ok: boolean }[];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
