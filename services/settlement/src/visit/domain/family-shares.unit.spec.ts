import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import { feeLine, openedVisit, settle, settlement, withLines } from '../../../test/visits.js';
import { policyWith } from '../../adjudication/testing/inputs.js';
import { familyBalance, familyShares } from './family-shares.js';

const yuan = (amount: string): Money => Money.of(amount);
const amount = fc.bigInt({ min: -10_000n, max: 100_000n }).map((fen) => Money.fromFen(fen));

describe('what relatives’ accounts pay of a claim', () => {
  it('SET-20: add up to it, none pays more than it holds, and the earlier one pays first', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 5 }), fc.nat(100), (balances, percent) => {
        const paid = familyBalance(balances).share(percent === 100 ? '1' : `0.${String(percent).padStart(2, '0')}`);
        const owners = balances.map((_balance, index) => `P${index}`);
        const shares = familyShares(paid, owners, balances);
        expect(Money.sum(shares.map((share) => yuan(share.amount))).toString()).toBe(paid.toString());
        for (const share of shares) {
          const index = owners.indexOf(share.psnNo);
          expect(yuan(share.amount).lte(balances[index] ?? Money.zero)).toBe(true);
          // Whoever stands before the last that pays is used up.
          const emptied = share === shares.at(-1) || yuan(share.amount).eq(balances[index] ?? Money.zero);
          expect(emptied).toBe(true);
        }
      }),
    );
  });

  it('SET-20: an account below zero pays nothing and takes nothing from the others', () => {
    const balances = [yuan('-5.00'), yuan('3.00'), yuan('10.00')];
    expect(familyShares(yuan('4.00'), ['A', 'B', 'C'], balances)).toEqual([
      { psnNo: 'B', amount: '3.00' },
      { psnNo: 'C', amount: '1.00' },
    ]);
    expect(familyBalance(balances).toString()).toBe('13.00');
  });
});

describe('a claim that asks for a relative’s account', () => {
  const visit = withLines(openedVisit(), feeLine('1'));
  const paidWith = (balances: readonly string[], own = '500.00') =>
    unwrap(
      settle(settlement('100.00', { familyAccounts: balances.map((_balance, n) => `F${n}`) }), visit, {
        ...{ accountBalance: yuan(own), familyBalances: balances.map(yuan) },
      }),
    );

  it('SET-20: leaves the own account alone; the relatives pay to the cent what they hold, cash the rest', () => {
    const personal = paidWith(['1000.00']).claim.account;
    const short = Money.of(personal).minus(yuan('0.01')).toString();
    expect(paidWith(['1000.00']).event.data.facts.family).toEqual({
      ...{ paid: personal, accounts: [{ psnNo: 'F0', amount: personal }] },
    });
    expect(paidWith([short])).toMatchObject({ claim: { account: short, cash: '0.01' } });
    expect(paidWith([short, '7.00']).event.data.facts.family?.accounts).toEqual([
      { psnNo: 'F0', amount: short },
      { psnNo: 'F1', amount: '0.01' },
    ]);
    const empty = paidWith(['0.00']);
    expect(empty.claim).toMatchObject({ account: '0.00', cash: personal });
    expect(empty.event.data.facts.family).toBeUndefined();
  });

  it('CLR-14: the account of a resident’s relative is cleared under 其他, for residents’ annexes have no account', () => {
    const policy = policyWith('resident', {}, '320200');
    const facts = visit.facts && { ...visit.facts, insuranceType: '390' };
    const command = settlement('100.00', { policy, personType: '1501', familyAccounts: ['F0'] });
    const { claim } = unwrap(settle(command, { ...visit, facts }, { familyBalances: [yuan('1000.00')] }));
    expect(claim.funds.filter(({ code }) => code === '310200')).toEqual([
      { code: '310200', column: 'other', amount: claim.account },
    ]);
    expect(Money.of(claim.account).isPositive()).toBe(true);
  });
});
