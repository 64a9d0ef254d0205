import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';

export interface ProblemLine {
  readonly requestId: string;
  readonly asker: string;
  readonly asked: string;
  /** Who has to act: the unit asked, or `nation` after a dispute. */
  readonly owner: string;
  readonly kind: string;
  readonly matter: string;
  readonly psnNo: string | null;
  readonly claimId: string | null;
  readonly raisedOn: string;
  readonly dueOn: string;
  readonly status: 'open' | 'answered' | 'closed';
  readonly proposedUntil: string | null;
  readonly result: string | null;
  readonly helpers: readonly string[];
  readonly answeredOn: string | null;
  readonly confirmBy: string | null;
  readonly confirmedOn: string | null;
  /** Confirmed by silence. */
  readonly silent: boolean | null;
  readonly dispute: string | null;
  /** Open after its last day, or answered after it. */
  readonly late: boolean;
}

export interface ProblemFilter {
  readonly unit: string | null;
  readonly status: 'open' | 'answered' | 'closed' | null;
  readonly today: string;
}

/** 问题协同 of a unit as asker, as asked or as helper, or of all; the most urgent first. */
export class ProblemsQuery extends Query<readonly ProblemLine[]> {
  constructor(readonly filter: ProblemFilter) {
    super();
  }
}

const MAX_LINES = 2_000;

@QueryHandler(ProblemsQuery)
export class ProblemsHandler implements IQueryHandler<ProblemsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ filter: { unit, status, today } }: ProblemsQuery): Promise<readonly ProblemLine[]> {
    return this.store.database.read<ProblemLine>(
      `select request_id as "requestId", asker, asked, owner, kind, matter, psn_no as "psnNo", claim_id as "claimId",
              raised_on::text as "raisedOn", due_on::text as "dueOn", status, proposed_until::text as "proposedUntil",
              result, helpers, answered_on::text as "answeredOn", confirm_by::text as "confirmBy",
              confirmed_on::text as "confirmedOn", silent, dispute,
              case when status = 'open' then due_on < $3 else answered_late end as late
         from read_problems.problem
        where ($1::text is null or $1 in (asker, asked) or $1 = any(helpers)) and ($2::text is null or status = $2)
        order by status = 'closed', due_on, request_id limit ${MAX_LINES}`,
      [unit, status, today],
    );
  }
}

/** The two sides of a request; null where there is none. */
export class ProblemPartiesQuery extends Query<{ readonly asker: string; readonly owner: string } | null> {
  constructor(readonly requestId: string) {
    super();
  }
}

@QueryHandler(ProblemPartiesQuery)
export class ProblemPartiesHandler implements IQueryHandler<ProblemPartiesQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({
    requestId,
  }: ProblemPartiesQuery): Promise<{ readonly asker: string; readonly owner: string } | null> {
    const [parties] = await this.store.database.read<{ asker: string; owner: string }>(
      'select asker, owner from read_problems.problem where request_id = $1',
      [requestId],
    );
    return parties ?? null;
  }
}
