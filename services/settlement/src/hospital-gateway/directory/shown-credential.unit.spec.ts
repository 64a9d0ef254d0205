import { describe, expect, it } from '@jest/globals';
import type { SearchHash } from '#privacy';
import type { Credential } from '../messages/index.js';
import type { InsuredPerson } from './directory.js';
import { refuseOtherCredential } from './shown-credential.js';

const OWNERS: Readonly<Record<string, string>> = {
  'credential:CARD-A': 'id-number:A',
  'credential:SERIAL-A': 'id-number:A',
};
const owners = {
  directory: {
    personsByHash: async (hash: string) =>
      [OWNERS[hash] ?? []].flat().map((idNumberHash) => ({ idNumberHash }) as InsuredPerson),
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

  it('SET-21: the own ones pass, and so does one that nobody is known to hold', async () => {
    expect(await outcome('A', { credentialKind: '03', credentialNo: 'CARD-A', cardSerial: 'SERIAL-A' })).toBe(
      'accepted',
    );
    expect(await outcome('A', { credentialKind: '02', credentialNo: 'A' })).toBe('accepted');
    expect(await outcome('B', { credentialKind: '01', credentialNo: 'TOKEN-NEW' })).toBe('accepted');
    expect(await outcome('B', {})).toBe('accepted');
  });
});
