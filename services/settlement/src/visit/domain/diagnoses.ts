import type { DiagnosisText } from './events.js';

/**
 * A known order number is changed, a new one added, one marked invalid goes (interface 4.4, 2403). While no row sent is marked as the
 * main one, the row that repeats the main one's code stays it.
 */
export function withDiagnoses(
  known: readonly DiagnosisText[],
  sent: readonly DiagnosisText[] = [],
): readonly DiagnosisText[] {
  if (sent.length === 0) return known;
  const sameAs = (a: DiagnosisText, b: DiagnosisText): boolean =>
    a.order === null || b.order === null ? a.code === b.code : a.order === b.order;
  const kept = known.filter((old) => !sent.some((one) => sameAs(old, one)));
  const main = sent.some((one) => one.main) ? undefined : known.filter((old) => old.main).at(-1)?.code;
  const added = sent.filter(({ valid }) => valid).map((one) => (one.code === main ? { ...one, main: true } : one));
  return [...kept, ...added];
}
