// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { noNumberForYuan } from './no-number-for-yuan.mjs';
import { noTransactionOutsideEventStore } from './no-transaction-outside-event-store.mjs';

/** The text of the rules: with it as version, ESLint's cache forgets what older rules found. */
function versionOf() {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.mjs'));
  const hash = createHash('sha256');
  for (const name of files.sort()) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

/** The project's own ESLint rules. */
export default {
  meta: { name: 'kuasheng', version: versionOf() },
  rules: {
    'no-number-for-yuan': noNumberForYuan,
    'no-transaction-outside-event-store': noTransactionOutsideEventStore,
  },
};
