import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unwrap } from '#kernel';
import { unzipOne, zipOf } from './zip.js';

const zipped = (text: string): Buffer => zipOf({ name: 'result.txt', content: Buffer.from(text) });

describe('files of the interface', () => {
  it('NHSA-2.8: what was packed comes out again, byte for byte, and equal content packs to equal bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const content = Buffer.from(bytes);
        const packed = zipOf({ name: '对账.txt', content });
        const entry = unwrap(unzipOne(packed));
        expect(entry.name).toBe('对账.txt');
        expect(entry.content.equals(content)).toBe(true);
        expect(zipOf({ name: '对账.txt', content }).equals(packed)).toBe(true);
      }),
    );
  });

  it('NHSA-2.8: reads an archive another program made, stored and with a comment', () => {
    // a.txt holding "1\t2\n", packed by the zipfile module of Python.
    const stored = Buffer.from(
      'UEsDBBQAAAAAAAAAIQA4xqdrBAAAAAQAAAAFAAAAYS50eHQxCTIKUEsBAhQDFAAAAAAAAAAhADjGp2sEAAAABAAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAACcAAAACAGhp',
      'base64',
    );
    const entry = unzipOne(stored);
    expect(entry).toMatchObject({ ok: true, value: { name: 'a.txt' } });
    expect(unwrap(entry).content.toString()).toBe('1\t2\n');
  });

  it('NHSA-2.8: refuses what is cut, changed, no zip or claims to be larger than the limit', () => {
    const packed = zipped('a\tb\n'.repeat(500));
    const changed = Buffer.from(packed);
    changed[60] = (changed[60] ?? 0) ^ 0xff;
    const bomb = Buffer.from(packed);
    bomb.writeUInt32LE(64 * 1024 * 1024 + 1, packed.length - 22 - 46 - 'result.txt'.length + 24);
    for (const bytes of [packed.subarray(0, packed.length - 1), changed, bomb, Buffer.from('text'), Buffer.alloc(0)]) {
      expect(unzipOne(bytes)).toMatchObject({ ok: false, rejection: { code: 'file.malformed', fields: ['in'] } });
    }
  });
});
