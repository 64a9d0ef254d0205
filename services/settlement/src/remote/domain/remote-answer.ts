import { Money, ok, reject, type Result } from '#kernel';
import { NO_USE, type Adjudication } from '../../adjudication/domain/index.js';

/** What the place of insurance answered to a settlement: who pays, by its own computation (SET-01, SET-04). */
export interface RemoteSettlement {
  readonly settlementId: string;
  readonly balance: Money;
  readonly adjudication: Adjudication;
}

const ACCOUNT_HEAD = '3102';
/** 医院负担 under the codes of several places (6.7 of the interface). */
const NOT_A_FUND: readonly string[] = ['999996', '999900'];
/** The hospital's share at some places, 其他基金 at others: what it is shows in the sum of the funds. */
const MAY_BE_EITHER = '999997';

/** JSON with its numbers as text. */
type JsonObject = Readonly<Record<string, unknown>>;

const broken = (what: string): Result<never> =>
  reject('remote.answer', 'SET-05', `参保地应答不完整或不平：${what}`, ['setlinfo']);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const amountOf = (node: JsonObject, name: string): Money | null => {
  const value = node[name];
  if (value === undefined || value === null || value === '') return Money.zero;
  return typeof value === 'string' && /^-?\d{1,14}(?:\.\d{1,2}0*)?$/.test(value) ? Money.of(value) : null;
};

/**
 * Reads setlinfo and setldetail. The list carries the account and the hospital's share besides the funds (6.7 of the interface), so
 * funds are taken from it without those two, and must add up to fund_pay_sumamt, which has the account in it at some places (6.10).
 */
export function readRemoteSettlement(output: JsonObject, unit: string): Result<RemoteSettlement> {
  const info = output['setlinfo'];
  if (!isObject(info)) return broken('没有setlinfo');
  const amounts = amountsOf(info);
  if (amounts === null) return broken('金额');
  const { balance, ...paid } = amounts;
  const { fundTotal, account, family, cash, hospital, deductible } = paid;
  const listed = fundsOf(output['setldetail']);
  // Nobody pays less than nothing of a settlement: what goes back is a refund.
  const parts = [...Object.values(paid), ...(listed ?? []).map(({ amount }) => amount)];
  if (parts.some((amount) => amount.isNegative())) return broken('金额为负');
  const funds = listed === null ? undefined : toldAs(listed, [fundTotal, fundTotal.minus(account)]);
  if (funds === undefined) return broken('基金合计');
  const settlementId = typeof info['setl_id'] === 'string' ? info['setl_id'] : '';
  const step = { name: '参保地计算', amount: sumOf(funds).toString(), formula: '', policyValue: null };
  const adjudication: Adjudication = {
    funds,
    accountPaid: account,
    familyPaid: family,
    cash,
    hospitalBorne: hospital,
    deductibleCharged: deductible,
    poolRatio: ratioOf(info['pool_prop_selfpay']),
    steps: [{ ...step, source: `参保地${unit}`, rule: 'SET-01' }],
    delta: NO_USE,
  };
  return ok({ settlementId, balance, adjudication });
}

/** The account after a refund, as far as the place tells it; what goes back is the exact negation of the settlement whatever it says (SET-13). */
export function balanceAfterRefund(output: JsonObject): Money {
  const info = output['setlinfo'];
  return (isObject(info) ? amountOf(info, AMOUNTS.balance) : null) ?? Money.zero;
}

type Funds = Adjudication['funds'];
const sumOf = (funds: Funds): Money => Money.sum(funds.map(({ amount }) => amount));

/** The funds of the list that come to one of the sums the place may have told; undefined where none do. */
function toldAs(listed: Funds, sums: readonly Money[]): Funds | undefined {
  const certain = listed.filter(({ code }) => code !== MAY_BE_EITHER);
  return [certain, listed].find((funds) => sums.some((sum) => sum.eq(sumOf(funds))));
}

const AMOUNTS = {
  fundTotal: 'fund_pay_sumamt',
  account: 'acct_pay',
  family: 'acct_mulaid_pay',
  cash: 'psn_cash_pay',
  hospital: 'hosp_part_amt',
  deductible: 'act_pay_dedc',
  balance: 'balc',
} as const;

/** Null where one of them is no amount. */
function amountsOf(info: JsonObject): Readonly<Record<keyof typeof AMOUNTS, Money>> | null {
  const read = Object.entries(AMOUNTS).map(([name, field]) => [name, amountOf(info, field)] as const);
  if (read.some(([, amount]) => amount === null)) return null;
  return Object.fromEntries(read) as unknown as Readonly<Record<keyof typeof AMOUNTS, Money>>;
}

function ratioOf(value: unknown): Adjudication['poolRatio'] {
  return (
    typeof value === 'string' && /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/.test(value) ? value : '0'
  ) as Adjudication['poolRatio'];
}

function fundsOf(detail: unknown): Funds | null {
  const rows = (Array.isArray(detail) ? detail : [detail]).filter(isObject);
  const funds = rows.flatMap((row) => {
    const code = row['fund_pay_type'];
    if (typeof code !== 'string' || code.startsWith(ACCOUNT_HEAD) || NOT_A_FUND.includes(code)) return [];
    const limit = row['crt_payb_lmt_amt'];
    return [
      {
        code,
        amount: amountOf(row, 'fund_payamt'),
        inScope: amountOf(row, 'inscp_scp_amt'),
        limitLeft: limit === undefined || limit === null || limit === '' ? null : amountOf(row, 'crt_payb_lmt_amt'),
      },
    ];
  });
  const complete = funds.every(({ amount, inScope }) => amount !== null && inScope !== null);
  return complete ? (funds as unknown as Funds) : null;
}
