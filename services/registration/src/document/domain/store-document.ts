import { addMonths, ok, reject } from '#kernel';
import type { BusinessDate, RegionCode, Result } from '#kernel';
import type { DocumentKind, RegistrationValues } from '#policy';
import type { DocumentEvent, DocumentMediaType, FilingDocument } from './document.js';

const MONTHS_PER_YEAR = 12;
const ALLOWED: ReadonlySet<string> = new Set<DocumentMediaType>(['application/pdf', 'image/jpeg', 'image/png']);

export interface StoreDocument {
  readonly documentId: string;
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly kind: DocumentKind;
  readonly mediaType: DocumentMediaType;
  readonly bytes: number;
  readonly hash: string;
  readonly purpose: string | null;
  readonly storedOn: BusinessDate;
}

/** What stands around a paper when it is stored. */
export interface Surroundings {
  /** Where the person is insured; null for a person nobody reported. */
  readonly insuredRegion: string | null;
  readonly policy: Pick<RegistrationValues, 'promise.letterKeptYears'>;
}

/** REG-20: what was found inside a file must be one of the types taken; its name and declared type count for nothing. */
export function checkContent(bytes: number, found: string | null): Result<DocumentMediaType> {
  if (bytes === 0) return reject('document.empty', 'REG-20', '文件没有内容，请重新选择', ['file']);
  if (found !== null && isAllowed(found)) return ok(found);
  return reject(
    'document.type',
    'REG-20',
    '只接受PDF文件和JPEG、PNG图片，按文件内容识别，与文件名无关；请另存为其中一种后上传',
    ['file'],
  );
}

const isAllowed = (type: string): type is DocumentMediaType => ALLOWED.has(type);

/**
 * 保存期限 Last day a paper is kept (REG-20). The sources give years for promise letters only; every other paper is kept as
 * long, so that none a decision rests on is gone before the promise it fulfilled.
 */
export const keptUntil = (storedOn: BusinessDate, policy: Surroundings['policy']): BusinessDate =>
  addMonths(storedOn, policy['promise.letterKeptYears'] * MONTHS_PER_YEAR);

/** 材料入库 for a person insured in the place that stores it. A number is given to one paper only. */
export function decideStore(
  command: StoreDocument,
  document: FilingDocument,
  { insuredRegion, policy }: Surroundings,
): Result<readonly DocumentEvent[]> {
  if (document.stored !== null) return reject('document.exists', 'REG-20', '该编号的材料已入库', ['documentId']);
  if (insuredRegion !== command.insuredRegion) {
    return reject('document.not-insured', 'SEC-01', '该人员未在所填参保地参保，请核对人员编号与参保地', [
      'psnNo',
      'insuredRegion',
    ]);
  }
  return ok([{ type: 'DocumentStored', data: { ...command, keptUntil: keptUntil(command.storedOn, policy) } }]);
}
