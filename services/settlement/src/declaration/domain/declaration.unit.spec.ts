import { describe, expect, it } from '@jest/globals';
import { CONTRACTS, type DeclarationFiled } from '#contracts';
import { RegionCode, type Result } from '#kernel';
import { declarationRef, decideFile, decideWithdraw, evolveDeclaration, recordReview } from './declaration.js';
import type { Declaration, DeclarationEvent, Withdraw } from './declaration.js';

const WUXI = RegionCode.of('320200');
const REFERRAL = CONTRACTS.declarationFiled.example as Extract<DeclarationFiled, { kind: 'referral' }>;
const REVIEW = CONTRACTS.declarationReviewed.example;
const { definition } = declarationRef(REFERRAL.declarationNo);
const nothing = definition.initialState();
const after = (...events: readonly DeclarationEvent[]): Declaration => events.reduce(evolveDeclaration, nothing);
const filed = after({ type: 'DeclarationFiled', data: REFERRAL });
const codeOf = (result: Result<unknown>): string =>
  result.ok ? 'granted' : `${result.rejection.rule} ${result.rejection.code}`;

const withdrawal: Withdraw = {
  ...{ declarationNo: REFERRAL.declarationNo, psnNo: REFERRAL.psnNo, institutionCode: REFERRAL.institutionCode },
  ...{ kind: 'referral', on: '2025-08-02' },
};

describe('declarations at the door', () => {
  const file = (details: Partial<typeof REFERRAL.details>): string =>
    codeOf(decideFile({ ...REFERRAL, details: { ...REFERRAL.details, ...details } }, WUXI, nothing));

  it('REG-04: refuses a receiving hospital of the same unit and takes one of another', () => {
    expect(file({})).toBe('granted');
    expect(file({ receivingRegion: '320100' })).toBe('REG-04 declaration.same-unit');
  });

  it('REG-03: a referral of today passes, one of tomorrow does not', () => {
    expect(file({ referredOn: REFERRAL.filedOn })).toBe('granted');
    expect(file({ referredOn: '2025-08-02' })).toBe('REG-03 declaration.referred-later');
  });

  it('SET-15: a number is used once', () => {
    expect(codeOf(decideFile(REFERRAL, WUXI, filed))).toBe('SET-15 declaration.exists');
  });
});

describe('withdrawals', () => {
  const withdraw = (changes: Partial<Withdraw> = {}, declaration = filed): string =>
    codeOf(decideWithdraw({ ...withdrawal, ...changes }, declaration));

  it('REG-05: is taken until the place of insurance has reviewed, and not twice', () => {
    expect(withdraw()).toBe('granted');
    const events = decideWithdraw(withdrawal, filed);
    const withdrawn = (events.ok ? events.value : []).reduce(evolveDeclaration, filed);
    expect(withdraw({}, withdrawn)).toBe('SET-15 declaration.withdrawn');
    expect(withdraw({}, evolveDeclaration(filed, { type: 'DeclarationReviewed', data: REVIEW }))).toBe(
      'REG-05 declaration.reviewed',
    );
  });

  it('SEC-01: another institution, another kind and an unknown number are answered alike', () => {
    const unknown = decideWithdraw(withdrawal, nothing);
    expect(unknown).toMatchObject({ ok: false, rejection: { code: 'declaration.unknown', rule: 'REG-05' } });
    expect(decideWithdraw({ ...withdrawal, institutionCode: 'H2' }, filed)).toEqual(unknown);
    expect(decideWithdraw({ ...withdrawal, kind: 'chronic' }, filed)).toEqual(unknown);
  });

  it('SET-21: refuses another person', () => {
    expect(withdraw({ psnNo: 'P2' })).toBe('SET-21 declaration.other-person');
  });

  it('REG-05: a review is kept once, also of a declaration that was withdrawn meanwhile', () => {
    const reviewed: DeclarationEvent = { type: 'DeclarationReviewed', data: REVIEW };
    expect(recordReview(REVIEW, filed)).toEqual([reviewed]);
    expect(recordReview(REVIEW, evolveDeclaration(filed, reviewed))).toEqual([]);
  });
});
