import { createHash } from 'node:crypto';
import type { IdempotencyKey } from '#event-store';

/** 备案编号: the day and sixteen digits of the request's own number, so that the same request names the same filing. */
export function filingNumber(on: string, { scope, key }: IdempotencyKey): string {
  const digits = createHash('sha256').update(`${scope}\n${key}`).digest().readBigUInt64BE(0) % 10n ** 16n;
  return `BA${on.replaceAll('-', '')}${digits.toString().padStart(16, '0')}`;
}

/**
 * 迁入备案编号: eight digits of the import and eight of the line, so that the millions of one file never meet one another, whatever
 * the days on which they were applied for.
 */
export const importedNumber = (on: string, importDigits: string, line: number): string =>
  `BA${on.replaceAll('-', '')}${importDigits}${String(line).padStart(8, '0')}`;

export const digitsOfImport = (importId: string): string =>
  (createHash('sha256').update(`import\n${importId}`).digest().readBigUInt64BE(0) % 10n ** 8n)
    .toString()
    .padStart(8, '0');
