import { describe, expect, it } from '@jest/globals';
import { secondPerson } from './four-eyes.js';

describe('four eyes', () => {
  const proposal = { proposedBy: 'user:wang', proposedOn: '2025-09-26' };

  it('SEC-04: another person approves, and both are named', () => {
    expect(secondPerson(proposal, 'user:li')).toEqual({
      ok: true,
      value: { proposedBy: 'user:wang', approvedBy: 'user:li' },
    });
  });

  it('SEC-04: whoever proposed cannot approve, and nothing is approved that was not proposed', () => {
    expect(secondPerson(proposal, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(secondPerson(null, 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
  });
});
