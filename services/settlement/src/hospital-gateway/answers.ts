import { reject, type Rejection, type Result } from '#kernel';
import type { EventStore, IdempotencyKey, Json, WriteOutcome } from '#event-store';

export { refuseUnlessPayable } from '../adjudication/domain/index.js';

/** A message number that was used for something else, or was reversed before it arrived (SET-15). */
const usedNumber: Rejection = {
  code: 'message.number-used',
  rule: 'SET-15',
  message: '发送方报文ID(msgid)已用于另一报文或已冲正，请换新的报文ID',
  fields: ['msgid'],
};

/** The committed outcome as the gateway's result. */
export function resultOf<A extends Json>(outcome: WriteOutcome<A>): Result<A> {
  if (outcome.kind === 'accepted') return { ok: true, value: outcome.answer };
  return { ok: false, rejection: outcome.kind === 'refused' ? outcome.rejection : usedNumber };
}

/**
 * What this message was answered before, if it was: an answer given stands, whatever has become of the person since
 * (SET-15). For checks that come before the write, which would find the answer by itself.
 */
export async function answeredBefore<A extends Json>(
  { database }: EventStore,
  { scope, key, bodyHash }: IdempotencyKey,
): Promise<Result<A> | null> {
  const [known] = await database.read<{ body_hash: string; outcome: WriteOutcome<A> }>(
    'select body_hash, outcome from idempotency where scope = $1 and key = $2',
    [scope, key],
  );
  if (known === undefined) return null;
  return resultOf<A>(known.body_hash === bodyHash ? known.outcome : { kind: 'key-conflict' });
}

export const unknownPerson = (): Result<never> =>
  reject('person.unknown', 'SET-21', '未查到参保信息，请核对就诊凭证或人员编号', ['psn_no']);
