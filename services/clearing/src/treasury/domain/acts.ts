import { Money, ok, reject, secondPerson, type Result } from '#kernel';
import type { Direction } from './bookings.js';
import {
  matchNumber,
  proposalNumber,
  WITHDRAWN,
  type Match,
  type Pairing,
  type SpecialAccount,
  type SpecialAccountEvent,
  type TreasuryAct,
} from './special-account.js';

/** What never changes of a line or item that an act names. Yuan as text. */
export interface PartFacts {
  readonly direction: Direction;
  readonly amount: string;
  /** Of an item: whether the special account is booked for it. */
  readonly booked: boolean;
}

/** Lines and items of the unit by number, as far as the act names them. */
export interface ActFacts {
  readonly lines: ReadonlyMap<string, PartFacts>;
  readonly items: ReadonlyMap<string, PartFacts>;
}

export interface Propose {
  readonly unit: string;
  readonly act: TreasuryAct;
  readonly reason: string;
  readonly by: string;
  readonly on: string;
  readonly facts: ActFacts;
}

type Events = Result<readonly SpecialAccountEvent[]>;

/** 提出 (SEC-04): a match, its undoing or a closing is proposed by one person; the same again changes nothing. */
export function decidePropose({ unit, act, reason, by, on, facts }: Propose, state: SpecialAccount): Events {
  const refusal = refuseAct(act, facts, state);
  if (refusal !== null) return refusal;
  if (standingNumber(act, state) !== null) return ok([]);
  const proposalId = proposalNumber(state.proposalCount);
  return ok([{ type: 'TreasuryActProposed', data: { unit, proposalId, act, reason, proposedBy: by, on } }]);
}

/** Number under which the same act waits; null where it does not. */
export function standingNumber(act: TreasuryAct, { proposals }: SpecialAccount): string | null {
  const text = textOf(act);
  return [...proposals].find(([, proposal]) => textOf(proposal.act) === text)?.[0] ?? null;
}

/** The database keeps no order of names. */
const textOf = (act: TreasuryAct): string => JSON.stringify(act, Object.keys(act).sort());

export interface Review {
  readonly unit: string;
  readonly proposalId: string;
  readonly by: string;
  readonly on: string;
}

/** 复核 (SEC-04): by another person, and only while what was proposed can still be done. */
export function decideApprove(review: Review & { readonly facts: ActFacts }, state: SpecialAccount): Events {
  const { facts, by, ...named } = review;
  const proposal = state.proposals.get(review.proposalId) ?? null;
  const both = secondPerson(proposal, by);
  if (!both.ok || proposal === null) return both.ok ? ok([]) : both;
  const refusal = refuseAct(proposal.act, facts, state);
  if (refusal !== null) return refusal;
  const matchId = proposal.act.kind === 'match' ? matchNumber(state.matchCount) : '';
  const { act, reason } = proposal;
  return ok([{ type: 'TreasuryActApproved', data: { ...named, act, reason, matchId, ...both.value } }]);
}

/** A proposal is taken back by anybody who may propose; one that does not wait changes nothing. */
export function decideWithdraw({ unit, proposalId, by, on }: Review, { proposals }: SpecialAccount): Events {
  if (!proposals.has(proposalId)) return ok([]);
  return ok([{ type: 'TreasuryActWithdrawn', data: { unit, proposalId, withdrawnBy: by, on } }]);
}

/** 自动勾对: of what was found, whatever is still open on both sides and was never taken apart by people. */
export function decideMatches(
  {
    unit,
    on,
    found,
  }: { readonly unit: string; readonly on: string; readonly found: readonly Omit<Match, 'matchId'>[] },
  state: SpecialAccount,
): Events {
  const isOpen = ({ lineIds, itemIds }: Pairing): boolean =>
    [...lineIds, ...itemIds].every((id) => !state.ended.has(id)) && lineIds.every((id) => !state.byHand.has(id));
  const matches = found
    .filter(isOpen)
    .map((match, index) => ({ ...match, matchId: matchNumber(state.matchCount + index) }));
  const chunks = Array.from({ length: Math.ceil(matches.length / MATCHES_OF_AN_EVENT) }, (_, index) =>
    matches.slice(index * MATCHES_OF_AN_EVENT, (index + 1) * MATCHES_OF_AN_EVENT),
  );
  return ok(chunks.map((chunk) => ({ type: 'StatementMatched', data: { unit, on, matches: chunk } })));
}

