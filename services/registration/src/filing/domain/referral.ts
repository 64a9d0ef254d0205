import { reject, type Result, isWithin, reaches } from '#kernel';
import type { RegistrationValues } from '#policy';
import { standingFilings, type FilingBook } from './filing-book.js';
import type { FilingTerms, Referral } from './filing-events.js';
import { isLongTerm } from './validity.js';

type Referred = Pick<FilingTerms, 'kind' | 'insuredRegion' | 'referral' | 'appliedOn'>;

/** REG-03, REG-14: a referral rests on the certificate of a hospital that may refer, at home or at the place of residence. */
export function refuseReferral(terms: Referred, book: FilingBook, policy: RegistrationValues): Result<never> | null {
  const { kind, referral, appliedOn } = terms;
  if (kind !== 'referred') return null;
  if (referral === null) {
    return reject('filing.referral-missing', 'REG-03', '请填写转诊证明的出具机构、级别、诊断和日期', ['referral']);
  }
  if (referral.issuedOn > appliedOn) {
    return reject('filing.referral-later', 'REG-03', '转诊证明的出具日期不能晚于申请日期', ['referral.issuedOn']);
  }
  if (referral.level < policy['referral.issuerLevel']) {
    const level = policy['referral.issuerLevel'] === '3' ? '三级' : '二级及以上';
    return reject('filing.referral-level', 'REG-03', `转诊证明须由${level}定点医疗机构出具`, ['referral.level']);
  }
  if (isIssuedAtHome(referral, terms, policy) || residesAt(referral, book, appliedOn)) return null;
  return reject('filing.referral-elsewhere', 'REG-03', '转诊证明须由参保地规定的或长期居住地的定点医疗机构出具', [
    'referral.region',
  ]);
}

function isIssuedAtHome({ region }: Referral, { insuredRegion }: Referred, policy: RegistrationValues): boolean {
  return policy['referral.issuerArea'] === 'city'
    ? isWithin(region, insuredRegion)
    : region.slice(0, 2) === insuredRegion.slice(0, 2);
}

const residesAt = ({ region }: Referral, book: FilingBook, on: string): boolean =>
  standingFilings(book, on).some((filing) => isLongTerm(filing.kind) && reaches(filing.destination, region));

/** REG-14: referred onward by a hospital of the residence, a long-term filer holds both filings where the place says so. */
export const mayStandBeside = (
  terms: Referred,
  longTerm: Pick<FilingTerms, 'kind' | 'destination'>,
  policy: RegistrationValues,
): boolean =>
  policy['referral.besideLongTerm'] &&
  terms.kind === 'referred' &&
  terms.referral !== null &&
  isLongTerm(longTerm.kind) &&
  reaches(longTerm.destination, terms.referral.region);
