import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { ok, reject, type Result } from '#kernel';

/** One file of a zip, as the interface exchanges them: a single TXT (2.8). */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
const VERSION = 20;
/** 1980-01-01, so that equal content gives equal bytes. */
const DOS_DATE = 0x21;

/** Uncompressed bytes one file may have. */
export const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

const malformed = (what: string): Result<never> =>
  reject('file.malformed', 'FORMAT', `文件应为内含一个TXT的zip：${what}`, ['in']);

/** Packs one file; the same content always gives the same bytes. */
export function zipOf({ name, content }: ZipEntry): Buffer {
  const filename = Buffer.from(name, 'utf8');
  const packed = deflateRawSync(content);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(VERSION, 0);
  shared.writeUInt16LE(UTF8_NAMES, 2);
  shared.writeUInt16LE(DEFLATED, 4);
  shared.writeUInt16LE(DOS_DATE, 8);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(filename.length, 22);
  const local = Buffer.concat([uint32(LOCAL), shared, filename, packed]);
  const central = Buffer.concat([uint32(CENTRAL), uint16(VERSION), shared, Buffer.alloc(14), filename]);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** The only file of a zip. Never throws; sizes and checksum are checked, so a cut or changed archive is refused. */
export function unzipOne(archive: Buffer): Result<ZipEntry> {
  try {
    return entryOf(archive);
  } catch {
    return malformed('无法解开');
  }
}

function entryOf(archive: Buffer): Result<ZipEntry> {
  const end = endOf(archive);
  if (end === undefined) return malformed('不是zip');
  if (archive.readUInt16LE(end + 10) !== 1) return malformed('应只有一个文件');
  const central = archive.readUInt32LE(end + 16);
  if (archive.readUInt32LE(central) !== CENTRAL) return malformed('目录损坏');
  const size = archive.readUInt32LE(central + 24);
  if (size > MAX_UNZIPPED_BYTES) return malformed(`解开后超过${MAX_UNZIPPED_BYTES}字节`);
  const nameLength = archive.readUInt16LE(central + 28);
  const name = archive.toString('utf8', central + CENTRAL_BYTES, central + CENTRAL_BYTES + nameLength);
  const content = unpacked(archive, central);
  const intact = content?.length === size && crc32(content) === archive.readUInt32LE(central + 16);
  return intact ? ok({ name, content }) : malformed('内容损坏');
}

function endOf(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT);
  for (let at = archive.length - END_BYTES; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  return undefined;
}

function unpacked(archive: Buffer, central: number): Buffer | undefined {
  const method = archive.readUInt16LE(central + 10);
  const packedLength = archive.readUInt32LE(central + 20);
  const local = archive.readUInt32LE(central + 42);
  if (archive.readUInt32LE(local) !== LOCAL) return undefined;
  const start = local + LOCAL_BYTES + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedLength);
  if (method === STORED) return packed;
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: MAX_UNZIPPED_BYTES }) : undefined;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
