import { describe, expect, it } from '@jest/globals';
import { citedIn, pageOf, problemsOf, rulesOf, type Citations } from './rule-book.mjs';

const LIST = `# Rule list
## 2. Registration
| id | rule | source |
|---|---|---|
| REG-01 | Six **categories**. And more. | N22 |
| REG-02 | First filed, then settled. | N22; JS |
## 10. Decided by us
1. A refund enters the next period.
`;

const rules = rulesOf(LIST);
const book = (states: Record<string, string>, cited: readonly (readonly [string, Citations])[]) => ({
  rules,
  states,
  citations: new Map(cited),
});

describe('the rule list', () => {
  it('is read row by row, section 10 by its numbers', () => {
    expect(rules.map(({ id }) => id)).toEqual(['REG-01', 'REG-02', '§10.1']);
    expect(rules[1]).toEqual({ id: 'REG-02', section: '2. Registration', text: 'First filed, then settled.' });
  });

  it('finds the ids that a text cites, each once', () => {
    expect(citedIn(`it('REG-10: x') // SET-05, REG-10 (rulebook section 10 item 7), §10.2`)).toEqual([
      'REG-10',
      'SET-05',
      '§10.2',
      '§10.7',
    ]);
    expect(citedIn('PRE-1 XREG-10 REG- utf-8')).toEqual(['PRE-01']);
  });

  it('accepts known ids, and done with a test', () => {
    expect(problemsOf(book({ 'REG-01': 'done' }, [['REG-01', { code: [], tests: ['a.spec.ts'] }]]))).toEqual([]);
  });

  it.each([
    ['a test citing an unknown rule', {}, [['REG-99', { code: [], tests: ['a.spec.ts'] }]], 'REG-99 is not in'],
    ['done without a test', { 'REG-01': 'done' }, [['REG-01', { code: ['a.ts'], tests: [] }]], 'no test cites it'],
    ['the state of an unknown rule', { 'REG-99': 'partly' }, [], 'REG-99 of'],
    ['a state nobody knows', { 'REG-01': 'almost' }, [], '"almost" is neither'],
  ] as const)('refuses %s', (_case, states, cited, message) => {
    const problems = problemsOf(book(states, cited));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  it('shows state, code and tests of each rule', () => {
    const page = pageOf(book({ 'REG-01': 'done' }, [['REG-01', { code: ['libs/a.ts'], tests: ['libs/a.spec.ts'] }]]));
    expect(page).toContain('3 rules: 1 done, 0 partly, 2 not yet.');
    expect(page).toContain(
      '| REG-01 | done | Six categories. | [a.ts](../../libs/a.ts) | [a.spec.ts](../../libs/a.spec.ts) |',
    );
    expect(page).toContain('| REG-02 | not yet | First filed, then settled. | – | – |');
  });
});
