import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkKey, StorageUnavailable, type DocumentStorage } from './document-storage.js';

const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const;

/** Papers in a folder of this machine: one file each. Several processes of the service need the same folder. */
export class FolderStorage implements DocumentStorage {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.pathOf(key);
    // The point keeps it apart from every key: what a crash leaves of it can neither be asked for nor be taken for whole.
    const unfinished = `${path}.${randomUUID()}`;
    await attempt(async () => {
      await this.makeFolders(dirname(path));
      try {
        await writeDurably(unfinished, bytes);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    });
  }

  get(key: string): Promise<Buffer | null> {
    const path = this.pathOf(key);
    return attempt(() =>
      readFile(path).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    );
  }

  async delete(key: string): Promise<void> {
    const path = this.pathOf(key);
    await attempt(async () => {
      await rm(path, { force: true });
      await syncFolder(dirname(path)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    });
  }

  async health(): Promise<void> {
    await attempt(async () => {
      await this.makeFolders(this.folder);
      await access(this.folder, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  close(): void {
    // Nothing is held open between two calls.
  }

  private pathOf(key: string): string {
    return join(this.folder, ...checkKey(key).split('/'));
  }

  /** A new folder is an entry of the one above it, which must be on disk as well. */
  private async makeFolders(path: string): Promise<void> {
    const first = await mkdir(path, { recursive: true, mode: OWNER_ONLY.folder });
    if (first === undefined) return;
    for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await syncFolder(dirname(folder));
  }
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY.file);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function attempt<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StorageUnavailable(`材料文件夹无法读写（${code ?? '未知原因'}）`);
  }
}
