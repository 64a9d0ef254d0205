import { DOCUMENT_KINDS, type DocumentKind, type RegistrationValues } from '#policy';
import type { OwedDocuments } from './domain/filing-events.js';

/** 承诺告知 What a promise filer must do, by when, and what follows otherwise (REG-09, REG-10), in the words for the applicant. */
export function promiseNoticeOf(owed: OwedDocuments, policy: RegistrationValues): string {
  const papers = owed.anyOf.map(paperName).join('、');
  const by = owed.until === null ? periodOf(policy) : `在${owed.until}前（含当日）`;
  return `请${by}补交${papers === '' ? '备案材料' : `${papers}${owed.anyOf.length > 1 ? '之一' : ''}`}。${sanctionOf(policy)}`;
}

/** What follows an unfulfilled promise at this place, in a sentence (REG-10). */
export function sanctionOf(policy: RegistrationValues): string {
  const sanction = policy['promise.sanction'];
  switch (sanction.kind) {
    case 'none':
      return '材料补齐前，回参保地就医的待遇按参保地规定执行。';
    case 'revoke':
      return `逾期未补齐的，备案将被撤销${sanction.banForever ? '，今后不再受理承诺制备案' : ''}。`;
    case 'lock':
      return `未补齐的，${sanction.lockMonths}个月内不得变更或取消备案，取消后${sanction.banMonthsAfterCancel}个月内不得再以承诺制备案。`;
    case 'end-and-report':
      return '逾期未补齐的，备案将终止，失信信息将推送信用平台。';
    default:
      return sanction satisfies never;
  }
}

function periodOf(policy: RegistrationValues): string {
  const period = policy['promise.supplement'];
  if (period.kind === 'unlimited') return '尽快';
  return period.kind === 'days' ? `在备案成功后${period.days}日内` : `在备案成功后${period.months}个月内`;
}

const isKnown = (kind: string): kind is DocumentKind => Object.hasOwn(DOCUMENT_KINDS, kind);
/** Papers of old filings may be free text. */
export const paperName = (kind: string): string => (isKnown(kind) ? DOCUMENT_KINDS[kind] : kind);
