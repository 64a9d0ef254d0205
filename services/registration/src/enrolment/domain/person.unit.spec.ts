import { describe, expect, it } from '@jest/globals';
import type { PersonEnrolled } from '#contracts';
import { citizenIdCheckCharacter, type Result } from '#kernel';
import { checkPerson, decideEnrol, type PersonFacts } from './person.js';

const body17 = '32020219600501201';
const good: PersonFacts = {
  psnNo: 'P1',
  idNumber: `${body17}${citizenIdCheckCharacter(body17)}`,
  birthDate: '1960-05-01',
  sex: '1',
  insuredRegion: '320200',
};
const code = (result: Result<unknown>): string | null => (result.ok ? null : result.rejection.code);
const check = (changes: Partial<PersonFacts>) => checkPerson({ ...good, ...changes });

describe('enrolling a person', () => {
  it('SET-21: takes a number whose check digit, birth date and sex agree, and gives it in one form, however written', () => {
    expect(check({})).toEqual({ ok: true, value: good.idNumber });
    expect(check({ idNumber: `${body17.slice(0, 6)}${body17.slice(8)}` })).toEqual({ ok: true, value: good.idNumber });
    const withX = '11010519491231002X';
    expect(check({ idNumber: withX.toLowerCase(), birthDate: '1949-12-31', sex: '2' })).toEqual({
      ok: true,
      value: withX,
    });
  });

  it('SET-21: refuses every other last character', () => {
    const last = good.idNumber.slice(-1);
    const wrong = [...'0123456789X'].filter((character) => character !== last);
    expect(wrong.map((character) => check({ idNumber: `${body17}${character}` }).ok)).toEqual(wrong.map(() => false));
  });

  it('SET-21: refuses a birth date or a sex the number does not say, naming the fields', () => {
    const mismatch = {
      ok: false,
      rejection: { code: 'person.id-mismatch', rule: 'SET-21', fields: ['idNumber', 'birthDate', 'sex'] },
    };
    expect(check({ birthDate: '1960-05-02' })).toMatchObject(mismatch);
    expect(check({ sex: '2' })).toMatchObject(mismatch);
  });

  it('SET-21: refuses a day that does not exist and a place outside the 32 units', () => {
    expect(check({ birthDate: '1960-02-30' }).ok).toBe(false);
    expect(check({ insuredRegion: '990100' }).ok).toBe(false);
    expect(check({ insuredRegion: '660100' }).ok).toBe(true);
  });
});

describe('a person’s number', () => {
  const enrolled = (changes: Partial<PersonEnrolled> = {}): PersonEnrolled => ({
    ...{ psnNo: 'P1', name: 'sm4:n', idNumber: 'sm4:i', idNumberHash: 'h1', credentialHashes: [], sex: '1' as const },
    ...{ birthDate: '1960-05-01', insuredRegion: '320200', insuranceType: '310', personType: '12' },
    ...{ civilServant: false, insuranceStatus: '1' as const, insuredSince: '2010-01-01', accountBalance: '0.00' },
    ...changes,
  });

  it('SET-21: stays with the person; news of the same person are recorded, another person under it is refused', () => {
    const known = { enrolled: enrolled() };
    expect(decideEnrol(enrolled(), { enrolled: null }, 'h1')).toEqual({
      ok: true,
      value: [{ type: 'PersonEnrolled', data: enrolled() }],
    });
    expect(code(decideEnrol(enrolled({ insuranceStatus: '2' }), known, 'h1'))).toBeNull();
    expect(code(decideEnrol(enrolled({ idNumberHash: 'h2' }), known, 'h3'))).toBe('person.number-taken');
    // Enrolled when the number was hashed as it was written: known by it, and in its one form from now on.
    expect(decideEnrol(enrolled({ idNumberHash: 'h2' }), known, 'h1')).toMatchObject({
      value: [{ data: { idNumberHash: 'h2' } }],
    });
  });
});
