// @ts-check
// Which names speak of yuan.

/** Field's words for an amount of money, as whole words of a name. */
const MONEY = new Set(
  `amount amounts amt fee fees balance balances price prices cash fund funds pay paid payable receivable total totals sum
   yuan sumamt deductible deduction deductions cap surplus owed expense expenses cost costs charge charges payment
   receipt money premium allowance remittance`.split(/\s+/),
);

/** A name that ends in one of these counts or measures something else: `amountFen`, `feeLines`, `fundRatio`, `totalMs`. */
const UNITS = new Set(
  `fen count counts ms rate rates ratio ratios percent days day bytes size rows lines line index id ids version length
   places digits scale points page pages limit attempts seconds minutes hours number no seq position month months year
   years code codes level width height column columns order rank kind items files events claims persons retries per`.split(
    /\s+/,
  ),
);

/** Ends of the interface's field names: `medfee_sumamt`, `fund_pay_sumamt`, `psn_part_amt`, `hifp_pay`, `cashAmt`. */
const FIELD_END = /(?:sumamt|_amt|_pay|_cash|_fee|_balc)$|^(?:balc|pric|amt)$/i;

/** Money wherever it stands in the name. */
const STRONG = new Set(['amount', 'yuan', 'amt', 'sumamt']);

/**
 * `deductiblePaidYtd2` -> deductible, paid, ytd.
 * @param {string} name
 * @returns {readonly string[]}
 */
export function wordsOf(name) {
  return name
    .replace(/\d+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/**
 * Whether a name speaks of yuan: its last word is money, or `amount` or `yuan` stands in it; not if a unit ends it.
 * @param {string} name
 */
export function isMoneyName(name) {
  const words = wordsOf(name);
  const last = words.at(-1);
  // `pay` alone is what somebody does; YUAN_PER_WAN is a factor
  if (last === undefined || UNITS.has(last) || words.includes('per') || name === 'pay') return false;
  return MONEY.has(last) || FIELD_END.test(name) || words.some((word) => STRONG.has(word));
}
