import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { ok, reject, type Rejection, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { RefundClaimCommand } from '../../../visit/commands/refund-claim/refund-claim.js';
import { CancelAdmissionCommand } from '../../../visit/commands/change-stay/change-stay.js';
import { visitRef } from '../../../visit/domain/visit.js';
import { idempotencyOf, messageScope, metadataOf, refused, type CheckedCall } from '../../call.js';
import type { ReversalRequest } from '../../messages/index.js';

/** 2601 冲正: ends a call whose outcome the hospital does not know (SET-15). */
export class ReverseMessageCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<ReversalRequest>) {
    super();
  }
}

const reversed: Rejection = {
  code: 'message.reversed',
  rule: 'SET-15',
  message: '该报文已被冲正(2601)，不再受理',
  fields: ['msgid'],
};
/** No real body has this digest, so a late original never matches it and is refused. */
const REVERSED_BODY = 'reversed';
const REFUNDS: readonly string[] = ['2103', '2208', '2305'];

const underWay: Result<never> = reject(
  'reversal.under-way',
  'SET-15',
  '该退费已提交参保地，尚未应答，不能冲正；请稍后以原报文查询结果',
  ['omsgid'],
);

interface StandingClaim {
  readonly claim_id: string;
  readonly visit_id: string;
  readonly psn_no: string;
}

/**
 * Takes the number of the original first: if it was never processed, its number is used up and a late original is
 * refused. If it was, its claim is refunded or its admission cancelled, as 2404 would, and the reversal succeeds. A refund that was
 * done cannot be taken back: the reversal is refused and says so, which ends the doubt too (SET-13, SET-15).
 */
@CommandHandler(ReverseMessageCommand)
export class ReverseMessageHandler implements ICommandHandler<ReverseMessageCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly commands: CommandBus,
  ) {}

  async execute({ call }: ReverseMessageCommand): Promise<Result<null>> {
    const { originalMessageId, originalTransaction } = call.request;
    if (await this.isUnderWay(call)) return underWay;
    const outcome = await this.store.write({
      streams: [],
      idempotency: {
        scope: messageScope(call.institution.code, originalTransaction),
        key: originalMessageId,
        bodyHash: REVERSED_BODY,
      },
      metadata: metadataOf(call),
      decide: () => refused(reversed),
    });
    if (outcome.kind !== 'key-conflict') return ok(null);
    if (originalTransaction === '2401') return this.cancelAdmission(call);
    return REFUNDS.includes(originalTransaction) ? this.refuseIfRefunded(call) : this.refund(call);
  }

  /** A refund that has been handed to the place of insurance goes on until it is decided: its number is not to be used up. */
  private async isUnderWay({ institution, request }: CheckedCall<ReversalRequest>): Promise<boolean> {
    if (!REFUNDS.includes(request.originalTransaction)) return false;
    const open = await this.store.database.read(
      'select 1 from read_open_calls.call where institution_code = $1 and hospital_message_id = $2',
      [institution.code, request.originalMessageId],
    );
    return open.length > 0;
  }

  private async refund(call: CheckedCall<ReversalRequest>): Promise<Result<null>> {
    const [claim] = await this.store.database.read<StandingClaim>(
      `select claim_id, visit_id, psn_no from read_claims.claim
        where institution_code = $1 and message_id = $2 and refund_of is null and refunded_by is null`,
      [call.institution.code, call.request.originalMessageId],
    );
    // Refused or already refunded: there is nothing that still stands.
    if (claim === undefined) return ok(null);
    const request = { visitId: claim.visit_id, settlementId: claim.claim_id, personNo: claim.psn_no };
    const refunded = await this.commands.execute(new RefundClaimCommand({ ...call, request }, idempotencyOf(call)));
    return refunded.ok ? ok(null) : refunded;
  }

  private async refuseIfRefunded({ institution, request }: CheckedCall<ReversalRequest>): Promise<Result<null>> {
    const [refund] = await this.store.database.read<{ claim_id: string }>(
      'select claim_id from read_claims.claim where institution_code = $1 and message_id = $2 and refund_of is not null',
      [institution.code, request.originalMessageId],
    );
    if (refund === undefined) return ok(null);
    const message = `退费已完成(结算ID ${refund.claim_id})，不能冲正；仍需结算的请重新结算`;
    return reject('reversal.refund-stands', 'SET-15', message, ['omsgid']);
  }

  private async cancelAdmission(call: CheckedCall<ReversalRequest>): Promise<Result<null>> {
    const { institution, request } = call;
    const [answered] = await this.store.database.read<{ visit_id: string | null }>(
      `select outcome->'answer'->>'visitId' as visit_id from idempotency where scope = $1 and key = $2`,
      [messageScope(institution.code, '2401'), request.originalMessageId],
    );
    const visitId = answered?.visit_id ?? null;
    if (visitId === null) return ok(null);
    const { facts, status } = (await this.store.load(visitRef(visitId))).state;
    if (facts === null || status === 'cancelled') return ok(null);
    return this.commands.execute(new CancelAdmissionCommand({ ...call, request: { visitId, personNo: facts.psnNo } }));
  }
}
