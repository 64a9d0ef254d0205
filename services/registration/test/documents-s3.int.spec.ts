import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { download, pdf, SECRET, upload } from './documents.js';
import { registrationOn, type Registration } from './registration.js';
import { startS3Server, type S3Server } from './s3-server.js';

const PSN_NO = '32020000000000880001';

let server: S3Server;
let registration: Registration;

beforeAll(async () => {
  server = await startS3Server('papers');
  registration = await registrationOn('2025-08-01', {
    KUASHENG_DOCUMENTS: 's3:papers',
    KUASHENG_DOCUMENTS_ENDPOINT: server.place.endpoint,
    KUASHENG_DOCUMENTS_ACCESS_KEY: server.place.accessKey,
    KUASHENG_DOCUMENTS_SECRET_KEY: server.place.secretKey,
  });
  await registration.enrol(PSN_NO);
});
afterAll(async () => {
  await registration.end();
  await server.stop();
});

/** Everything the server keeps: objects and what it notes of them. */
async function kept(): Promise<readonly { readonly path: string; readonly bytes: Buffer }[]> {
  const entries = await readdir(server.folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
}

describe('papers in a bucket', () => {
  it('REG-20, SEC-02: are stored, given back and deleted as in a folder, and stand sealed in the bucket', async () => {
    const { status, body } = await upload(registration, PSN_NO);
    expect(status).toBe(200);
    const documentId = String(body['documentId']);
    expect((await download(registration, documentId)).bytes.equals(pdf())).toBe(true);
    const there = await kept();
    expect(there.filter(({ path }) => path.includes(documentId)).length).toBeGreaterThan(0);
    for (const clear of ['%PDF', SECRET, 'application/pdf', PSN_NO]) {
      expect(there.filter(({ bytes }) => bytes.includes(clear))).toEqual([]);
    }
    await registration.service.setBusinessDate('2027-08-02');
    const deleted = await registration.service.call('DELETE', `/registration/documents/${documentId}`, {
      ...{ as: { roles: ['provincial-agency'], area: '32' }, body: { reason: '保存期满' } },
    });
    expect(deleted.status).toBe(200);
    expect((await kept()).filter(({ path }) => path.includes(documentId))).toEqual([]);
  });
});
