import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCells, readHeader, REQUIRED_COLUMNS } from './columns.js';
import { linesOf, LineReader, type CsvLine, type Encoding } from './csv-lines.js';
import { batchesAhead } from './batches.js';
import { IMPORT_LIMITS } from './limits.js';
import { readRow } from './read-row.js';

const inPieces = (bytes: Buffer, cuts: readonly number[], encoding: Encoding | null = null): CsvLine[] => {
  const reader = new LineReader(encoding);
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const lines = places.slice(1).flatMap((to, index) => reader.push(bytes.subarray(places[index], to)));
  return [...lines, ...reader.end()];
};
const textsOf = (lines: readonly CsvLine[]): readonly (string | null)[] => lines.map(({ text }) => text);
const LUNG_CANCER = Buffer.from([0xb7, 0xce, 0xb0, 0xa9]);

describe('lines of an import', () => {
  it('are the same however the bytes are cut', () => {
    const line = fc
      .oneof(fc.string({ maxLength: 20 }), fc.constant('肺癌'), fc.constant(''))
      .map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (lines, ended, stream) => {
          const bytes = Buffer.from(lines.join('\n') + (ended ? '\n' : ''));
          const cuts = [...stream.take(5)].map((cut) => cut % (bytes.length + 1));
          expect(inPieces(bytes, cuts, 'utf-8')).toEqual(inPieces(bytes, [], 'utf-8'));
          const whole = ended ? lines : lines.join('\n') === '' ? [] : dropLastEmpty(lines);
          expect(textsOf(inPieces(bytes, cuts, 'utf-8'))).toEqual(
            whole.map((text, n) => (n === 0 ? text.replace(/^\ufeff/, '') : text)),
          );
        },
      ),
    );
  });

  it('are UTF-8 or GB18030 by the first bytes that are not ASCII, and stay so', () => {
    const gb = Buffer.concat([Buffer.from('a\n'), LUNG_CANCER, Buffer.from('\nb\n')]);
    expect(textsOf(inPieces(gb, [2]))).toEqual(['a', '肺癌', 'b']);
    const reader = new LineReader(null);
    reader.push(Buffer.from('肺癌\n'));
    expect(reader.encoding).toBe('utf-8');
    expect(reader.push(Buffer.concat([Buffer.from('x\n'), LUNG_CANCER, Buffer.from('\ny\n')]))).toEqual([
      { number: 2, text: 'x', fault: null },
      { number: 3, text: null, fault: 'encoding' },
      { number: 4, text: 'y', fault: null },
    ]);
  });

  it('lose a byte order mark and carriage returns', () => {
    expect(textsOf(inPieces(Buffer.from('\ufeffa\r\nb\r\n'), []))).toEqual(['a', 'b']);
  });

  it('of 2,000 characters are read, longer ones are not kept, and the lines after them keep their number', () => {
    const long = (characters: number) => Buffer.from(`a\n${'x'.repeat(characters)}\nb\n`);
    expect(textsOf(inPieces(long(IMPORT_LIMITS.rowCharacters), []))[1]).toHaveLength(2000);
    for (const [characters, cuts] of [
      [2001, []],
      [100_000, [50, 30_000, 60_000]],
    ] as const) {
      expect(inPieces(long(characters), cuts)).toEqual([
        { number: 1, text: 'a', fault: null },
        { number: 2, text: null, fault: 'length' },
        { number: 3, text: 'b', fault: null },
      ]);
    }
    expect(inPieces(Buffer.alloc(20_000, 'x'), [9000])).toEqual([{ number: 1, text: null, fault: 'length' }]);
  });

  it('come in batches that lose and reorder nothing', async () => {
    const text = Array.from({ length: 10 }, (_, n) => `${n}\n`).join('');
    async function* bytes(): AsyncGenerator<Buffer> {
      yield Buffer.from(text.slice(0, 7));
      yield Buffer.from(text.slice(7));
    }
    const batches: number[][] = [];
    for await (const batch of batchesAhead(linesOf(bytes(), new LineReader(null)), 4)) {
      batches.push(batch.map(({ number }) => number));
    }
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ]);
  });

  it('a source that fails is heard of by whoever reads the batch', async () => {
    async function* bytes(): AsyncGenerator<Buffer> {
      yield Buffer.from('a\n');
      throw new Error('broken off');
    }
    const read = async (): Promise<void> => {
      for await (const batch of batchesAhead(linesOf(bytes(), new LineReader(null)), 1)) expect(batch).toHaveLength(1);
    };
    await expect(read()).rejects.toThrow('broken off');
  });
});

/** A last line without anything is no line. */
const dropLastEmpty = (lines: readonly string[]): readonly string[] =>
  lines.at(-1) === '' ? lines.slice(0, -1) : lines;

describe('columns and values of an import', () => {
  const header = REQUIRED_COLUMNS.join(',');
  const columns = [...REQUIRED_COLUMNS];

  it('may stand in any order, each known and needed one once', () => {
    expect(readHeader([...columns].reverse().join(','))).toMatchObject({ ok: true });
    expect(readHeader(`${header},student`)).toMatchObject({ ok: true });
    expect(readHeader(columns.slice(1).join(','))).toMatchObject({ rejection: { fields: ['psnNo'] } });
    expect(readHeader(`${header},name`)).toMatchObject({ rejection: { fields: ['header'] } });
    expect(readHeader(`${header},kind`)).toMatchObject({ rejection: { fields: ['header'] } });
  });

  it('quoted and plain values are the same; a broken quotation is none', () => {
    const plain = 'P1,320200,referred,310000,,,,,2025-03-01,2025-03-01,2025-08-31,';
    expect(readCells(plain.replace('P1', ' "P1"').replace(' ', ''), columns)).toEqual(readCells(plain, columns));
    expect(readCells(plain.replace('P1', '"P,1"'), columns)?.psnNo).toBe('P,1');
    expect(readCells(plain.replace('P1', '"P1'), columns)).toBeNull();
    expect(readCells(`${plain},`, columns)).toBeNull();
    expect(readCells(plain.slice(0, -1), columns)).toBeNull();
  });

  it('FORMAT: days far ahead are no days; a last one of 9999-12-31 is none', () => {
    const cells = readCells('P1,320200,referred,310000,,,,,2025-03-01,2025-03-01,2025-08-31,', columns);
    if (cells === null) throw new Error('the row has its columns');
    const faults = (changes: object) => {
      const read = readRow({ ...cells, ...changes }, 'BA1');
      return read.ok ? read.filing.validTo : read.faults.map(({ field, rule }) => `${rule} ${field}`);
    };
    expect(faults({ validFrom: '9999-12-31' })).toContain('FORMAT validFrom');
    expect(faults({ validTo: '9999-12-30' })).toContain('FORMAT validTo');
    const whole = { byPromise: 'false', student: 'false', channel: 'window', owedUntil: '' };
    expect([faults(whole), faults({ ...whole, validTo: '9999-12-31' })]).toEqual(['2025-08-31', null]);
  });

  it('name every malformed value of a row at once', () => {
    const cells = readCells('P 1,3202,tourist,31,maybe,passport,no,no,no,no,no,fax', columns);
    if (cells === null) throw new Error('the row has its columns');
    const read = readRow(cells, 'BA1');
    expect(read.ok ? [] : read.faults.map(({ field }) => field).sort()).toEqual([...columns].sort());
  });
});
