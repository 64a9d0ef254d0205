import { describe, expect, it } from '@jest/globals';
import type { SearchHash } from '#privacy';
import type { Credential } from '../messages/index.js';
import type { InsuredPerson } from './directory.js';
import { refuseOtherCredential } from './shown-credential.js';

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'credential:CARD-A': ['id-number:A'],
  'credential:SERIAL-A': ['id-number:A'],
  'credential:CARD-A-TWICE': ['id-number:A', 'id-number:A'],
  'credential:CARD-A-B': ['id-number:A', 'id-number:B'],
};
const owners = {
  directory: {
    personsByHash: async (hash: string) =>
      (OWNERS[hash] ?? []).map((idNumberHash) => ({ idNumberHash }) as InsuredPerson),
  },
  cipher: { searchHash: (field: string, number: string) => `${field}:${number}` as SearchHash },
};
const outcome = async (person: string, credential: Partial<Credential>): Promise<string> => {
  const asked = { idNumberHash: `id-number:${person}` };
  const refused = await refuseOtherCredential(credential as Credential, asked, owners);
  return refused === null || refused.ok ? 'accepted' : refused.rejection.message;
};

describe('a credential shown beside a person', () => {
  it('SET-21: a card, its chip or a citizen card of somebody else is refused', async () => {
    const other = (field: string) => `就诊凭证(${field})是他人的，请核对`;
    expect(await outcome('B', { credentialKind: '03', credentialNo: 'CARD-A' })).toBe(other('mdtrt_cert_no'));
    expect(await outcome('B', { credentialKind: '03', cardSerial: 'SERIAL-A' })).toBe(other('card_sn'));
    expect(await outcome('B', { credentialKind: '02', credentialNo: 'A' })).toBe(other('mdtrt_cert_no'));
  });

  it('SET-21: one that two citizens are told to hold is refused beside both, one of a citizen enrolled twice is not', async () => {
    const several = (field: string) => new RegExp(`^就诊凭证\\(${field}\\)登记在不止一人名下`);
    for (const person of ['A', 'B']) {
      expect(await outcome(person, { credentialKind: '03', credentialNo: 'CARD-A-B' })).toMatch(
        several('mdtrt_cert_no'),
      );
      expect(await outcome(person, { credentialKind: '02', cardSerial: 'CARD-A-B' })).toMatch(several('card_sn'));
    }
    expect(await outcome('C', { credentialKind: '03', credentialNo: 'CARD-A-B' })).toContain('是他人的');
    expect(await outcome('A', { credentialKind: '03', credentialNo: 'CARD-A-TWICE' })).toBe('accepted');
  });

  it('SET-21: the own ones pass, and so does one that nobody is known to hold', async () => {
    expect(await outcome('A', { credentialKind: '03', credentialNo: 'CARD-A', cardSerial: 'SERIAL-A' })).toBe(
      'accepted',
    );
    expect(await outcome('A', { credentialKind: '02', credentialNo: 'A' })).toBe('accepted');
    expect(await outcome('B', { credentialKind: '01', credentialNo: 'TOKEN-NEW' })).toBe('accepted');
    expect(await outcome('B', {})).toBe('accepted');
  });
});
