import { describe, expect, it } from '@jest/globals';
import { replaced, sampleRequest } from './samples.js';

describe('captured messages', () => {
  it('keeps everything but the dates and the members that are given', () => {
    const request = sampleRequest('2207.openhis-nmg.json');
    const same = replaced(request, { members: {}, date: '2025-08-11' });
    expect(Object.keys(same)).toEqual(Object.keys(request));
    const input = request['input'] as { data: Record<string, unknown> };
    const other = replaced(request, { members: { psn_no: 'P1', msgid: 'M1' }, date: '2025-08-11' });
    expect(other['msgid']).toBe('M1');
    expect(other['input']).toEqual({ ...input, data: { ...input.data, psn_no: 'P1' } });
  });

  it('fills no member that the file leaves empty, except the sign-in number', () => {
    const envelope = { psn_no: '', sign_no: '', inf_time: '2021-01-02 10:11:12', input: [{ psn_no: 'A' }] };
    const members = { psn_no: 'P', sign_no: 'S' };
    expect(replaced(envelope, { members, date: '2025-08-11' })).toEqual({
      ...{ psn_no: '', sign_no: 'S', inf_time: '2025-08-11 10:11:12', input: [{ psn_no: 'P' }] },
    });
  });
});
