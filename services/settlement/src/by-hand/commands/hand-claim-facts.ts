import type { Decision, StreamStates, WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import type { BusinessDate, Rejection } from '#kernel';
import type { Act } from '../domain/acts.js';
import type { HandClaim } from '../domain/hand-claim.js';

/** Which case, and for which unit the agency acts. */
export type Whose = Omit<Act, 'on'>;
/** The case as it stands after the act. */
export type HandClaimAnswer = {
  readonly institutionCode: string;
  readonly invoiceNumber: string;
  readonly status: HandClaim['status'];
  readonly missing: readonly string[];
  readonly dueOn: string | null;
  readonly fundTotal: string | null;
};

export const answerFor = (
  { institutionCode, invoiceNumber }: Pick<Whose, 'institutionCode' | 'invoiceNumber'>,
  { status, missing, dueOn, settlement }: HandClaim,
): HandClaimAnswer => ({
  ...{ institutionCode, invoiceNumber, status, missing, dueOn },
  fundTotal: settlement?.fundTotal ?? null,
});

export const dayOf = ({ metadata }: ActFacts): BusinessDate => metadata.businessDate as BusinessDate;
export const refusedBy = (rejection: Rejection): WriteOutcome<never> => ({
  ...{ kind: 'refused', rejection, replayed: false },
});

/** Whether a stream has a later version than when it was looked at: a medical year, when other settlements of the bill were looked for. */
export const hasMoved = (streams: readonly { readonly id: string }[], looked: Versions, states: Versions): boolean =>
  streams.some(({ id }) => states.versionOf(id) !== looked.versionOf(id));
type Versions = Pick<StreamStates, 'versionOf'>;

export const busy = (): Decision<never> => ({
  kind: 'refused',
  rejection: {
    ...{ code: 'hand-claim.busy', rule: 'SET-19', message: '该参保人刚有新的结算或该案刚有变更，请重新提交' },
    fields: ['invoiceNumber'],
  },
});
