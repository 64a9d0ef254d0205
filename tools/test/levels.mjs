// @ts-check
// The levels of tests, what each needs, and what a run has to say about them at its end.

/** Levels that a machine with Node can always run. */
export const ALWAYS = Object.freeze(['unit', 'int', 'e2e']);

/** Levels that need a program which may not be there. */
export const NEEDING = Object.freeze(/** @type {const} */ (['kafka', 'redis', 'docker']));

const NAMES = { kafka: 'Apache Kafka', redis: 'Redis', docker: 'Docker' };

/** @typedef {{ level: 'kafka' | 'redis' | 'docker', available: boolean, reason?: string, files: number }} Probe */
/** @typedef {{ passed: number, failed: number, skipped: number }} Figures */

/**
 * KUASHENG_REQUIRE=kafka,redis,docker -> the levels; throws at a word that is none.
 * @param {string | undefined} text
 * @returns {readonly string[]}
 */
export function requiredOf(text = '') {
  const words = text.split(',').map((word) => word.trim());
  const required = words.filter((word) => word !== '');
  const unknown = required.filter((word) => !NEEDING.some((level) => level === word));
  if (unknown.length > 0)
    throw new Error(`KUASHENG_REQUIRE: unknown ${unknown.join(', ')}; known: ${NEEDING.join(', ')}`);
  return required;
}

/**
 * A sentence for each level that is not there; those required say so.
 * @param {readonly Probe[]} probes
 * @param {readonly string[]} required
 */
export function notRunOf(probes, required) {
  return probes
    .filter(({ available }) => !available)
    .map(({ level, reason, files }) => {
      const demand = required.includes(level) ? ' It is required (KUASHENG_REQUIRE), so this run fails.' : '';
      const count = `${files} test ${files === 1 ? 'file' : 'files'}`;
      return `Not run: ${count} of level ${level}, for want of ${NAMES[level]}: ${reason ?? 'not reachable'}.${demand}`;
    });
}

/**
 * What jest's own figures come to. A file that could not be run has no tests to count: it counts as one that failed.
 * @param {Record<string, number>} json
 * @returns {Figures}
 */
export function figuresOf(json) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = json;
  const { numRuntimeErrorTestSuites = 0 } = json;
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * Why a run is not good; nothing if it is.
 * @param {{ figures: Figures, exitCode: number, probes: readonly Probe[], required: readonly string[] }} run
 */
export function whyNotGood({ figures, exitCode, probes, required }) {
  if (probes.some(({ level, available }) => !available && required.includes(level)))
    return 'a required level did not run';
  if (figures.failed > 0) return `${figures.failed} failed`;
  if (figures.passed === 0) return 'no test was executed';
  return exitCode === 0 ? undefined : `jest ended with code ${exitCode}`;
}

/** @param {Figures} figures */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
