import { ok, reject } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import type { DocumentEvent, FilingDocument } from './document.js';

export interface DeleteDocument {
  readonly documentId: string;
  readonly on: BusinessDate;
  readonly reason: string;
}

/** 材料删除 (REG-20): refused up to and on the last day it is kept, allowed from the day after. */
export function decideDelete(
  { documentId, on, reason }: DeleteDocument,
  { stored, deletedOn }: FilingDocument,
): Result<readonly DocumentEvent[]> {
  if (stored === null) return reject('document.unknown', 'REG-20', '未找到该材料', ['documentId']);
  if (deletedOn !== null) return reject('document.deleted', 'REG-20', `该材料已于${deletedOn}删除`, ['documentId']);
  if (on <= stored.keptUntil) {
    return reject('document.kept', 'REG-20', `该材料须保存至${stored.keptUntil}（含当日），期满后方可删除`, [
      'documentId',
    ]);
  }
  return ok([{ type: 'DocumentDeleted', data: { documentId, deletedOn: on, reason } }]);
}
