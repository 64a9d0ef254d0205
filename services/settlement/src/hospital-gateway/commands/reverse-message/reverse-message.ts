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

/** What the original was answered; null where that is of another kind, or a refusal. */
interface Answered {
  readonly visitId: string | null;
  readonly claimId: string | null;
  readonly psnNo: string | null;
}

/**
 * Takes the number of the original first: if it was never processed, its number is used up and a late original is
 * refused. If it was, its claim is refunded or its admission cancelled, as 2404 would, and the reversal succeeds. A refund that was
 * done cannot be taken back: the reversal is refused and says so, which ends the doubt too (SET-13, SET-15). What the original
 * came to stands with its answer: another transaction under the same number is another message, and a person named beside it is
 * the person of it (SET-21).
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
    const answered = await this.answered(call);
    if (answered === null) return ok(null);
    if (originalTransaction === '2401') return this.cancelAdmission(call, answered);
    const other = refuseOtherPerson(call.request, answered);
    if (other !== null) return other;
    return REFUNDS.includes(originalTransaction) ? refundStands(answered) : this.refund(call, answered);
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

  /** Null where the original was refused: there is nothing that stands. */
  private async answered({ institution, request }: CheckedCall<ReversalRequest>): Promise<Answered | null> {
    const [answered] = await this.store.database.read<Answered>(
      `select coalesce(answer->>'visitId', answer->'claim'->>'visitId') as "visitId",
              answer->'claim'->>'claimId' as "claimId", answer->'claim'->>'psnNo' as "psnNo"
         from (select outcome->'answer' as answer from idempotency where scope = $1 and key = $2) original
        where answer is not null`,
      [messageScope(institution.code, request.originalTransaction), request.originalMessageId],
    );
    return answered ?? null;
  }

  private async refund(
    call: CheckedCall<ReversalRequest>,
    { visitId, claimId, psnNo }: Answered,
  ): Promise<Result<null>> {
    if (visitId === null || claimId === null || psnNo === null) return ok(null);
    const standing = (await this.store.load(visitRef(visitId))).state.settlements.get(claimId);
    if (standing === undefined || standing.refundedBy !== null) return ok(null);
    const request = { visitId, settlementId: claimId, personNo: psnNo };
    const refunded = await this.commands.execute(new RefundClaimCommand({ ...call, request }, idempotencyOf(call)));
    return refunded.ok ? ok(null) : refunded;
  }

  private async cancelAdmission(call: CheckedCall<ReversalRequest>, { visitId }: Answered): Promise<Result<null>> {
    if (visitId === null) return ok(null);
    const { facts, status } = (await this.store.load(visitRef(visitId))).state;
    if (facts === null || status === 'cancelled') return ok(null);
    const { psnNo } = facts;
    const other = refuseOtherPerson(call.request, { psnNo });
    if (other !== null) return other;
    return this.commands.execute(new CancelAdmissionCommand({ ...call, request: { visitId, personNo: psnNo } }));
  }
}

/** A number mistyped is somebody else's settlement; the person it is reversed for says whose is meant. */
function refuseOtherPerson({ personNo }: ReversalRequest, { psnNo }: Pick<Answered, 'psnNo'>): Result<never> | null {
  if (personNo === undefined || psnNo === null || personNo === psnNo) return null;
  const message = '原报文(omsgid)不是该参保人的，未作冲正，请核对原发送方报文ID和人员编号';
  return reject('reversal.other-person', 'SET-21', message, ['omsgid', 'psn_no']);
}

function refundStands({ claimId }: Answered): Result<null> {
  if (claimId === null) return ok(null);
  const message = `退费已完成(结算ID ${claimId})，不能冲正；仍需结算的请重新结算`;
  return reject('reversal.refund-stands', 'SET-15', message, ['omsgid']);
}
