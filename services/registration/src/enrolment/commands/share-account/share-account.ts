import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FamilyAccountShared } from '#contracts';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import type { BusinessDate, Result } from '#kernel';
import { EVENT_STORE } from '#service';
import {
  decideEndSharing,
  decideShare,
  familyRef,
  type EndSharing,
  type FamilyAccountEvent,
  type FamilyStates,
} from '../../domain/family-account.js';
import { personRef } from '../../domain/person.js';

export type SharedAccount = { readonly ownerPsnNo: string; readonly memberPsnNo: string };

/** 共济登记 by the agency of the place of insurance (SET-20). */
export class ShareAccountCommand extends Command<WriteOutcome<SharedAccount>> {
  constructor(
    readonly asked: FamilyAccountShared & { readonly unit: string },
    readonly facts: ActFacts,
  ) {
    super();
  }
}

/** 共济解除, from the day of the act on. */
export class EndSharingCommand extends Command<WriteOutcome<SharedAccount>> {
  constructor(
    readonly asked: Omit<EndSharing, 'on'>,
    readonly facts: ActFacts,
  ) {
    super();
  }
}

@CommandHandler(ShareAccountCommand)
export class ShareAccountHandler implements ICommandHandler<ShareAccountCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ asked: { unit, ...asked }, facts }: ShareAccountCommand): Promise<WriteOutcome<SharedAccount>> {
    return write(this.store, asked, facts, (states) => decideShare(asked, unit, states));
  }
}

@CommandHandler(EndSharingCommand)
export class EndSharingHandler implements ICommandHandler<EndSharingCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ asked, facts }: EndSharingCommand): Promise<WriteOutcome<SharedAccount>> {
    const on = facts.metadata.businessDate as BusinessDate;
    return write(this.store, asked, facts, (states) => decideEndSharing({ ...asked, on }, states));
  }
}

function write(
  store: EventStore,
  { ownerPsnNo, memberPsnNo }: SharedAccount,
  facts: ActFacts,
  decide: (states: FamilyStates) => Result<readonly FamilyAccountEvent[]>,
): Promise<WriteOutcome<SharedAccount>> {
  const [owner, member, family] = [personRef(ownerPsnNo), personRef(memberPsnNo), familyRef(memberPsnNo)];
  return store.write<SharedAccount>({
    streams: ownerPsnNo === memberPsnNo ? [owner, family] : [owner, member, family],
    ...facts,
    decide: (states): Decision<SharedAccount> => {
      const decided = decide({ owner: states.of(owner), member: states.of(member), family: states.of(family) });
      if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
      const events = decided.value.map((event) => ({ streamId: family.id, event }));
      return { kind: 'accepted', answer: { ownerPsnNo, memberPsnNo }, events };
    },
  });
}
