/** Two schemes are cleared between provinces: 职工 employee (310) and 居民 resident (390) — CLR-14. */
export type Scheme = 'employee' | 'resident';
export const SCHEMES: readonly Scheme[] = ['employee', 'resident'];

/** Columns of annexes 14-2 and 14-5 (职工, eight) and 14-3 and 14-6 (居民, four) — CLR-14. */
export type FundColumn =
  | 'pool'
  | 'account'
  | 'large-amount'
  | 'supplementary'
  | 'civil-servant'
  | 'disabled'
  | 'assistance'
  | 'other'
  | 'basic'
  | 'catastrophic';

export const FUND_COLUMNS: Readonly<
  Record<Scheme, readonly { readonly column: FundColumn; readonly title: string }[]>
> = {
  employee: [
    { column: 'pool', title: '统筹基金' },
    { column: 'account', title: '个人账户' },
    { column: 'large-amount', title: '职工大额医疗费用补助' },
    { column: 'supplementary', title: '补充医疗保险' },
    { column: 'civil-servant', title: '公务员医疗补助' },
    { column: 'disabled', title: '伤残人员医疗保障' },
    { column: 'assistance', title: '医疗救助' },
    { column: 'other', title: '其他' },
  ],
  resident: [
    { column: 'basic', title: '基本医疗保险' },
    { column: 'catastrophic', title: '城乡居民大病保险' },
    { column: 'assistance', title: '医疗救助' },
    { column: 'other', title: '其他' },
  ],
};

/** What the hospital bears itself (医院负担) has a fund code but is never cleared — CLR-14, SET-05. */
export const HOSPITAL_BORNE_CODES: readonly string[] = ['999996', '999900'];

const EMPLOYEE_HEADS: readonly (readonly [string, FundColumn])[] = [
  ['3102', 'account'],
  ['3101', 'pool'],
  ['330', 'large-amount'],
  ['370', 'supplementary'],
  ['320', 'civil-servant'],
  ['350', 'disabled'],
  ['610', 'assistance'],
];
const RESIDENT_HEADS: readonly (readonly [string, FundColumn])[] = [
  ['3901', 'basic'],
  ['390200', 'catastrophic'],
  ['610100', 'assistance'],
];
/** Local codes under a national head that annexes 14-2 and 14-3 nevertheless count as 其他 (codes of the field, §2). */
const ALWAYS_OTHER: readonly string[] = ['310103', '610102', '610103', '610104'];

/**
 * The one column a fund code (基金支付类型) is cleared in, or null for what is not cleared (hospital-borne).
 * Every other code, also an unknown local one, belongs to 其他: nothing a fund paid may fall out of the tables (CLR-14).
 */
export function fundColumnOf(scheme: Scheme, fundCode: string): FundColumn | null {
  if (HOSPITAL_BORNE_CODES.includes(fundCode)) return null;
  if (ALWAYS_OTHER.includes(fundCode)) return 'other';
  const heads = scheme === 'employee' ? EMPLOYEE_HEADS : RESIDENT_HEADS;
  return heads.find(([head]) => fundCode.startsWith(head))?.[1] ?? 'other';
}

/** 险种 → scheme of the clearing: only employees' and residents' insurance is cleared across provinces. */
export function schemeOfInsuranceType(insuranceType: string): Scheme | null {
  if (['310', '320', '330', '340', '350', '360', '370'].includes(insuranceType)) return 'employee';
  if (['380', '390', '391', '392'].includes(insuranceType)) return 'resident';
  return null;
}
