import { fileURLToPath } from 'node:url';
import { businessDate, RegionCode, unwrap, type BusinessDate, type Result } from '#kernel';
import { loadPolicyBook, type FilingKind, type RegistrationValues } from '#policy';
import type { ApplyFiling } from '../src/filing/domain/application.js';
import { decideApply } from '../src/filing/domain/apply-filing.js';
import { EMPTY_BOOK, evolveFilingBook, type Filing, type FilingBook, type FilingEvent } from '../src/filing/domain/filing-book.js';

const BOOK = loadPolicyBook(fileURLToPath(new URL('../../../policies', import.meta.url)));

/** Places whose rules differ: Wuxi and Huai'an (Jiangsu), Jiyuan (Henan), Shaoguan (Guangdong), and the nation's own. */
export const WUXI = '320200';
export const HUAIAN = '320800';
export const JIYUAN = '419001';
export const SHAOGUAN = '440200';
export const NATIONAL = '510100';
export const PLACES = [WUXI, HUAIAN, JIYUAN, SHAOGUAN, NATIONAL] as const;

export const policyOf = (region: string, on = '2025-08-01'): RegistrationValues =>
  unwrap(BOOK.registration(RegionCode.of(region), businessDate(on))).values;

export const NOTHING: FilingBook = EMPTY_BOOK;
export const TODAY = '2025-08-01';

/** What a test says of an application; dates as plain text. */
export interface Asked {
  readonly filingId?: string;
  readonly insuredRegion?: string;
  readonly kind?: FilingKind;
  readonly destination?: string;
  readonly byPromise?: boolean;
  readonly documents?: readonly string[];
  readonly documentsValidTo?: string | null;
  readonly appliedOn?: string;
  readonly startsOn?: string;
}

/** A resident of Wuxi who files for Shanghai with a residence permit, from today; changed as asked. */
export function application(asked: Asked = {}): ApplyFiling {
  const { insuredRegion = WUXI, destination = '310000', documentsValidTo = null, ...given } = asked;
  const appliedOn = given.appliedOn ?? TODAY;
  return {
    ...{ filingId: 'BA1', psnNo: 'P1', kind: 'long-term-resident', byPromise: false, channel: 'window' },
    ...{ documents: ['residence-permit'] },
    ...given,
    insuredRegion: RegionCode.of(insuredRegion),
    destination: RegionCode.of(destination),
    documentsValidTo: documentsValidTo as BusinessDate | null,
    appliedOn: businessDate(appliedOn),
    startsOn: businessDate(given.startsOn ?? appliedOn),
  };
}

export const apply = (asked: Asked = {}, book = NOTHING): Result<readonly FilingEvent[]> => {
  const command = application(asked);
  return decideApply(command, book, policyOf(command.insuredRegion, command.appliedOn));
};

export const fold = (book: FilingBook, events: readonly FilingEvent[]): FilingBook =>
  events.reduce(evolveFilingBook, book);

/** The book after the applications, each of which must be granted. */
export const bookOf = (...applications: readonly Asked[]): FilingBook =>
  applications.reduce((book, asked) => fold(book, unwrap(apply(asked, book))), NOTHING);

/** The filing an application leads to. */
export function granted(asked: Asked, book = NOTHING): Filing {
  const filing = fold(book, unwrap(apply(asked, book))).filings.at(-1);
  if (filing === undefined) throw new Error('nothing was granted');
  return filing;
}

export const refusal = (result: Result<unknown>): { readonly code: string; readonly rule: string } | null =>
  result.ok ? null : { code: result.rejection.code, rule: result.rejection.rule };
