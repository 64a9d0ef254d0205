import { describe, expect, it } from '@jest/globals';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { isMoneyName } from './money-names.mjs';
import { noNumberForYuan } from './no-number-for-yuan.mjs';

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser as never, sourceType: 'module' } });
const refused = (code: string, ...names: readonly string[]) => ({
  code,
  errors: names.map((name) => ({ messageId: 'yuan', data: { name } })),
});

tester.run('no-number-for-yuan', noNumberForYuan, {
  valid: [
    'const amount = Money.of("12.50");',
    'interface Claim { readonly total: Money; fundTotal: string; feeLines: readonly FeeLine[] }',
    'const amountFen = 1250n;',
    'const claimCount: number = 3; const timeoutMs = 500; const useRate: number = 0.7;',
    'function feeLinesOf(visit: Visit): number { return visit.lines.length; }',
    'class Page { readonly size: number = 20; readonly totalPages = 4; }',
    'const claim = { total: "100.00", days: 7 };',
    'const schema = z.object({ amount: z.string(), pageSize: z.number() });',
    'const lines = Number(text); const ratio = +value;',
    'const fundColumns: number = 12;',
    'amounts.push(Money.zero);',
    'const YUAN_PER_WAN = 10000;',
  ],
  invalid: [
    refused('const amount = 12.5;', 'amount'),
    refused('let totalFee: number;', 'totalFee'),
    refused('function pay(cashAmount: number) {}', 'cashAmount'),
    refused(
      'interface Claim { readonly fund_pay_sumamt: number; balance?: number | null }',
      'fund_pay_sumamt',
      'balance',
    ),
    refused('interface Claim { totalFee(): number }', 'totalFee'),
    refused('class Claim { price = -1; }', 'price'),
    refused('class Claim { private accountBalance: number[] = []; }', 'accountBalance'),
    refused('class Claim { totalFee(): Promise<number> { return other(); } }', 'totalFee'),
    refused('function totalFee(): number { return other(); }', 'totalFee'),
    refused('const cash = Number(text);', 'cash'),
    refused('const cash = parseFloat(text);', 'cash'),
    refused('const cash = +text;', 'cash'),
    refused('const sum = exact.toNumber();', 'sum'),
    refused('const rows = claim.total.toNumber();', 'total'),
    refused('const exact = Number(claim.total);', 'total'),
    refused('const exact = +claim.medfee_sumamt;', 'medfee_sumamt'),
    refused('claim.total = 0;', 'total'),
    refused('const { total = 0 } = claim;', 'total'),
    refused('const fee = known ?? 0;', 'fee'),
    refused('const fee = known ? 1.5 : other;', 'fee'),
    refused('const claim = { amount: 12.5, "med_fee": 3 };', 'amount', 'med_fee'),
    refused('const schema = z.object({ amount: z.number().min(0) });', 'amount'),
    refused('const balances: Map<string, number> = new Map();', 'balances'),
    refused('const payable: Readonly<Record<string, number>> = other;', 'payable'),
  ],
});

describe('names that speak of yuan', () => {
  it.each([
    'amount',
    'totalFee',
    'hifp_pay',
    'acctPay',
    'psnPartAmt',
    'medfee_sumamt',
    'AMOUNT',
    'deductible2',
    'balc',
  ])('%s does', (name) => expect(isMoneyName(name)).toBe(true));

  it.each([
    'amountFen',
    'claimCount',
    'fundRatio',
    'payMs',
    'feeLines',
    'totalRows',
    'payday',
    'summary',
    'pay',
    '_',
    '',
  ])('"%s" does not', (name) => expect(isMoneyName(name)).toBe(false));
});
