import { describe, expect, it } from '@jest/globals';
import { closingLine, figuresOf, notRunOf, requiredOf, whyNotGood, type Probe, type Run } from './levels.mjs';

const here = (level: Probe['level']): Probe => ({ level, available: true, files: 2 });
const missing = (level: Probe['level'], files = 2): Probe => ({ level, available: false, reason: 'no server', files });
const run = (change: Partial<Run>): Run => ({
  figures: { passed: 3, failed: 0, skipped: 0 },
  exitCode: 0,
  probes: [here('kafka'), here('redis'), here('docker')],
  required: [],
  ...change,
});

describe('what must be there', () => {
  it('is read from a list, with or without spaces, and nothing when it is not set', () => {
    expect(requiredOf('kafka, redis,docker')).toEqual(['kafka', 'redis', 'docker']);
    expect(requiredOf('')).toEqual([]);
    expect(requiredOf(undefined)).toEqual([]);
  });

  it('refuses a word that names no level', () => {
    expect(() => requiredOf('kafka,mysql')).toThrow('unknown mysql');
  });
});

describe('the end of a run', () => {
  it('names what was not run, how much of it and why', () => {
    expect(notRunOf([here('redis'), missing('kafka', 1)], [])).toEqual([
      'Not run: 1 test file of level kafka, for want of Apache Kafka: no server.',
    ]);
    expect(notRunOf([missing('docker')], ['docker'])[0]).toContain('2 test files');
    expect(notRunOf([missing('docker')], ['docker'])[0]).toContain('this run fails');
  });

  it("adds up jest's figures, a file that could not be run as a failure", () => {
    const json = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      numRuntimeErrorTestSuites: 1,
    };
    expect(figuresOf(json)).toEqual({ passed: 5, failed: 2, skipped: 3 });
    expect(closingLine(figuresOf(json))).toBe('5 passed, 2 failed, 3 skipped');
    expect(closingLine(figuresOf({}))).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('is good when all that ran passed, though something optional was missing', () => {
    expect(whyNotGood(run({}))).toBeUndefined();
    expect(whyNotGood(run({ probes: [missing('kafka')] }))).toBeUndefined();
  });

  it.each([
    ['a test failed', { figures: { passed: 3, failed: 1, skipped: 0 }, exitCode: 1 }, '1 failed'],
    ['no test was executed', { figures: { passed: 0, failed: 0, skipped: 4 } }, 'no test was executed'],
    ['jest ended badly', { exitCode: 1 }, 'jest ended with code 1'],
    [
      'a required level is missing',
      { probes: [missing('redis')], required: ['redis'] },
      'a required level did not run',
    ],
  ])('is not good when %s', (_case, change, why) => {
    expect(whyNotGood(run(change))).toBe(why);
  });
});
