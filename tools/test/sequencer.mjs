// @ts-check
// The order of test files: whole months first, so that the longest does not begin when all others are done.
import Sequencer from '@jest/test-sequencer';

const LONGEST_FIRST = ['e2e', 'kafka', 'docker', 'redis', 'int', 'unit'];

/** @param {import('@jest/test-result').Test} test */
const rankOf = ({ path }) => LONGEST_FIRST.findIndex((level) => path.endsWith(`.${level}.spec.ts`));

export default class LevelSequencer extends Sequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b));
  }
}
