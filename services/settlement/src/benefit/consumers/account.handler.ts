import { CONTRACTS, type PersonEnrolled } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { EventMetadata, WriteTransaction } from '#event-store';
import { Money } from '#kernel';
import { accountRef, decideReport } from '../domain/account.js';

/** The personal account begins with what the place of insurance reports, and again whenever it reports another balance. */
export const accountHandler: DecidingHandler = {
  types: [CONTRACTS.personEnrolled.type],
  async requests(tx, messages) {
    const current = await withoutOutdated(tx, messages);
    return current.map((message) => {
      const { psnNo, accountBalance } = enrolled(message);
      const ref = accountRef(psnNo);
      return {
        streams: [ref],
        idempotency: null,
        metadata: { ...(message.metadata as unknown as EventMetadata), causationId: message.id },
        decide: (states) => ({
          kind: 'accepted' as const,
          answer: psnNo,
          events: decideReport(psnNo, Money.of(accountBalance), states.of(ref)).map((event) => ({
            streamId: ref.id,
            event,
          })),
        }),
      };
    });
  },
};

const enrolled = ({ data }: DeliveredMessage): PersonEnrolled => data as unknown as PersonEnrolled;

/** A message replayed after a later one of the same person tells a balance of the past. */
async function withoutOutdated(
  tx: WriteTransaction,
  messages: readonly DeliveredMessage[],
): Promise<readonly DeliveredMessage[]> {
  const known = await tx.query<{ psnNo: string; toldPosition: string }>(
    'select psn_no as "psnNo", told_position as "toldPosition" from insured_person where psn_no = any($1)',
    [messages.map((message) => enrolled(message).psnNo)],
  );
  const toldPositions = new Map(known.map(({ psnNo, toldPosition }) => [psnNo, toldPosition]));
  return messages.filter((message) => message.position >= (toldPositions.get(enrolled(message).psnNo) ?? ''));
}
