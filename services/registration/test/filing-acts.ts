import { businessDate, Money, RegionCode, unwrap, type BusinessDate, type Result } from '#kernel';
import type { Channel } from '#policy';
import { decideApprove, decideRefuse } from '../src/filing/domain/decide-application.js';
import { decideCancel } from '../src/filing/domain/cancel-filing.js';
import { decideChange } from '../src/filing/domain/change-filing.js';
import { decideFalseDocuments, decideRevoke } from '../src/filing/domain/end-filing.js';
import type { Filing, FilingBook, FilingEvent } from '../src/filing/domain/filing-book.js';
import { decideDay } from '../src/filing/domain/filing-day.js';
import type { Referral, Stay } from '../src/filing/domain/filing-events.js';
import { decideRenew } from '../src/filing/domain/renew-filing.js';
import { decideRestore } from '../src/filing/domain/restore-filing.js';
import { recordStay } from '../src/filing/domain/stays.js';
import { decideSupplement } from '../src/filing/domain/supplement-documents.js';
import { application, fold, policiesOf, WUXI, type Asked } from './filings.js';

type Outcome = Result<readonly FilingEvent[]>;

/** Which filing, by whom and when, as a test says it. */
export interface On {
  readonly filingId?: string;
  readonly insuredRegion?: string;
  readonly on: string;
}

const actOf = ({ filingId = 'L', insuredRegion = WUXI, on }: On) => ({
  ...{ psnNo: 'P1', filingId, insuredRegion: RegionCode.of(insuredRegion), on: businessDate(on) },
});
const policiesFor = ({ insuredRegion = WUXI }: Pick<On, 'insuredRegion'>) => policiesOf(insuredRegion);
const papers = (kinds: readonly string[]) => kinds.map((kind) => ({ kind, documentId: null }));
const dateOf = (date: string | null | undefined): BusinessDate | null => (date ?? null) as BusinessDate | null;

export const cancel = (book: FilingBook, { channel = 'window', ...of }: On & { channel?: Channel }): Outcome =>
  decideCancel({ ...actOf(of), channel }, book, policiesFor(of));

export interface Brought {
  readonly documents?: readonly string[];
  readonly documentsValidTo?: string | null;
}

export const supplement = (
  book: FilingBook,
  { documents = ['residence-permit'], documentsValidTo, ...of }: On & Brought,
): Outcome =>
  decideSupplement(
    { ...actOf(of), documents: papers(documents), documentsValidTo: dateOf(documentsValidTo) },
    book,
    policiesFor(of),
  );

export type Changing = On & Brought & { newFilingId?: string; destination?: string; referral?: Referral | null };

export const change = (book: FilingBook, { documents = [], documentsValidTo, ...of }: Changing): Outcome =>
  decideChange(
    {
      ...{ ...actOf(of), channel: 'window', newFilingId: of.newFilingId ?? 'N', referral: of.referral ?? null },
      destination: RegionCode.of(of.destination ?? '330100'),
      ...{ documents: papers(documents), documentsValidTo: dateOf(documentsValidTo) },
    },
    book,
    policiesFor(of),
  );

export type Renewing = On & Brought & { referral?: Referral | null; sameDisease?: boolean; channel?: Channel };

export const renew = (book: FilingBook, { documents = [], documentsValidTo, ...of }: Renewing): Outcome =>
  decideRenew(
    {
      ...{ ...actOf(of), channel: of.channel ?? 'window', referral: of.referral ?? null },
      ...{ sameDisease: of.sameDisease ?? false, documents: papers(documents) },
      documentsValidTo: dateOf(documentsValidTo),
    },
    book,
    policiesFor(of),
  );

export const restore = (book: FilingBook, restores: string, asked: Asked): Outcome =>
  decideRestore({ ...application(asked), restores }, book, policiesFor(asked));

export const revoke = (book: FilingBook, of: On): Outcome => decideRevoke(actOf(of), book, policiesFor(of));

export const reportFalse = (book: FilingBook, { loss = null, ...of }: On & { loss?: string | null }): Outcome =>
  decideFalseDocuments(
    { ...actOf(of), finding: '居住证系伪造', lossToRecover: loss === null ? null : Money.of(loss) },
    book,
    policiesFor(of),
  );

export const approveOn = (book: FilingBook, of: On): Outcome => decideApprove(actOf(of), book, policiesFor(of));
export const refuseOn = (book: FilingBook, of: On): Outcome => decideRefuse({ ...actOf(of), reason: '不符' }, book);

export const day = (book: FilingBook, on: string, insuredRegion = WUXI): readonly FilingEvent[] =>
  decideDay(book, { insuredRegion, on: businessDate(on) }, policiesOf(insuredRegion));

/** The book after an act that must be granted. */
export const after = (book: FilingBook, outcome: Outcome): FilingBook => fold(book, unwrap(outcome));
export const afterDay = (book: FilingBook, on: string, insuredRegion = WUXI): FilingBook =>
  fold(book, day(book, on, insuredRegion));

export const stayOf = (changes: Partial<Stay> = {}): Stay => ({
  ...{ visitId: 'V1', psnNo: 'P1', careRegion: '310104', openedOn: '2025-08-01', inpatient: true, emergency: false },
  ...changes,
});
export const withStay = (book: FilingBook, changes: Partial<Stay> = {}, insuredRegion = WUXI): FilingBook =>
  fold(book, recordStay(stayOf(changes), insuredRegion, book));

export function filingIn(book: FilingBook, filingId: string): Filing {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing === undefined) throw new Error(`no filing ${filingId}`);
  return filing;
}

/** The days on which something of a kind happens, looked at every day. */
export function daysOf(
  type: FilingEvent['type'],
  book: FilingBook,
  days: { readonly from: string; readonly to: string; readonly insuredRegion?: string },
): readonly string[] {
  let now = book;
  const found: string[] = [];
  for (let at = days.from; at <= days.to; at = new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10)) {
    const events = day(now, at, days.insuredRegion);
    if (events.some((event) => event.type === type)) found.push(at);
    now = fold(now, events);
  }
  return found;
}
