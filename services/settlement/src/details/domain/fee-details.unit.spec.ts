import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#kernel';
import { decideUpload, dueOn, evolveFeeDetails, type FeeDetails, type StayToUpload } from './fee-details.js';

const NOTHING: FeeDetails = { claimIds: new Set() };
const stay = (claimId: string, total = '100.00', ...lines: readonly string[]): StayToUpload => ({
  ...{ claimId, total, lines: lines.map((amount) => ({ total: amount })) },
});
const upload = (stays: readonly StayToUpload[], state: FeeDetails = NOTHING) =>
  decideUpload({ institutionCode: 'H1', receiver: '31', on: '2025-08-01', stays }, state);

describe('fee lines of stays handed over', () => {
  it('SET-16: are due on the third day after the settlement, also over the end of a month and a year', () => {
    expect(dueOn(businessDate('2025-08-01'))).toBe('2025-08-04');
    expect(dueOn(businessDate('2025-12-30'))).toBe('2026-01-02');
  });

  it('SET-16, SET-05: only those whose lines add up to the claim, negative ones included', () => {
    const stays = [
      stay('whole', '100.00', '60.00', '50.00', '-10.00'),
      stay('short', '100.00', '99.99'),
      stay('over', '100.00', '100.01'),
      stay('none', '100.00'),
    ];
    expect(upload(stays)).toEqual([
      {
        type: 'FeeDetailsUploaded',
        data: {
          ...{ institutionCode: 'H1', receiver: '31', uploadedOn: '2025-08-01' },
          claims: [{ claimId: 'whole', lineCount: 3, total: '100.00' }],
        },
      },
    ]);
  });

  it('SET-16: once; a second run of the day hands over nothing', () => {
    const stays = [stay('A', '1.00', '1.00')];
    const after = upload(stays).reduce(evolveFeeDetails, NOTHING);
    expect(upload(stays, after)).toEqual([]);
    expect(upload([...stays, stay('B', '2.00', '2.00')], after)).toMatchObject([
      { data: { claims: [{ claimId: 'B' }] } },
    ]);
  });
});
