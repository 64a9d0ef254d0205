import type { Claim } from '#contracts';
import { ok, type Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import type {
  InpatientSettlementRequest,
  OutpatientSettlementRequest,
} from '../../../hospital-gateway/messages/index.js';
import type { SettledFacts } from '../../domain/events.js';

/** What the gateway needs to answer, now and when the message comes again. No name, no number (SEC-02). */
export type SettledAnswer = {
  readonly claim: Claim;
  readonly facts: SettledFacts;
  readonly balance: string;
  /** How the institution was told its funds: with the account in them (interface 6.10). Stays with the answer when the setting changes (SET-15). */
  readonly accountInFunds?: boolean;
};

/** The answer, and whose it is. */
export interface SettledFor {
  readonly answer: SettledAnswer;
  /** As read on the way to a new answer; null where an earlier one comes again. */
  readonly person: InsuredPerson | null;
}

export const settledFor = (settled: Result<SettledAnswer>, person: InsuredPerson | null = null): Result<SettledFor> =>
  settled.ok ? ok({ answer: settled.value, person }) : settled;

type ToldFunds = Pick<SettledAnswer, 'accountInFunds'>;

/** For the answers of an institution; left out where its funds are without the account. */
export const fundsToldTo = ({ accountInFunds }: ToldFunds): ToldFunds =>
  accountInFunds === true ? { accountInFunds } : {};

export type SettlementRequest =
  | { readonly kind: 'outpatient'; readonly call: CheckedCall<OutpatientSettlementRequest> }
  | { readonly kind: 'inpatient'; readonly call: CheckedCall<InpatientSettlementRequest> };
