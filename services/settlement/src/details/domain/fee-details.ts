import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { addDays, Money, type BusinessDate } from '#kernel';

/** Calendar days after the settlement of a stay within which its fee lines are handed to the nation (N22 art. 39; SET-16). */
export const UPLOAD_DAYS = 3;
export const dueOn = (settledOn: BusinessDate): BusinessDate => addDays(settledOn, UPLOAD_DAYS);

export type UploadedClaim = {
  readonly claimId: string;
  readonly lineCount: number;
  /** Sum of the lines, yuan: the claim's total. */
  readonly total: string;
};

export type FeeDetailsEvent = DomainEvent<
  'FeeDetailsUploaded',
  {
    readonly institutionCode: string;
    readonly receiver: string;
    readonly uploadedOn: string;
    readonly claims: readonly UploadedClaim[];
  }
>;

/** 住院费用明细上传 What of one institution's stays was handed over on one day. */
export interface FeeDetails {
  readonly claimIds: ReadonlySet<string>;
}

export const evolveFeeDetails = ({ claimIds }: FeeDetails, { data }: FeeDetailsEvent): FeeDetails => ({
  claimIds: new Set([...claimIds, ...data.claims.map(({ claimId }) => claimId)]),
});

const definition: StreamDefinition<FeeDetails, FeeDetailsEvent> = {
  category: 'fee-details',
  initialState: () => ({ claimIds: new Set() }),
  evolve: evolveFeeDetails,
};
export const feeDetailsRef = (institutionCode: string, day: string): StreamRef<FeeDetails> => ({
  id: `fee-details-${institutionCode}-${day}`,
  definition,
});

/** A settled stay and the lines it took. */
export interface StayToUpload {
  readonly claimId: string;
  readonly total: string;
  readonly lines: readonly { readonly total: string }[];
}

export interface UploadDetails {
  readonly institutionCode: string;
  readonly receiver: string;
  readonly on: string;
  readonly stays: readonly StayToUpload[];
}

/** Whether the lines are all there: they add up to the claim (SET-05). */
export const isComplete = ({ total, lines }: StayToUpload): boolean =>
  Money.sum(lines.map((line) => Money.of(line.total))).eq(Money.of(total));

/** Hands over what is complete and was not handed over today; whatever is not complete waits, and is late in the end (SET-16). */
export function decideUpload(command: UploadDetails, { claimIds }: FeeDetails): readonly FeeDetailsEvent[] {
  const { institutionCode, receiver, on: uploadedOn, stays } = command;
  const claims = stays
    .filter((stay) => !claimIds.has(stay.claimId) && isComplete(stay))
    .map(({ claimId, total, lines }) => ({ claimId, lineCount: lines.length, total }));
  if (claims.length === 0) return [];
  return [{ type: 'FeeDetailsUploaded', data: { institutionCode, receiver, uploadedOn, claims } }];
}
