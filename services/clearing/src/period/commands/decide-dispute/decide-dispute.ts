import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type StreamStates, type WriteOutcome } from '#event-store';
import { ok, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import {
  claimIdsOf,
  deductClaims,
  deductedStreams,
  type ClaimLine,
} from '../../../audit/commands/record-deduction/deduct-claims.js';
import { ClaimFactsReader, type ClaimFacts } from '../../../claims/claim-facts.js';
import { decideDisputeOutcome } from '../../domain/confirmation.js';
import { periodRef } from '../../domain/period.js';
import type { UnitAct, UnitAnswer } from '../period-writer.js';

export interface DisputeOutcome {
  readonly outcome: 'upheld' | 'rejected';
  readonly reason: string;
  readonly deductions: readonly ClaimLine[];
}

/** 裁定异议 by the national agency (CLR-04). */
export class DecideDisputeCommand extends Command<WriteOutcome<UnitAnswer>> {
  constructor(
    readonly act: UnitAct,
    readonly decision: DisputeOutcome,
  ) {
    super();
  }
}

@CommandHandler(DecideDisputeCommand)
export class DecideDisputeHandler implements ICommandHandler<DecideDisputeCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly claims: ClaimFactsReader,
  ) {}

  /** The decision and what it takes from the claims stand or fall together. */
  async execute(command: DecideDisputeCommand): Promise<WriteOutcome<UnitAnswer>> {
    const { act, decision } = command;
    const { month, unit, metadata, idempotency } = act;
    const facts = await this.claims.readAll(claimIdsOf(decision.deductions));
    return this.store.write<UnitAnswer>({
      ...{ streams: [periodRef(month), ...deductedStreams(decision.deductions)], metadata, idempotency },
      decide: (states): Decision<UnitAnswer> => {
        const events = decideAll(command, facts, states);
        if (!events.ok) return { kind: 'refused', rejection: events.rejection };
        return { kind: 'accepted', events: events.value, answer: { month, unit, recorded: true } };
      },
    });
  }
}

function decideAll(
  { act, decision }: DecideDisputeCommand,
  claims: readonly ClaimFacts[],
  states: StreamStates,
): Result<readonly AppendedEvent[]> {
  const { month, unit, metadata } = act;
  const { outcome, reason, deductions: lines } = decision;
  const on = metadata.businessDate;
  const period = periodRef(month);
  const command = { month, unit, on, outcome, reason, deductedClaims: claimIdsOf(lines) };
  const decided = decideDisputeOutcome(command, states.of(period));
  if (!decided.ok) return decided;
  const source = { source: 'dispute' as const, reference: `${month}/${unit}`, reason, on };
  const taken = deductClaims({ lines, claims, ...source }, states);
  if (!taken.ok) return taken;
  return ok([...decided.value.map((event) => ({ streamId: period.id, event })), ...taken.value]);
}
