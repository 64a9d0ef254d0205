import { createHash } from 'node:crypto';
import type { IdempotencyKey } from '#event-store';
import { clearingUnitOf, type RegionCode } from '#kernel';

const DOCUMENT_ID = /^WJ\d{22}$/;
const DIGITS = 20;

/**
 * 材料编号: WJ, the clearing unit, and twenty digits drawn from the request's own number and content. The same request sent
 * again, also on another day, names the same paper; another content under the same number names another, so that what is
 * put into storage before it is decided upon never takes the place of what was decided before.
 */
export function documentIdOf(insuredRegion: RegionCode, { scope, key, bodyHash }: IdempotencyKey): string {
  const digest = createHash('sha256').update(`${scope}\n${key}\n${bodyHash}`).digest('hex');
  const number = BigInt(`0x${digest.slice(0, 32)}`) % 10n ** BigInt(DIGITS);
  return `WJ${clearingUnitOf(insuredRegion)}${number.toString().padStart(DIGITS, '0')}`;
}

export const isDocumentId = (text: string): boolean => DOCUMENT_ID.test(text);

/** Whose paper it is shows in its number, so that nothing need be read to refuse another province (SEC-01). */
export const unitOfDocument = (documentId: string): string => documentId.slice(2, 4);

/** Spread by the last two digits: no folder gets millions of files. */
export const storageKeyOf = (documentId: string): string =>
  `${unitOfDocument(documentId)}/${documentId.slice(-2)}/${documentId}`;