const MATCHES_OF_AN_EVENT = 500;

function refuseAct(act: TreasuryAct, facts: ActFacts, state: SpecialAccount): Result<never> | null {
  switch (act.kind) {
    case 'match':
      return refuseMatch(act, facts, state);
    case 'undo-match':
      if (state.matches.has(act.matchId)) return null;
      return reject('match.unknown', 'CLR-13', '没有这笔勾对，或已撤销', ['matchId']);
    case 'close-line':
      return refusePart(facts.lines.get(act.lineId), state.ended.has(act.lineId), 'lineId');
    case 'close-item':
      return refusePart(facts.items.get(act.itemId), state.ended.has(act.itemId), 'itemId') ?? refuseItem(act, facts);
    case 'reopen':
      if (isClosed(act.id, state)) return null;
      return reject('closing.unknown', 'CLR-13', '该流水或账项没有核销', ['id']);
    default:
      return act satisfies never;
  }
}

/** Closed by people, who may take it back. */
function isClosed(id: string, { ended, matches }: SpecialAccount): boolean {
  const how = ended.get(id);
  return how !== undefined && how !== WITHDRAWN && !matches.has(how);
}

function refusePart(part: PartFacts | undefined, isEnded: boolean, field: string): Result<never> | null {
  if (part === undefined) return reject('treasury.unknown', 'CLR-13', '本单位没有这笔流水或账项', [field]);
  return isEnded ? reject('treasury.ended', 'CLR-13', '该流水或账项已勾对或核销', [field]) : null;
}

/** What was never booked as moved cannot be found not to have moved. */
function refuseItem(
  { itemId, as }: Extract<TreasuryAct, { kind: 'close-item' }>,
  { items }: ActFacts,
): Result<never> | null {
  if (as === 'before-opening' || items.get(itemId)?.booked === true) return null;
  return reject('closing.not-booked', 'CLR-13', '该账项尚未记收付，不能按未实际办理冲回', ['as']);
}

function refuseMatch(
  { lineIds, itemIds }: Pairing,
  { lines, items }: ActFacts,
  state: SpecialAccount,
): Result<never> | null {
  if (lineIds.length > 1 && itemIds.length > 1) {
    return reject('match.many-to-many', 'CLR-13', '只能一对一、一对多或多对一勾对', ['lineIds', 'itemIds']);
  }
  if (new Set(lineIds).size < lineIds.length || new Set(itemIds).size < itemIds.length) {
    return reject('match.twice', 'CLR-13', '同一笔流水或账项只能出现一次', ['lineIds', 'itemIds']);
  }
  const parts = [
    ...lineIds.map((id) => ({ part: lines.get(id), isEnded: state.ended.has(id), field: 'lineIds' })),
    ...itemIds.map((id) => ({ part: items.get(id), isEnded: state.ended.has(id), field: 'itemIds' })),
  ];
  for (const { part, isEnded, field } of parts) {
    const refusal = refusePart(part, isEnded, field);
    if (refusal !== null) return refusal;
  }
  return refuseSums(
    lineIds.map((id) => lines.get(id)),
    itemIds.map((id) => items.get(id)),
  );
}

type Parts = readonly (PartFacts | undefined)[];

const signed = (parts: Parts): Money =>
  Money.sum(
    parts.map((part) => {
      const amount = Money.of(part?.amount ?? '0.00');
      return part?.direction === 'out' ? amount.negate() : amount;
    }),
  );

/** SEC-05: the cent that is missing is a fee or a penalty, and no notice pays those. */
function refuseSums(lines: Parts, items: Parts): Result<never> | null {
  const directions = new Set([...lines, ...items].map((part) => part?.direction));
  if (directions.size > 1) return reject('match.direction', 'CLR-13', '流水与账项的收付方向须一致', ['lineIds']);
  const [bank, books] = [signed(lines).abs(), signed(items).abs()];
  if (bank.eq(books)) return null;
  const message = `流水合计${bank}元与账项合计${books}元不等；手续费、违约金不得列入基金，差额须另行核销`;
  return reject('match.amount', 'SEC-05', message, ['lineIds', 'itemIds']);
}
