import { describe, expect, it } from '@jest/globals';
import { csvOf, withoutFormula } from './csv.js';

describe('lists as CSV', () => {
  it('quotes what must be quoted and ends every line with LF', () => {
    const rows = [
      ['1,2', 'say "x"'],
      ['-1.00', ''],
      ['a\nb', 'a\rb'],
    ];
    expect(csvOf(['a', 'b'], rows)).toBe('a,b\n"1,2","say ""x"""\n-1.00,\n"a\nb","a\rb"\n');
  });

  it.each(['=1+1', '+1', '-1+1', '-x', '@x', '\tx', '\rx', '=HYPERLINK("//x")'])(
    'SEC-01: %j is no formula for a spreadsheet',
    (text) => {
      expect(withoutFormula(text)).toBe(`'${text}`);
      expect(csvOf(['a'], [[text]])).toContain(`'${text.replaceAll('"', '""')}`);
    },
  );

  it.each(['2025-03-01', 'tourist', '', '320200', '-1.00', '-2.5%', '0'])('%j stays as it is', (text) => {
    expect(withoutFormula(text)).toBe(text);
  });
});
