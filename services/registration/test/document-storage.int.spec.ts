import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FolderStorage } from '../src/document/storage/folder-storage.js';
import { openDocumentStorage } from '../src/document/storage/open-storage.js';
import { S3Storage } from '../src/document/storage/s3-storage.js';
import { describeDocumentStorage } from './document-storage-contract.js';
import { startS3Server, type S3Server } from './s3-server.js';

describeDocumentStorage('folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-papers-'));
  const inTheWay = join(folder, 'file');
  await writeFile(inTheWay, 'a file where a folder should be');
  return {
    open: () => new FolderStorage(join(folder, 'papers')),
    openBroken: () => new FolderStorage(join(inTheWay, 'papers')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describeDocumentStorage('S3', async () => {
  const server = await startS3Server('papers');
  return {
    open: () => new S3Storage(server.place),
    openBroken: () => new S3Storage({ ...server.place, bucket: 'no-such-bucket' }),
    close: () => server.stop(),
  };
});

describe('a folder of papers', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kuasheng-papers-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('REG-20: holds the finished file and nothing of its making, readable by its owner only', async () => {
    const storage = new FolderStorage(folder);
    for (let n = 0; n < 5; n += 1) await storage.put('32/01/WJ1', Buffer.alloc(1000, n));
    expect(await readdir(join(folder, '32', '01'))).toEqual(['WJ1']);
    expect((await stat(join(folder, '32', '01', 'WJ1'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, '32'))).mode & 0o777).toBe(0o700);
  });

  // Of a bucket S3 promises this itself; the server of the tests keeps it less well than the real ones do.
  it('SET-15: of twenty puts at once under one key one stands whole', async () => {
    const storage = new FolderStorage(folder);
    const letters = [...'abcdefghijklmnopqrst'];
    await Promise.all(letters.map((letter, n) => storage.put('32/03/WJ1', Buffer.alloc(100_000 + n, letter))));
    const stands = (await storage.get('32/03/WJ1')) ?? Buffer.alloc(0);
    const n = letters.indexOf(stands.toString('latin1', 0, 1));
    expect(stands.equals(Buffer.alloc(100_000 + n, letters[n]))).toBe(true);
  });

  it('REG-20: a put that fails leaves what stood there and no remains', async () => {
    const storage = new FolderStorage(folder);
    await storage.put('32/02/WJ1/AA', Buffer.from('in the way'));
    await expect(storage.put('32/02/WJ1', Buffer.from('x'))).rejects.toThrow('材料文件夹无法读写');
    expect(await readdir(join(folder, '32', '02'))).toEqual(['WJ1']);
    expect((await storage.get('32/02/WJ1/AA'))?.toString()).toBe('in the way');
  });
});

describe('the storage that is configured', () => {
  let server: S3Server;

  beforeAll(async () => {
    server = await startS3Server('papers');
  });
  afterAll(() => server.stop());

  it('REG-20: is opened where it works, and named in the refusal where it does not', async () => {
    (await openDocumentStorage({ kind: 's3', ...server.place })).close();
    const missing = openDocumentStorage({ kind: 's3', ...server.place, bucket: 'other' });
    await expect(missing).rejects.toThrow('KUASHENG_DOCUMENTS：材料存储桶无法读写（存储桶不存在）');
    const nobody = { ...server.place, endpoint: 'http://127.0.0.1:1', secretKey: 'geheim' };
    const refusal = await openDocumentStorage({ kind: 's3', ...nobody }).catch((error: Error) => error.message);
    expect(refusal).toBe('配置有误：\nKUASHENG_DOCUMENTS：材料存储桶无法读写（没有应答）');
    await expect(openDocumentStorage({ kind: 'file', folder: '/dev/null/papers' })).rejects.toThrow('材料文件夹');
  });

  it('SEC-01: is unavailable to a key the server does not know', async () => {
    const stranger = new S3Storage({ ...server.place, accessKey: 'stranger' });
    await expect(stranger.put('32/01/WJ1', Buffer.from('x'))).rejects.toThrow('应答403');
    await expect(stranger.get('32/01/WJ1')).rejects.toThrow('应答403');
    stranger.close();
  });
});
