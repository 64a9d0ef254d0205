import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { accountRef, decideRegisterAccount, type RegisterAccount } from '../../domain/account.js';

export type AccountAnswer = { readonly unit: string; readonly effectiveOn: string; readonly recorded: boolean };

/** 登记或变更财政专户 (CLR-12, annex 10). */
export class RegisterAccountCommand extends Command<WriteOutcome<AccountAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly account: Omit<RegisterAccount, 'on'>,
  ) {
    super();
  }
}

@CommandHandler(RegisterAccountCommand)
export class RegisterAccountHandler implements ICommandHandler<RegisterAccountCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, account }: RegisterAccountCommand): Promise<WriteOutcome<AccountAnswer>> {
    const { unit, effectiveOn } = account;
    return this.store.write(
      streamRequest({
        ...{ stream: accountRef(unit), ...act },
        decide: (accounts) => decideRegisterAccount({ ...account, on: act.metadata.businessDate }, accounts),
        answer: (events): AccountAnswer => ({ unit, effectiveOn, recorded: events.length > 0 }),
      }),
    );
  }
}
