import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import {
  decideApprove,
  decidePropose,
  decideWithdraw,
  standingNumber,
  type ActFacts,
  type PartFacts,
} from '../../domain/acts.js';
import { specialAccountRef, type SpecialAccountEvent, type TreasuryAct } from '../../domain/special-account.js';

export type ActAnswer = { readonly unit: string; readonly proposalId: string; readonly recorded: boolean };

export interface ActBy {
  readonly unit: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 提出勾对、撤销、核销 (SEC-04). */
export class ProposeActCommand extends Command<WriteOutcome<ActAnswer>> {
  constructor(
    readonly by: ActBy,
    readonly act: TreasuryAct,
    readonly reason: string,
  ) {
    super();
  }
}

/** 复核 or 撤回 of what was proposed (SEC-04). */
export class ReviewActCommand extends Command<WriteOutcome<ActAnswer>> {
  constructor(
    readonly by: ActBy,
    readonly proposalId: string,
    readonly verdict: 'approve' | 'withdraw',
  ) {
    super();
  }
}

@CommandHandler(ProposeActCommand)
export class ProposeActHandler implements ICommandHandler<ProposeActCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ by, act, reason }: ProposeActCommand): Promise<WriteOutcome<ActAnswer>> {
    const { unit, metadata, idempotency } = by;
    const facts = await factsOf(this.store, unit, act);
    const proposal = { unit, act, reason, by: metadata.actor, on: metadata.businessDate, facts };
    const stream = specialAccountRef(unit);
    return this.store.write<ActAnswer>({
      ...{ streams: [stream], metadata, idempotency },
      decide: (states) => {
        const state = states.of(stream);
        const decided = decidePropose(proposal, state);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: stream.id, event }));
        const proposalId = standingNumber(act, state) ?? proposedNumber(decided.value);
        return { kind: 'accepted', events, answer: { unit, proposalId, recorded: events.length > 0 } };
      },
    });
  }
}

const proposedNumber = (events: readonly SpecialAccountEvent[]): string =>
  events.flatMap(({ type, data }) => (type === 'TreasuryActProposed' ? [data.proposalId] : []))[0] ?? '';

@CommandHandler(ReviewActCommand)
export class ReviewActHandler implements ICommandHandler<ReviewActCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ by, proposalId, verdict }: ReviewActCommand): Promise<WriteOutcome<ActAnswer>> {
    const { unit, metadata, idempotency } = by;
    const stream = specialAccountRef(unit);
    const waiting = (await this.store.look([stream])).of(stream).proposals.get(proposalId);
    const facts = waiting === undefined ? NO_FACTS : await factsOf(this.store, unit, waiting.act);
    const review = { unit, proposalId, by: metadata.actor, on: metadata.businessDate };
    return this.store.write(
      streamRequest({
        ...{ stream, metadata, idempotency },
        decide: (state) =>
          verdict === 'approve' ? decideApprove({ ...review, facts }, state) : decideWithdraw(review, state),
        answer: (events): ActAnswer => ({ unit, proposalId, recorded: events.length > 0 }),
      }),
    );
  }
}

const NO_FACTS: ActFacts = { lines: new Map(), items: new Map() };

interface PartRow extends PartFacts {
  readonly id: string;
}

/** What never changes of the lines and items an act names. */
async function factsOf({ database }: EventStore, unit: string, act: TreasuryAct): Promise<ActFacts> {
  const { lineIds, itemIds } = namedIn(act);
  const [lines, items] = await Promise.all([
    database.read<PartRow>(
      `select line_id as id, direction, amount::text, false as booked from read_treasury.line
        where unit = $1 and line_id = any($2)`,
      [unit, lineIds],
    ),
    database.read<PartRow>(
      `select item_id as id, direction, amount::text, booked_on is not null as booked from read_treasury.item
        where unit = $1 and item_id = any($2)`,
      [unit, itemIds],
    ),
  ]);
  const byId = (rows: readonly PartRow[]) => new Map(rows.map(({ id, ...facts }) => [id, facts]));
  return { lines: byId(lines), items: byId(items) };
}

function namedIn(act: TreasuryAct): { readonly lineIds: readonly string[]; readonly itemIds: readonly string[] } {
  switch (act.kind) {
    case 'match':
      return act;
    case 'close-line':
      return { lineIds: [act.lineId], itemIds: [] };
    case 'close-item':
      return { lineIds: [], itemIds: [act.itemId] };
    case 'undo-match':
    case 'reopen':
      return { lineIds: [], itemIds: [] };
    default:
      return act satisfies never;
  }
}
