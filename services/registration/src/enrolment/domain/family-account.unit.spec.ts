import { describe, expect, it } from '@jest/globals';
import type { FamilyAccountShared, PersonEnrolled } from '#contracts';
import { businessDate, unwrap, type Result } from '#kernel';
import {
  decideEndSharing,
  decideShare,
  evolveFamilyAccounts,
  type FamilyAccountEvent,
  type FamilyAccounts,
} from './family-account.js';
import type { InsuredPerson } from './person.js';

const NOBODY: InsuredPerson = { enrolled: null };
const insured = (changes: Partial<PersonEnrolled> = {}): InsuredPerson => ({
  enrolled: {
    ...{ psnNo: 'P', name: 'sm4:n', idNumber: 'sm4:i', idNumberHash: 'h', credentialHashes: [], sex: '1' as const },
    ...{ birthDate: '1960-05-01', insuredRegion: '320200', insuranceType: '310', personType: '11' },
    ...{ civilServant: false, insuranceStatus: '1' as const, insuredSince: '2010-01-01', accountBalance: '0.00' },
    ...changes,
  },
});
const NONE: FamilyAccounts = { sharings: [] };
const asked = (changes: Partial<FamilyAccountShared> = {}): FamilyAccountShared => ({
  ...{ ownerPsnNo: 'O', memberPsnNo: 'M', relation: 'spouse', from: '2025-07-01', to: '2025-12-31' },
  ...changes,
});
interface Others {
  readonly owner?: InsuredPerson;
  readonly member?: InsuredPerson;
  readonly family?: FamilyAccounts;
  readonly unit?: string;
}
const share = (changes: Partial<FamilyAccountShared> = {}, others: Others = {}) => {
  const { unit = '32', ...states } = others;
  return decideShare(asked(changes), unit, { owner: insured(), member: insured(), family: NONE, ...states });
};
const after = (family: FamilyAccounts, decided: Result<readonly FamilyAccountEvent[]>): FamilyAccounts =>
  unwrap(decided).reduce(evolveFamilyAccounts, family);
const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.rejection.code);
const end = (on: string, family: FamilyAccounts, owner = insured()) => {
  const who = { ownerPsnNo: 'O', memberPsnNo: 'M', unit: '32', on: businessDate(on) };
  return decideEndSharing(who, { owner, family });
};

describe('sharing a personal account', () => {
  it('SET-20: is for an employee’s account, and for somebody else', () => {
    expect(codeOf(share())).toBeNull();
    expect(codeOf(share({}, { member: insured({ insuranceType: '390' }) }))).toBeNull();
    expect(codeOf(share({}, { owner: insured({ insuranceType: '390' }) }))).toBe('family.no-account');
    expect(codeOf(share({ memberPsnNo: 'O' }))).toBe('family.self');
    expect(codeOf(share({ to: '2025-06-30' }))).toBe('family.dates');
    expect(codeOf(share({ to: '2025-07-01' }))).toBeNull();
  });

  it('CLR-01, SEC-01: owner and member are insured in the unit that registers it; who is unknown is refused alike', () => {
    const beijing = insured({ insuredRegion: '110100' });
    for (const others of [
      { owner: beijing },
      { member: beijing },
      { owner: NOBODY },
      { member: NOBODY },
      { unit: '11' },
    ]) {
      expect(codeOf(share({}, others))).toBe('family.other-unit');
    }
    const corps = insured({ insuredRegion: '660100' });
    expect(codeOf(share({}, { owner: corps, member: insured({ insuredRegion: '650100' }), unit: '65' }))).toBe(
      'family.other-unit',
    );
  });

  it('SET-20: is not registered twice for the same days; the day after the last is free', () => {
    const family = after(NONE, share());
    expect(codeOf(share({}, { family }))).toBe('family.shared');
    expect(codeOf(share({ from: '2025-12-31', to: null }, { family }))).toBe('family.shared');
    expect(codeOf(share({ from: '2025-01-01', to: '2025-07-01' }, { family }))).toBe('family.shared');
    expect(codeOf(share({ from: '2025-01-01', to: '2025-06-30' }, { family }))).toBeNull();
    expect(codeOf(share({ from: '2026-01-01', to: null }, { family }))).toBeNull();
    expect(codeOf(share({ ownerPsnNo: 'other' }, { family }))).toBeNull();
  });

  it('SET-20: ends with the day before; what was ended before its first day never was', () => {
    const family = after(NONE, share());
    const ended = after(family, end('2025-08-01', family));
    expect(ended.sharings).toMatchObject([{ from: '2025-07-01', to: '2025-07-31' }]);
    expect(codeOf(end('2025-08-01', ended))).toBe('family.unknown');
    expect(codeOf(share({ from: '2025-08-01' }, { family: ended }))).toBeNull();
    for (const day of ['2025-06-01', '2025-07-01']) expect(after(family, end(day, family))).toEqual(NONE);
    expect(unwrap(end('2025-06-01', family))).toMatchObject([{ data: { from: '2025-07-01', to: '2025-06-30' } }]);
    expect(codeOf(end('2026-01-01', family))).toBe('family.unknown');
    expect(codeOf(end('2025-12-31', family))).toBeNull();
    expect(codeOf(end('2025-08-01', family, insured({ insuredRegion: '110100' })))).toBe('family.unknown');
  });
});
