import { ERROR_TEXT_LENGTH } from './limits.js';

/** Identity numbers, phones and bank accounts are runs of digits; ours of 7 and more are masked, whatever they are. */
const LONG_NUMBER = /\d{7,}[\dXx]?/g;
const QUOTED = /"[^"]*"|'[^']*'|「[^」]*」|“[^”]*”/g;

/**
 * What a dead letter says about its error: class, code and message, without personal data. PostgreSQL repeats the
 * value it could not read in quotes (class 22); that is taken out, and its `detail` is never used.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const { code } = error as { code?: unknown };
  const repeatsValues = typeof code === 'string' && /^22\w{3}$/.test(code);
  const message = repeatsValues ? error.message.replace(QUOTED, '…') : error.message;
  const label = typeof code === 'string' ? `${error.name} ${code}` : error.name;
  return `${label}: ${message.replace(LONG_NUMBER, '***')}`.slice(0, ERROR_TEXT_LENGTH);
}
