import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StorageUnavailable, type DocumentStorage } from '../src/document/storage/document-storage.js';

export interface StorageHarness {
  /** Opens the same place anew, as a service started again would. */
  open(): DocumentStorage;
  /** A place that cannot keep anything. */
  openBroken(): DocumentStorage;
  close(): Promise<void>;
}

const LARGE_BYTES = 10 * 1024 * 1024;

/** What every storage of papers must keep. */
export function describeDocumentStorage(name: string, factory: () => Promise<StorageHarness>): void {
  describe(`document storage contract: ${name}`, () => {
    let harness: StorageHarness;
    let storage: DocumentStorage;

    beforeAll(async () => {
      harness = await factory();
      storage = harness.open();
    });
    afterAll(async () => {
      storage.close();
      await harness.close();
    });

    it('REG-20: gives back every byte as it was put, also after it was opened anew', async () => {
      const contents = [Buffer.from([0, 255, 13, 10, 0]), randomBytes(LARGE_BYTES)];
      for (const [index, bytes] of contents.entries()) {
        await storage.put(`32/01/WJ${index}`, bytes);
        expect((await storage.get(`32/01/WJ${index}`))?.equals(bytes)).toBe(true);
        const again = harness.open();
        expect((await again.get(`32/01/WJ${index}`))?.equals(bytes)).toBe(true);
        again.close();
      }
    });

    it('REG-20: knows nothing of a key nobody put, also where keys begin alike', async () => {
      await storage.put('33/01/WJ10', Buffer.from('ten'));
      expect(await storage.get('33/01/WJ1')).toBeNull();
      expect(await storage.get('33/01/WJ100')).toBeNull();
      expect(await storage.get('34/99/WJ1')).toBeNull();
    });

    it('SET-15: the same put again replaces the whole', async () => {
      await storage.put('32/02/WJ1', Buffer.alloc(1000, 'a'));
      await storage.put('32/02/WJ1', Buffer.alloc(10, 'b'));
      expect((await storage.get('32/02/WJ1'))?.toString()).toBe('b'.repeat(10));
    });

    it('REG-20: what is deleted is gone, its neighbour stays, and deleting it again is no failure', async () => {
      await storage.put('32/03/WJ1', Buffer.from('one'));
      await storage.put('32/03/WJ2', Buffer.from('two'));
      await storage.delete('32/03/WJ1');
      expect(await storage.get('32/03/WJ1')).toBeNull();
      expect((await storage.get('32/03/WJ2'))?.toString()).toBe('two');
      await expect(storage.delete('32/03/WJ1')).resolves.toBeUndefined();
      await expect(storage.delete('99/99/WJ9')).resolves.toBeUndefined();
    });

    const foreign = [
      '',
      '/',
      '../WJ1',
      '32/../../WJ1',
      '/etc/passwd',
      '32//WJ1',
      '32/WJ1/',
      'a.b',
      'a\\b',
      'a\0b',
      '户口簿',
    ];

    it.each([...foreign, 'A'.repeat(201)])('SEC-01: refuses the key %j in every method', async (key) => {
      await expect(storage.put(key, Buffer.from('x'))).rejects.toThrow(RangeError);
      await expect(async () => storage.get(key)).rejects.toThrow(RangeError);
      await expect(storage.delete(key)).rejects.toThrow(RangeError);
    });

    it('REG-20: says whether it works, and fails as unavailable where it does not', async () => {
      await expect(storage.health()).resolves.toBeUndefined();
      const broken = harness.openBroken();
      await expect(broken.health()).rejects.toThrow(StorageUnavailable);
      await expect(broken.put('32/01/WJ1', Buffer.from('x'))).rejects.toThrow(StorageUnavailable);
      broken.close();
    });
  });
}
