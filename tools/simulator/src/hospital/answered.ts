import { Money } from '#kernel';
import type { Person } from '../world/people.js';

/** 结算信息 of 2207, 2304, 2208 and 2305; amounts stand in it as JSON numbers with two decimals. */
export type SetlInfo = Readonly<Record<string, string | number>>;

/** The split of the fee and what the hospital bears, by their names in a day's list. */
const OF_THE_FEE = {
  inScope: 'inscp_scp_amt',
  classBPrepay: 'preselfpay_amt',
  overLimit: 'overlmt_selfpay',
  selfPay: 'fulamt_ownpay_amt',
  hospitalBorne: 'hosp_part_amt',
} as const;
/** Fund columns of the two schemes (CLR-14); both call theirs 统筹基金支出 (hifp_pay). */
const COLUMNS: Readonly<Record<Person['insuranceType'], Readonly<Record<string, string>>>> = {
  310: {
    ...{ pool: 'hifp_pay', 'large-amount': 'hifob_pay', supplementary: 'hifes_pay', 'civil-servant': 'cvlserv_pay' },
    ...{ disabled: 'hifdm_pay', assistance: 'maf_pay', other: 'oth_pay' },
  },
  390: { basic: 'hifp_pay', catastrophic: 'hifmi_pay', assistance: 'maf_pay', other: 'oth_pay' },
};

/** A settlement or refund as the hospital reads it from the answer. */
export function answeredClaim(info: SetlInfo, { insuranceType }: Person) {
  const yuan = (name: string): string => Money.of(String(info[name])).toString();
  const parts = Object.entries({ ...OF_THE_FEE, ...COLUMNS[insuranceType] });
  return {
    ...{ claimId: String(info['setl_id']), total: yuan('medfee_sumamt'), fundTotal: yuan('fund_pay_sumamt') },
    ...{ account: yuan('acct_pay'), cash: yuan('psn_cash_pay') },
    parts: Object.fromEntries(parts.map(([name, member]) => [name, yuan(member)])),
  };
}
