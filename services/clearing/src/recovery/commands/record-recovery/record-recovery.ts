import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FundColumn } from '#contracts';
import {
  EventStore,
  type AppendedEvent,
  type Decision,
  type EventMetadata,
  type IdempotencyKey,
  type StreamStates,
  type WriteOutcome,
} from '#event-store';
import { Money, ok, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { claimIdsOf, deductClaims, deductedStreams } from '../../../audit/commands/record-deduction/deduct-claims.js';
import { ClaimFactsReader, type ClaimFacts } from '../../../claims/claim-facts.js';
import { decideRecovery, recoveryRef, type RecordRecovery } from '../../domain/recovery.js';
import { PaidLastYear, type Known } from '../../queries/paid-last-year.js';

export interface RecoveredClaim {
  readonly claimId: string;
  readonly column: FundColumn;
  readonly amount: string;
}

export interface Recovered {
  readonly recoveryNo: string;
  readonly receiver: string;
  readonly institutionCode: string;
  readonly amount: string;
  readonly penalties: string;
  readonly claims: readonly RecoveredClaim[];
  readonly known: Known;
  readonly reason: string;
}

export type RecoveryAnswer = {
  readonly recoveryNo: string;
  readonly byClaim: string;
  readonly lines: readonly { readonly payer: string; readonly insuredRegion: string; readonly amount: string }[];
};

interface RecoveryAct {
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 追回资金退回 by the place of care (CLR-10). */
export class RecordRecoveryCommand extends Command<WriteOutcome<RecoveryAnswer>> {
  constructor(
    readonly act: RecoveryAct,
    readonly recovered: Recovered,
  ) {
    super();
  }
}

@CommandHandler(RecordRecoveryCommand)
export class RecordRecoveryHandler implements ICommandHandler<RecordRecoveryCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly claims: ClaimFactsReader,
    private readonly paid: PaidLastYear,
  ) {}

  async execute({ act, recovered }: RecordRecoveryCommand): Promise<WriteOutcome<RecoveryAnswer>> {
    const facts = await this.claims.readAll(claimIdsOf(recovered.claims));
    const command = await this.commandOf(recovered, act.metadata.businessDate);
    return this.store.write<RecoveryAnswer>({
      streams: [recoveryRef(recovered.receiver, recovered.recoveryNo), ...deductedStreams(recovered.claims)],
      ...act,
      decide: (states): Decision<RecoveryAnswer> => {
        const events = decideAll({ recovered, command, facts }, states);
        if (!events.ok) return { kind: 'refused', rejection: events.rejection };
        return { kind: 'accepted', ...events.value };
      },
    });
  }

  private async commandOf(recovered: Recovered, on: string): Promise<RecordRecovery> {
    const { recoveryNo, receiver, institutionCode, reason, known } = recovered;
    const year = Number(on.slice(0, 4)) - 1;
    return {
      ...{ recoveryNo, receiver, institutionCode, reason, on, year },
      ...{ amount: Money.of(recovered.amount), penalties: Money.of(recovered.penalties) },
      claims: recovered.claims.map(({ claimId, amount }) => ({ claimId, amount: Money.of(amount) })),
      paidLastYear: await this.paid.of({ receiver, institutionCode }, year, known),
    };
  }
}

interface Facts {
  readonly recovered: Recovered;
  readonly command: RecordRecovery;
  readonly facts: readonly ClaimFacts[];
}

/** The recovery and what it takes from every claim it names stand or fall together. */
function decideAll(
  { recovered, command, facts }: Facts,
  states: StreamStates,
): Result<{ readonly answer: RecoveryAnswer; readonly events: readonly AppendedEvent[] }> {
  const ref = recoveryRef(command.receiver, command.recoveryNo);
  const decided = decideRecovery(command, states.of(ref));
  if (!decided.ok) return decided;
  const { receiver, institutionCode, recoveryNo, reason, on } = command;
  const claims = facts.filter((claim) => claim.receiver === receiver && claim.institutionCode === institutionCode);
  const source = { source: 'recovery' as const, reference: recoveryNo, reason, on };
  const taken = deductClaims({ lines: recovered.claims, claims, ...source }, states);
  if (!taken.ok) return taken;
  const [recorded] = decided.value;
  const lines = (recorded?.data.lines ?? []).map(({ payer, insuredRegion, amount }) => ({
    payer,
    insuredRegion,
    amount,
  }));
  return ok({
    answer: { recoveryNo: command.recoveryNo, byClaim: recorded?.data.byClaim ?? '0.00', lines },
    events: [...decided.value.map((event) => ({ streamId: ref.id, event })), ...taken.value],
  });
}
