import { fileURLToPath } from 'node:url';
import { businessDate, RegionCode, unwrap, type BusinessDate, type Result } from '#kernel';
import { loadPolicyBook, type Channel, type FilingKind, type RegistrationValues } from '#policy';
import type { ApplyFiling } from '../src/filing/domain/application.js';
import { decideApply } from '../src/filing/domain/apply-filing.js';
import type { Referral } from '../src/filing/domain/filing-events.js';
import type { PolicyOn } from '../src/filing/domain/policy-in-force.js';
import {
  EMPTY_BOOK,
  evolveFilingBook,
  type Filing,
  type FilingBook,
  type FilingEvent,
} from '../src/filing/domain/filing-book.js';

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

/** What a test says of an application; dates as plain text, papers by kind. */
export interface Asked {
  readonly filingId?: string;
  readonly insuredRegion?: string;
  readonly kind?: FilingKind;
  readonly destination?: string;
  readonly byPromise?: boolean;
  readonly student?: boolean;
  readonly documents?: readonly string[];
  readonly documentsValidTo?: string | null;
  readonly referral?: Partial<Referral> | null;
  readonly channel?: Channel;
  readonly appliedOn?: string;
  readonly startsOn?: string;
  readonly admittedOn?: string | null;
}

/** A certificate of a level-3 hospital of the place of insurance, issued on the day of the application. */
const referralOf = (
  asked: Partial<Referral> | null | undefined,
  at: { region: string; on: string },
): Referral | null =>
  asked === null
    ? null
    : { ...{ institutionCode: null, level: '3', region: at.region, diagnosis: 'C34.900', issuedOn: at.on }, ...asked };

/** A resident of Wuxi who files for Shanghai with a residence permit at the window, from today; changed as asked. */
export function application(asked: Asked = {}): ApplyFiling {
  const { documents, referral, ...said } = asked;
  const given = { ...USUAL, ...said };
  const { kind, insuredRegion: region, appliedOn, admittedOn } = given;
  return {
    ...given,
    documents: (documents ?? papersOf(kind)).map((paper) => ({ kind: paper, documentId: null })),
    referral: kind === 'referred' ? referralOf(referral, { region, on: appliedOn }) : null,
    insuredRegion: RegionCode.of(region),
    destination: RegionCode.of(given.destination),
    documentsValidTo: given.documentsValidTo as BusinessDate | null,
    appliedOn: businessDate(appliedOn),
    startsOn: businessDate(given.startsOn ?? admittedOn ?? appliedOn),
    admittedOn: admittedOn as BusinessDate | null,
  };
}

const USUAL = {
  ...{ filingId: 'BA1', psnNo: 'P1', kind: 'long-term-resident' as FilingKind, channel: 'window' as Channel },
  ...{ insuredRegion: WUXI, destination: '310000', byPromise: false, student: false, appliedOn: TODAY },
  ...{ documentsValidTo: null, admittedOn: null },
};

const PAPERS: Readonly<Partial<Record<FilingKind, string>>> = {
  ...{ 'retiree-resettled': 'household-book', 'long-term-resident': 'residence-permit' },
  ...{ 'posted-worker': 'posting-letter', referred: 'referral-certificate' },
};
const papersOf = (kind: FilingKind): readonly string[] => (PAPERS[kind] === undefined ? [] : [PAPERS[kind]]);

/** The policies of a place on every day, as the handlers give them to the deciders. */
export const policiesOf =
  (region: string): PolicyOn =>
  (date) =>
    policyOf(region, date);

export const apply = (asked: Asked = {}, book = NOTHING): Result<readonly FilingEvent[]> => {
  const command = application(asked);
  return decideApply(command, book, policiesOf(command.insuredRegion));
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
