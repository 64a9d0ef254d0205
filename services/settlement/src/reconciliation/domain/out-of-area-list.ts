import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';

/** A claim as the month's list shows it, and as the hospital says it stands. */
export type ListedClaim = {
  readonly claimId: string;
  readonly visitId: string;
  readonly total: string;
  readonly insurancePaid: string;
  readonly insuranceType: string;
  readonly clearingCategory: string;
};

export type ListSubmission = {
  readonly referenceId: string;
  /** 确认标志 1: to enter this period. */
  readonly included: readonly string[];
  /** 确认标志 0: left out of it. */
  readonly leftOut: readonly string[];
};

export type OutOfAreaListEvent =
  | DomainEvent<
      'ListSubmitted',
      ListSubmission & {
        readonly institutionCode: string;
        readonly month: string;
        /** Day on which the hospital confirmed it; batches of before were told without. */
        readonly submittedOn?: string;
      }
    >
  | DomainEvent<
      'ListRolledBack',
      { readonly institutionCode: string; readonly month: string; readonly referenceIds: readonly string[] }
    >
  | DomainEvent<
      'ListConfirmed',
      { readonly institutionCode: string; readonly month: string; readonly referenceIds: readonly string[] }
    >;

type State = 'submitted' | 'rolled-back' | 'confirmed';

/** 异地清分 The out-of-area list of one institution and month: what it has confirmed, batch by batch (REC-03). */
export interface OutOfAreaList {
  readonly submissions: ReadonlyMap<
    string,
    ListSubmission & { readonly submittedOn: string | null; readonly state: State }
  >;
}

export function evolveList(list: OutOfAreaList, event: OutOfAreaListEvent): OutOfAreaList {
  switch (event.type) {
    case 'ListSubmitted': {
      const { referenceId, included, leftOut, submittedOn = null } = event.data;
      const submission = { referenceId, included, leftOut, submittedOn, state: 'submitted' as const };
      return { submissions: new Map([...list.submissions, [referenceId, submission]]) };
    }
    case 'ListRolledBack':
      return moved(list, event.data.referenceIds, 'rolled-back');
    case 'ListConfirmed':
      return moved(list, event.data.referenceIds, 'confirmed');
    default:
      return event satisfies never;
  }
}

function moved(list: OutOfAreaList, referenceIds: readonly string[], state: State): OutOfAreaList {
  const entries = [...list.submissions].map(
    ([id, one]) => [id, referenceIds.includes(id) ? { ...one, state } : one] as const,
  );
  return { submissions: new Map(entries) };
}

const definition: StreamDefinition<OutOfAreaList, OutOfAreaListEvent> = {
  category: 'out-of-area-list',
  initialState: () => ({ submissions: new Map() }),
  evolve: evolveList,
};
export const listRef = (institutionCode: string, month: string): StreamRef<OutOfAreaList> => ({
  id: `out-of-area-list-${institutionCode}-${month}`,
  definition,
});

export interface SubmittedRow {
  readonly settlementId: string;
  readonly visitId: string;
  readonly total: Money;
  readonly insurancePaid: Money;
  readonly included: boolean;
}

export interface SubmitList {
  readonly institutionCode: string;
  readonly month: string;
  readonly referenceId: string;
  readonly on: string;
  readonly rows: readonly SubmittedRow[];
  readonly ours: ReadonlyMap<string, ListedClaim>;
}

/** 3261: every row is a claim of the month and equal to the cent, and stands in no other batch; or nothing is taken. */
export function decideSubmit(command: SubmitList, list: OutOfAreaList): Result<readonly OutOfAreaListEvent[]> {
  // What a confirmed batch left out may come in a later one.
  const taken = new Set(
    standing(list).flatMap(({ state, included, leftOut }) =>
      state === 'submitted' ? [...included, ...leftOut] : included,
    ),
  );
  for (const [index, row] of command.rows.entries()) {
    const refused = refuseRow(row, command.ours.get(row.settlementId), taken);
    if (refused !== null) return atRow(refused, index + 1);
    taken.add(row.settlementId);
  }
  const { institutionCode, month, referenceId, on: submittedOn, rows } = command;
  const numbers = (included: boolean) => rows.filter((row) => row.included === included).map((row) => row.settlementId);
  const included = numbers(true);
  const leftOut = numbers(false);
  return ok([{ type: 'ListSubmitted', data: { institutionCode, month, referenceId, submittedOn, included, leftOut } }]);
}

function refuseRow(
  row: SubmittedRow,
  claim: ListedClaim | undefined,
  taken: ReadonlySet<string>,
): Result<never> | null {
  if (claim === undefined || claim.visitId !== row.visitId) {
    return reject('list.unknown', 'REC-03', '该月没有这笔结算', ['setl_sn', 'mdtrt_id']);
  }
  if (taken.has(row.settlementId)) return reject('list.repeated', 'REC-03', '该笔结算已确认过', ['setl_sn']);
  if (row.total.eq(Money.of(claim.total)) && row.insurancePaid.eq(Money.of(claim.insurancePaid))) return null;
  const message = `金额与中心不符，中心总费用${claim.total}、医保支付${claim.insurancePaid}`;
  return reject('list.amount', 'REC-03', message, ['medfee_sumamt', 'optins_pay_sumamt']);
}

function atRow(refused: Result<never>, row: number): Result<never> {
  if (refused.ok) return refused;
  const { code, rule, message, fields } = refused.rejection;
  return reject(code, rule, `第${row}条：${message}`, fields);
}

const standing = (list: OutOfAreaList) => [...list.submissions.values()].filter(({ state }) => state !== 'rolled-back');

/** 3262: a batch, or the whole month, while it has not been confirmed for good; refused where there is nothing to take back. */
export function decideRollBack(
  command: { readonly institutionCode: string; readonly month: string; readonly referenceId: string | undefined },
  list: OutOfAreaList,
): Result<readonly OutOfAreaListEvent[]> {
  const { institutionCode, month, referenceId } = command;
  const meant = standing(list).filter((one) => referenceId === undefined || one.referenceId === referenceId);
  if (meant.length === 0) return reject('list.nothing', 'REC-03', '没有可回退的清分确认', ['otransid']);
  if (meant.some(({ state }) => state === 'confirmed')) {
    return reject('list.confirmed', 'REC-03', '清分确认已进入清算，不能回退；需更正的请退费', ['otransid']);
  }
  const referenceIds = meant.map((one) => one.referenceId);
  return ok([{ type: 'ListRolledBack', data: { institutionCode, month, referenceIds } }]);
}

/** Batches of one list that were submitted on the same day; null: they were told without it. */
export interface DayOfList {
  readonly institutionCode: string;
  readonly month: string;
  readonly submittedOn: string | null;
}

/** In the evening what was submitted and not rolled back is confirmed for good, each day by itself; the claims go into the clearing. */
export function decideConfirm(
  { institutionCode, month, submittedOn }: DayOfList,
  list: OutOfAreaList,
): { readonly events: readonly OutOfAreaListEvent[]; readonly claimIds: readonly string[] } {
  const open = standing(list).filter((one) => one.state === 'submitted' && one.submittedOn === submittedOn);
  if (open.length === 0) return { events: [], claimIds: [] };
  const referenceIds = open.map((one) => one.referenceId);
  const claimIds = open.flatMap(({ included }) => included);
  return { events: [{ type: 'ListConfirmed', data: { institutionCode, month, referenceIds } }], claimIds };
}
