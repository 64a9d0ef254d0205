import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';

/** The media type the bytes themselves show; null for one nobody knows, and for a file so broken that it cannot be told. */
export async function foundType(bytes: Buffer): Promise<string | null> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? null;
  } catch {
    return null;
  }
}

/** SM3, the hash the log's own chain uses; its name stands before it. */
export const contentHash = (bytes: Buffer): string => `sm3:${createHash('sm3').update(bytes).digest('hex')}`;
