import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { decideChangeAccount, financeAccountRef, type ChangeAccount } from '../../domain/finance-account.js';

export type AccountAnswer = { readonly unit: string; readonly effectiveOn: string; readonly recorded: boolean };

/** 变更财政收款专户 (CLR-12), by the unit's own agency. */
export class ChangeAccountCommand extends Command<WriteOutcome<AccountAnswer>> {
  constructor(
    readonly change: ChangeAccount,
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(ChangeAccountCommand)
export class ChangeAccountHandler implements ICommandHandler<ChangeAccountCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ change, act }: ChangeAccountCommand): Promise<WriteOutcome<AccountAnswer>> {
    const { unit, effectiveOn } = change;
    return this.store.write(
      streamRequest({
        ...{ stream: financeAccountRef(unit), ...act },
        decide: (account) => decideChangeAccount(change, account),
        answer: (events): AccountAnswer => ({ unit, effectiveOn, recorded: events.length > 0 }),
      }),
    );
  }
}
