import type { EventType, Upcast } from '#event-store';

type OldDocument = string | { readonly kind: string; readonly documentId: string | null };

/**
 * Version 1 knew papers by a text alone, and neither what a promise still owes nor what the filing rests on. What was owed is not
 * made up: a promise of then counts as owing without a limit (REG-09).
 */
const approvedFrom1: Upcast = (data) => {
  const documents = (data['documents'] ?? []) as readonly OldDocument[];
  return {
    ...data,
    documents: documents.map((paper) => (typeof paper === 'string' ? { kind: paper, documentId: null } : paper)),
    ...{ student: false, documentsValidTo: null, referral: null, admittedOn: null, restores: null },
    startsOn: data['validFrom'] ?? null,
    owed: data['byPromise'] === true ? { anyOf: [], until: null } : null,
  };
};

/** Events of filings that have changed their shape, each with the way up. */
export const FILING_EVENT_TYPES: readonly EventType[] = [{ type: 'FilingApproved', upcasts: [approvedFrom1] }];
