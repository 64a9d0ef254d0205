import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import {
  decideChangeAccount,
  financeAccountRef,
  standingFrom,
  type ChangeAccount,
} from '../../domain/finance-account.js';

export type AccountAnswer = {
  readonly unit: string;
  /** The day that stands, of this report or of the one before. */
  readonly effectiveOn: string;
  readonly recorded: boolean;
};

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
    const { unit } = change;
    const stream = financeAccountRef(unit);
    return this.store.write<AccountAnswer>({
      ...{ streams: [stream], ...act },
      decide: (states): Decision<AccountAnswer> => {
        const account = states.of(stream);
        const decided = decideChangeAccount(change, account);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: stream.id, event }));
        const effectiveOn = standingFrom(account, decided.value);
        return { kind: 'accepted', events, answer: { unit, effectiveOn, recorded: events.length > 0 } };
      },
    });
  }
}
