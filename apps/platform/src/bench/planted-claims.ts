import { CLEARING_UNITS } from '#kernel';

/** Claims of a day drawn by arithmetic, the same in SQL and here, and what is wrong with the reports of them. */
export const CLAIMS = 1_000_000;
export type Side = 'care' | 'insured';
export const SIDES: readonly Side[] = ['care', 'insured'];

export const UNITS: readonly string[] = CLEARING_UNITS.map(({ code }) => code);
const CODES = UNITS.join(' ');
const UNIT_COUNT = UNITS.length;

const receiverOf = (n: number): number => n % UNIT_COUNT;
/** Never the receiver: one to thirty-one further on. */
const payerOf = (n: number): number => (n + 1 + (Math.floor(n / UNIT_COUNT) % (UNIT_COUNT - 1))) % UNIT_COUNT;
export const unitOf = (n: number, side: Side): string => UNITS[side === 'care' ? receiverOf(n) : payerOf(n)] ?? '';

/** Inserts claims 1 … CLAIMS of the day `$1` into the read model, as the nation would know them. */
export const INSERT_CLAIMS = `
  insert into read_claims.claim (claim_id, visit_id, visit_kind, psn_no, scheme, insurance_type, insured_region, care_region,
    payer, receiver, institution_code, clearing_category, settled_on, settled_at, total, fund_total, account, cash,
    hospital_borne, message_id)
  select 'BENCH' || n, 'V' || n, 'outpatient', 'P' || n, 'employee', '310', payer || '0100', receiver || '0100', payer,
         receiver, 'H' || n % 2000, '11', $1::date, '', fen / 100.0, fen * 6 / 10 / 100.0, fen / 10 / 100.0,
         (fen - fen * 6 / 10 - fen / 10) / 100.0, 0, 'M' || n
    from (select n, 10000 + n * 7919 % 5000000 as fen,
                 (string_to_array('${CODES}', ' '))[1 + n % ${UNIT_COUNT}] as receiver,
                 (string_to_array('${CODES}', ' '))[1 + (n + 1 + n / ${UNIT_COUNT} % ${UNIT_COUNT - 1}) % ${UNIT_COUNT}] as payer
            from generate_series(1::bigint, ${CLAIMS}) as n) as drawn`;

export const HEADER = 'claimId,state,total,fundTotal,account,cash';

/** Faults, by what is left of the claim's number; the class each must be found in. One of a thousand claims has each. */
const CLASSES = ['one-sided', 'duplicate', 'state', 'amount', 'amount', 'amount', 'amount', 'one-sided'] as const;
const EVERY = 1000;
const [LEFT_OUT, TWICE, OTHER_STATE, FIRST_AMOUNT, INVENTED] = [0, 1, 2, 3, 7];

const faultOf = (n: number, side: Side): number => (n + (side === 'care' ? 0 : 500)) % EVERY;

/** 差异 What the comparison must find of this claim at this side: class and claim; null where nothing is wrong. */
export function plantedOf(n: number, side: Side): { readonly claimId: string; readonly class: string } | null {
  const fault = faultOf(n, side);
  const found = CLASSES[fault];
  return found === undefined ? null : { claimId: fault === INVENTED ? `X${n}` : `BENCH${n}`, class: found };
}

/** Lines of a claim in the report of a side. */
export function linesOf(n: number, side: Side): string {
  const fault = faultOf(n, side);
  const total = 10_000 + ((n * 7919) % 5_000_000);
  const fund = Math.floor((total * 6) / 10);
  const account = Math.floor(total / 10);
  const amounts = [total, fund, account, total - fund - account];
  const wrong = fault - FIRST_AMOUNT;
  const shown = amounts.map((fen, index) => yuanText(index === wrong ? fen + 1 : fen)).join(',');
  const line = `BENCH${n},${fault === OTHER_STATE ? 'refunded' : 'settled'},${shown}\n`;
  if (fault === LEFT_OUT) return '';
  if (fault === TWICE) return line + line;
  return fault === INVENTED ? `${line}X${n},settled,${shown}\n` : line;
}

const yuanText = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
