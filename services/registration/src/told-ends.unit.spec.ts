import { describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '#contracts';
import type { RecordedEvent } from '#event-store';
import { registrationService } from './index.js';

const translated = (type: string, data: object) =>
  registrationService.translate({ type, data } as unknown as RecordedEvent<never>);
const of = { filingId: 'L', psnNo: 'P1' };

describe('what others are told of an end', () => {
  it('REG-14: its day and cause, and nothing of both once it is taken back', () => {
    const end = { ...of, endedOn: '2025-10-01', cause: 'replaced' };
    expect(translated('FilingEnded', end)).toEqual({ type: CONTRACTS.filingEnded.type, data: end });
    expect(translated('FilingResumed', { ...of, resumedOn: '2025-08-20' })).toEqual({
      ...{ type: CONTRACTS.filingEnded.type, data: { ...of, endedOn: null, cause: null } },
    });
  });
});
