import type { DifferenceClosed, DifferenceFound } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type Result } from '#kernel';

export type DayEvent =
  | DomainEvent<'DifferenceFound', DifferenceFound & { readonly detail: string }>
  | DomainEvent<'DifferenceClosed', DifferenceClosed>;

type KnownDifference = DifferenceFound & {
  readonly detail: string;
  readonly closedOn: string | null;
  /** Why it was closed; null while it is open. */
  readonly reason: string | null;
};

type Differences = ReadonlyMap<string, KnownDifference>;

/** 日对账 One business date of the three-way reconciliation: its differences until each is closed (REC-01). */
export interface ReconciliationDay {
  /** By side and owner, then by difference: a day with a hundred thousand of them is not copied for each. */
  readonly differences: ReadonlyMap<string, Differences>;
}

export function evolveDay(day: ReconciliationDay, event: DayEvent): ReconciliationDay {
  switch (event.type) {
    case 'DifferenceFound':
      return changed(day, event.data.differenceId, { ...event.data, closedOn: null, reason: null });
    case 'DifferenceClosed': {
      const known = differenceOf(day, event.data.differenceId);
      if (known === undefined) return day;
      const { closedOn, reason } = event.data;
      return changed(day, known.differenceId, { ...known, closedOn, reason });
    }
    default:
      return event satisfies never;
  }
}

/** A difference is numbered day/side/owner/claim; what stands before the claim is the shelf it lies on. */
const shelfOf = (differenceId: string): string => differenceId.slice(0, differenceId.lastIndexOf('/'));

export const differenceOf = ({ differences }: ReconciliationDay, id: string): KnownDifference | undefined =>
  differences.get(shelfOf(id))?.get(id);

function changed({ differences }: ReconciliationDay, id: string, difference: KnownDifference): ReconciliationDay {
  const shelf = shelfOf(id);
  return { differences: new Map(differences).set(shelf, new Map(differences.get(shelf)).set(id, difference)) };
}

const differencesOf = ({ differences }: ReconciliationDay): readonly KnownDifference[] =>
  [...differences.values()].flatMap((shelf) => [...shelf.values()]);

const definition: StreamDefinition<ReconciliationDay, DayEvent> = {
  category: 'reconciliation',
  initialState: () => ({ differences: new Map() }),
  evolve: evolveDay,
};

export const dayRef = (date: string): StreamRef<ReconciliationDay> => ({ id: `reconciliation-${date}`, definition });

export type ComparedDifference = DifferenceFound & { readonly detail: string };

const CORRECTED = '重新报送后三方相符';

/**
 * What its owner closed with a reason stays closed as long as the ledger differs in the same way; what a corrected ledger closed
 * comes back with the next wrong one; and an open one is found again when it has become another.
 */
function isFoundAnew({ class: kind, detail }: ComparedDifference, known: KnownDifference | undefined): boolean {
  return known === undefined || known.reason === CORRECTED || known.class !== kind || known.detail !== detail;
}

/**
 * What one comparison changes: differences that are new, differences found before that are found again or have become
 * others, and open ones that have vanished. The same comparison again changes nothing.
 */
export function decideCompared(
  found: readonly ComparedDifference[],
  day: ReconciliationDay,
  on: string,
): readonly DayEvent[] {
  const seen = new Set(found.map(({ differenceId }) => differenceId));
  const fresh = found
    .filter((difference) => isFoundAnew(difference, differenceOf(day, difference.differenceId)))
    .map((data): DayEvent => ({ type: 'DifferenceFound', data }));
  const vanished = differencesOf(day)
    .filter(({ differenceId, closedOn }) => closedOn === null && !seen.has(differenceId))
    .map(({ differenceId, claimId }): DayEvent => ({
      type: 'DifferenceClosed',
      data: { differenceId, claimId, closedOn: on, reason: CORRECTED },
    }));
  return [...fresh, ...vanished];
}

/** 关闭差异: by its owner, with a reason (REC-01). */
export function decideClose(
  command: { readonly differenceId: string; readonly owner: string; readonly on: string; readonly reason: string },
  day: ReconciliationDay,
): Result<readonly DayEvent[]> {
  const difference = differenceOf(day, command.differenceId);
  if (difference === undefined) return reject('difference.unknown', 'REC-01', '未找到该对账差异', ['differenceId']);
  if (difference.owner !== command.owner) {
    return reject('difference.other-owner', 'SEC-01', '该差异由另一省级单位负责', ['differenceId']);
  }
  if (difference.closedOn !== null) return ok([]);
  if (command.reason.trim() === '') return reject('difference.reason', 'REC-01', '关闭差异须填写原因', ['reason']);
  const { differenceId, claimId } = difference;
  return ok([
    { type: 'DifferenceClosed', data: { differenceId, claimId, closedOn: command.on, reason: command.reason } },
  ]);
}
