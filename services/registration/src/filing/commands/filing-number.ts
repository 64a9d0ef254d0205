import { createHash } from 'node:crypto';
import type { IdempotencyKey } from '#event-store';

/** 备案编号: the day and sixteen digits of the request's own number, so that the same request names the same filing. */
export function filingNumber(on: string, { scope, key }: IdempotencyKey): string {
  const digits = createHash('sha256').update(`${scope}\n${key}`).digest().readBigUInt64BE(0) % 10n ** 16n;
  return `BA${on.replaceAll('-', '')}${digits.toString().padStart(16, '0')}`;
}
