import { describe, expect, it } from '@jest/globals';
import { errorText } from './error-text.js';
import { ERROR_TEXT_LENGTH } from './limits.js';

class NotFound extends Error {
  override readonly name = 'NotFound';
}

describe('errorText', () => {
  it('names class and message', () => {
    expect(errorText(new NotFound('claim is not here'))).toBe('NotFound: claim is not here');
  });

  it.each(['110105199001011234', '11010519900101123X', '13800138000', '6222020200112233445', '1234567'])(
    'SEC-03: masks the long number %s',
    (number) => {
      expect(errorText(new Error(`错误 ${number}。`))).toBe('Error: 错误 ***。');
    },
  );

  it('leaves short numbers, dates and rule ids readable', () => {
    expect(errorText(new Error('SET-21 2025-08-01 123456'))).toBe('Error: SET-21 2025-08-01 123456');
  });

  it('takes the value out that PostgreSQL could not read, and keeps names of tables and constraints', () => {
    const unreadable = Object.assign(new Error('invalid input syntax for type date: "张三"'), {
      code: '22007',
      detail: '张三',
    });
    expect(errorText(unreadable)).toBe('Error 22007: invalid input syntax for type date: …');
    const doubled = Object.assign(new Error('duplicate key value violates unique constraint "claim_pkey"'), {
      code: '23505',
    });
    expect(errorText(doubled)).toContain('"claim_pkey"');
  });

  it('has a limit, and a text for what is no error at all', () => {
    expect(errorText(new Error('长'.repeat(5000)))).toHaveLength(ERROR_TEXT_LENGTH);
    expect(errorText('张三 110105199001011234')).toBe('Error');
    expect(errorText(undefined)).toBe('Error');
  });
});
