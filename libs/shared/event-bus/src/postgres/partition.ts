import { createHash } from 'node:crypto';

/** The partition of a subject; the same in every version of the program and on every machine. */
export function partitionOf(subject: string, partitions: number): number {
  return createHash('sha256').update(subject).digest().readUInt32BE(0) % partitions;
}
