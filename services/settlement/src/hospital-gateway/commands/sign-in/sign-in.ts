import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type DomainEvent, type StreamDefinition, type StreamRef } from '#event-store';
import type { Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { resultOf } from '../../answers.js';
import { accepted, idempotencyOf, metadataOf, type CheckedCall } from '../../call.js';
import type { SignInRequest, SignOutRequest } from '../../messages/index.js';
import { numberFor } from '../../numbers.js';
import { operatorCode } from '../../operator-code.js';

type SignEvent =
  | DomainEvent<'OperatorSignedIn', { readonly operator: string; readonly signInNo: string; readonly at: string }>
  | DomainEvent<'OperatorSignedOut', { readonly operator: string; readonly signInNo: string; readonly at: string }>;

const definition: StreamDefinition<null, SignEvent> = {
  category: 'sign-in',
  initialState: () => null,
  evolve: () => null,
};

/** 签到 One stream per institution and day: who was at the window when. */
const signRef = (institution: string, date: string): StreamRef<null> => ({
  id: `sign-in-${institution}-${date}`,
  definition,
});

export interface SignedIn {
  readonly [key: string]: string;
  readonly signInNo: string;
  readonly at: string;
}

/** 9001 签到. */
export class SignInCommand extends Command<Result<SignedIn>> {
  constructor(readonly call: CheckedCall<SignInRequest>) {
    super();
  }
}

/** 9002 签退. */
export class SignOutCommand extends Command<Result<SignedIn>> {
  constructor(readonly call: CheckedCall<SignOutRequest>) {
    super();
  }
}

@CommandHandler(SignInCommand)
export class SignInHandler implements ICommandHandler<SignInCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async execute({ call }: SignInCommand): Promise<Result<SignedIn>> {
    const signInNo = numberFor(call.businessDate, 'sign-in', call.envelope.idempotencyKey);
    const operator = operatorCode(call.request.operatorNo, this.cipher);
    return record(this.store, call, { type: 'OperatorSignedIn', operator, signInNo });
  }
}

@CommandHandler(SignOutCommand)
export class SignOutHandler implements ICommandHandler<SignOutCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async execute({ call }: SignOutCommand): Promise<Result<SignedIn>> {
    const [operator, signInNo] = [call.request.operatorNo, call.request.signInNo].map((text) =>
      operatorCode(text, this.cipher),
    ) as [string, string];
    return record(this.store, call, { type: 'OperatorSignedOut', operator, signInNo });
  }
}

async function record(
  store: EventStore,
  call: CheckedCall,
  signed: { readonly type: SignEvent['type']; readonly operator: string; readonly signInNo: string },
): Promise<Result<SignedIn>> {
  const stream = signRef(call.institution.code, call.businessDate);
  const { type, operator, signInNo } = signed;
  const at = call.receivedAt;
  const outcome = await store.write<SignedIn>({
    streams: [stream],
    idempotency: idempotencyOf(call),
    metadata: metadataOf(call),
    decide: (): Decision<SignedIn> =>
      accepted({ signInNo, at }, [{ streamId: stream.id, event: { type, data: { operator, signInNo, at } } }]),
  });
  return resultOf(outcome);
}
