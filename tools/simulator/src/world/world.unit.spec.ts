import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { loadPolicyBook } from '#policy';
import { checkCitizenId, dayIn, Money } from '#kernel';
import { loadCatalogue } from '#settlement';
import { amountFen, sumFen, yuanOf } from './fees.js';
import { makeLevels } from './levels.js';
import type { Session } from './sessions.js';
import { makeWorld } from './world.js';

const MONTH = '2025-08';
const BORDER_FEN = 3_000_000;
const world = makeWorld({ seed: 42, claims: 4000, month: MONTH });
const ofKind = (kind: Session['kind']): readonly Session[] => world.sessions.filter((session) => session.kind === kind);
const shareOf = (count: number, of: number): number => (100 * count) / of;

describe('the drawn world', () => {
  it('is the same for the same seed and another for another seed', () => {
    expect(makeWorld({ seed: 42, claims: 200, month: MONTH })).toEqual(
      makeWorld({ seed: 42, claims: 200, month: MONTH }),
    );
    expect(makeWorld({ seed: 43, claims: 200, month: MONTH })).not.toEqual(
      makeWorld({ seed: 42, claims: 200, month: MONTH }),
    );
  });

  it('has the published mix of visits', () => {
    expect(world.sessions).toHaveLength(4000);
    expect(shareOf(ofKind('inpatient').length, 4000)).toBeCloseTo(5.1, 1);
    expect(shareOf(ofKind('outpatient').length, 4000)).toBeCloseTo(63.8, 1);
    expect(shareOf(ofKind('chronic').length, 4000)).toBeCloseTo(4.4, 1);
    expect(shareOf(ofKind('pharmacy').length, 4000)).toBeCloseTo(26.7, 1);
  });

  it('SET-21: gives everybody a valid citizen number of their own that agrees with sex and birthday', () => {
    for (const { idNumber, sex, birthDate } of world.persons) {
      expect(checkCitizenId(idNumber)).toMatchObject({ ok: true, value: { sex, birthDate } });
    }
    expect(new Set(world.persons.map(({ idNumber }) => idNumber)).size).toBe(world.persons.length);
    expect(new Set(world.persons.map(({ psnNo }) => psnNo)).size).toBe(world.persons.length);
  });

  it('treats nobody in the unit of insurance and has institutions and insured in all 32 units', () => {
    expect(world.sessions.filter(({ person, institution }) => person.unit === institution.unit)).toEqual([]);
    expect(new Set(world.institutions.map(({ unit }) => unit)).size).toBe(32);
    expect(new Set(world.persons.map(({ unit }) => unit)).size).toBe(32);
  });

  it('knows every place of insurance among the policies', () => {
    const book = loadPolicyBook(fileURLToPath(new URL('../../../../policies', import.meta.url)));
    for (const region of new Set(world.persons.map(({ insuredRegion }) => insuredRegion))) {
      for (const scheme of ['employee', 'resident'] as const) {
        expect(book.benefit(region, scheme, dayIn(world.month, 15)).ok).toBe(true);
      }
    }
  });

  it('REG-02, SET-18: expects a refusal where nothing was filed or the cover is suspended, else a settlement', () => {
    for (const { person, kind, expected, refundDay } of world.sessions) {
      const payable = person.insuranceStatus === '1' && (person.filing !== null || kind === 'pharmacy');
      expect(expected).toBe(payable ? 'settled' : 'refused');
      if (!payable) expect(refundDay).toBeNull();
    }
    const refused = world.sessions.filter(({ expected }) => expected === 'refused').length;
    expect(shareOf(refused, 4000)).toBeGreaterThan(1);
    expect(shareOf(refused, 4000)).toBeLessThan(6);
  });

  it('SET-05: bills are made of known items, count times price, without an empty line', () => {
    const catalogue = loadCatalogue();
    for (const { lines } of world.sessions) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => !catalogue.has(line.code) || amountFen(line) <= 0)).toEqual([]);
      const parts = lines.map((line) => Money.of(yuanOf(amountFen(line))));
      expect(String(Money.sum(parts))).toBe(yuanOf(sumFen(lines)));
    }
  });

  it('AUD-01: a tenth of the stays reach 30,000.00, with both sides of the border among them', () => {
    const totals = ofKind('inpatient').map(({ lines }) => sumFen(lines));
    const share = shareOf(totals.filter((fen) => fen >= BORDER_FEN).length, totals.length);
    expect(share).toBeGreaterThan(6);
    expect(share).toBeLessThan(16);
    expect(totals).toContain(BORDER_FEN);
    expect(totals).toContain(BORDER_FEN - 1);
  });

  it.each([20, 40, 60])('AUD-01: gives the bills around the border to stays alone, of %i claims too', (claims) => {
    const small = makeWorld({ seed: 42, claims, month: MONTH });
    const large = small.sessions.filter(({ lines }) => sumFen(lines) >= BORDER_FEN - 1);
    expect(large.length).toBeGreaterThan(0);
    expect(large.map(({ kind }) => kind)).toEqual(large.map(() => 'inpatient'));
  });

  it('keeps the days of a session in order and within the month', () => {
    const outOfOrder = world.sessions.filter(({ admissionDay, day, refundDay }) => {
      const days = [1, admissionDay, day, refundDay ?? day, world.days];
      return days.some((one, n) => n > 0 && one < (days[n - 1] ?? one));
    });
    expect(outOfOrder).toEqual([]);
  });

  it('refunds about two of a hundred', () => {
    const refunds = world.sessions.filter(({ refundDay }) => refundDay !== null).length;
    expect(shareOf(refunds, 4000)).toBeGreaterThan(1);
    expect(shareOf(refunds, 4000)).toBeLessThan(3);
  });

  it('PRE-01: sets one positive level for every pair that will meet, and none within a unit', () => {
    const levels = makeLevels(world);
    const pairs = new Set(levels.map(({ payer, receiver }) => `${payer}/${receiver}`));
    expect(pairs.size).toBe(levels.length);
    for (const { payer, receiver, amount } of levels) {
      expect(payer).not.toBe(receiver);
      expect(Money.of(amount).isPositive()).toBe(true);
    }
    const paid = world.sessions.filter(({ expected, refundDay }) => expected === 'settled' && refundDay === null);
    const met = paid.map(({ person, institution }) => `${person.unit}/${institution.unit}`);
    expect(met.filter((pair) => !pairs.has(pair))).toEqual([]);
  });
});
