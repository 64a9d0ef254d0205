import { addDays, ok, reject, type BusinessDate, type Result } from '#kernel';
import type { Channel, RegistrationValues } from '#policy';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import type { PresentedDocument, Referral } from './filing-events.js';
import { acceptedPapers, proves } from './papers.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { refuseReferral } from './referral.js';
import { standingFilingOf, type ActOnFiling } from './standing.js';
import { changed, endBeforeNext } from './lengthen.js';
import { isLongTerm, lastDayOfMonths } from './validity.js';

export interface RenewFiling extends ActOnFiling {
  readonly channel: Channel;
  readonly documents: readonly PresentedDocument[];
  readonly documentsValidTo: BusinessDate | null;
  /** The new certificate; for the same disease the one of before will do (REG-15). */
  readonly referral: Referral | null;
  readonly sameDisease: boolean;
}

/** 延期 (REG-15): a referral by another term from its last day on, a long-term filing by documents that last longer (REG-06). */
export function decideRenew(
  command: RenewFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = standingFilingOf(command, book, 'REG-15');
  if (!found.ok) return found;
  const filing = found.value;
  const policy = policyFor(filing, command.on, policyOn);
  if (!policy['channels.apply'].includes(command.channel)) {
    return reject('filing.channel', 'REG-05', '参保地不受理该渠道的延期申请，请通过窗口或线上渠道办理', ['channel']);
  }
  if (filing.validTo === null) return reject('filing.endless', 'REG-15', '该备案长期有效，无需延期', ['filingId']);
  if (filing.owed !== null) {
    return reject('filing.promise-owed', 'REG-09', '承诺的材料尚未补齐，请先补交材料', ['filingId']);
  }
  if (isLongTerm(filing.kind)) return renewByDocuments(command, filing, { book, policy, policyOn });
  if (filing.kind === 'referred') return renewReferral(command, filing, { book, policy, policyOn });
  return reject('filing.not-renewable', 'REG-15', '该类临时备案到期后请重新申请，不办理延期', ['filingId']);
}

function renewByDocuments(command: RenewFiling, filing: Filing, frame: RenewalFrame): Result<readonly FilingEvent[]> {
  const { filingId, psnNo, on, documents, documentsValidTo } = command;
  if (!proves(documents, acceptedPapers(filing, frame.policy)) || documents.length === 0) {
    return reject('filing.documents-missing', 'REG-03', '请提交有效期更长的备案材料', ['documents']);
  }
  const longer = documentsValidTo === null || documentsValidTo > (filing.validTo ?? '');
  if (!longer) return reject('filing.not-longer', 'REG-06', '材料有效期不晚于现备案的结束日期', ['documentsValidTo']);
  const lasting = { ...filing, validTo: documentsValidTo };
  return ok([
    {
      type: 'DocumentsSupplemented',
      data: { filingId, psnNo, documents: [...documents], documentsValidTo, referral: null, suppliedOn: on },
    },
    changed(lasting, on, 'renewal'),
    ...endBeforeNext(lasting, frame.book, { on, policyOn: frame.policyOn }),
  ]);
}

interface RenewalFrame {
  readonly book: FilingBook;
  readonly policy: RegistrationValues;
  readonly policyOn: PolicyOn;
}

function renewReferral(
  command: RenewFiling,
  filing: Filing,
  { book, policy, policyOn }: RenewalFrame,
): Result<readonly FilingEvent[]> {
  const { on } = command;
  const months = policy['temporary.months.referred'];
  const last = filing.validTo as BusinessDate;
  if (last >= lastDayOfMonths(on, months)) {
    return reject('filing.renewed-already', 'REG-15', `该转诊备案有效至${last}，暂不能再延期`, ['filingId']);
  }
  const refusal = refuseCertificate(command, filing, { book, policy });
  if (refusal !== null) return refusal;
  const lasting = { ...filing, validTo: lastDayOfMonths(addDays(last, 1), months) };
  return ok([
    ...newPapers(command, filing),
    changed(lasting, on, 'renewal'),
    ...endBeforeNext(lasting, book, { on, policyOn }),
  ]);
}

/** REG-15: a certificate is asked for unless the disease is the same; one that comes all the same has to be one (REG-03). */
function refuseCertificate(
  { on, sameDisease, referral }: RenewFiling,
  filing: Filing,
  { book, policy }: Pick<RenewalFrame, 'book' | 'policy'>,
): Result<never> | null {
  if (referral === null && sameDisease && filing.referral !== null) return null;
  const terms = { kind: filing.kind, insuredRegion: filing.insuredRegion, referral, appliedOn: on };
  return refuseReferral(terms, book, policy);
}

/** What the referral rests on from now on is kept with it (SEC-03). */
function newPapers(
  { filingId, psnNo, on, documents, documentsValidTo, referral }: RenewFiling,
  filing: Filing,
): readonly FilingEvent[] {
  if (documents.length === 0 && referral === null) return [];
  const papers = { documents: [...documents], documentsValidTo: documentsValidTo ?? filing.documentsValidTo };
  return [{ type: 'DocumentsSupplemented', data: { filingId, psnNo, ...papers, referral, suppliedOn: on } }];
}
