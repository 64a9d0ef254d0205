import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { Proposal } from '#kernel';
import type { Direction, ItemClosing, LineClosing } from './bookings.js';

/** 流水 One line of a bank statement. Yuan and dates as text; the amount is positive, its way is `direction`. */
export type StatementLine = {
  /** The same line of the same account has the same number, whichever file it comes in. */
  readonly lineId: string;
  readonly bookedOn: string;
  readonly direction: Direction;
  readonly amount: string;
  readonly serialNumber: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly text: string | null;
  /** 红字、冲正: the bank marks it as taking back a line of the other way. */
  readonly reversal?: true;
};

/** 对账单 What a statement says of one account and time, without its lines. */
export type StatementFacts = {
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly opening: string;
  readonly closing: string;
};

export type StatementFormat = 'csv' | 'camt.053';

/** Lines of the bank and items of the books that belong together; their sums are equal. */
export type Pairing = { readonly lineIds: readonly string[]; readonly itemIds: readonly string[] };

/** `amount`: nobody knows the other side, so it is never more than a candidate. */
export type MatchedBy = 'serial' | 'counterparty' | 'sum' | 'amount' | 'hand';
export type Match = Pairing & { readonly matchId: string; readonly by: MatchedBy };

/** What one person proposes and another approves (SEC-04). */
export type TreasuryAct =
  | (Pairing & { readonly kind: 'match' })
  | { readonly kind: 'undo-match'; readonly matchId: string }
  | { readonly kind: 'close-line'; readonly lineId: string; readonly as: LineClosing }
  | { readonly kind: 'close-item'; readonly itemId: string; readonly as: ItemClosing }
  /** Takes back the closing of a line or item. */
  | { readonly kind: 'reopen'; readonly id: string };

type Named = { readonly unit: string; readonly proposalId: string };

export type SpecialAccountEvent =
  | DomainEvent<
      'StatementImported',
      StatementFacts & {
        readonly unit: string;
        readonly statementNo: string;
        readonly format: StatementFormat;
        /** SHA-256 of what the statement says. */
        readonly digest: string;
        /** Lines that were new, and lines known from an earlier statement. */
        readonly newLines: number;
        readonly knownLines: number;
        /** The first of its account: its opening balance opens the books. */
        readonly opens: boolean;
        readonly on: string;
      }
    >
  | DomainEvent<'StatementMatched', { readonly unit: string; readonly on: string; readonly matches: readonly Match[] }>
  | DomainEvent<
      'TreasuryActProposed',
      Named & {
        readonly act: TreasuryAct;
        readonly reason: string;
        readonly proposedBy: string;
        readonly on: string;
      }
    >
  | DomainEvent<
      'TreasuryActApproved',
      Named & {
        readonly act: TreasuryAct;
        readonly reason: string;
        /** Of an act `match`; empty otherwise. */
        readonly matchId: string;
        readonly proposedBy: string;
        readonly approvedBy: string;
        readonly on: string;
      }
    >
  | DomainEvent<'TreasuryActWithdrawn', Named & { readonly withdrawnBy: string; readonly on: string }>
  /** 撤回收付: the slip of an advance was taken back (PRE-07); a match or closing of it ends, and its lines may be matched again. */
  | DomainEvent<'ItemWithdrawn', { readonly unit: string; readonly itemId: string; readonly on: string }>;

export type StandingProposal = Proposal & { readonly act: TreasuryAct; readonly reason: string };

interface AccountBalance {
  readonly closing: string;
  readonly from: string;
  readonly to: string;
}

/** 财政专户 of one unit: which statements it has, what belongs together, what was closed and what waits (CLR-13). */
export interface SpecialAccount {
  /** How often something was imported: a decision on lines read before another import is not taken. */
  readonly imports: number;
  readonly accounts: ReadonlyMap<string, AccountBalance>;
  readonly matches: ReadonlyMap<string, Pairing>;
  /** Matches ever made: the next number. */
  readonly matchCount: number;
  /** What ended a line or item: the number of its match, or how it was closed. */
  readonly ended: ReadonlyMap<string, string>;
  /** Lines of a match that was undone: only people match them again. */
  readonly byHand: ReadonlySet<string>;
  readonly proposals: ReadonlyMap<string, StandingProposal>;
  readonly proposalCount: number;
}

export function evolveSpecialAccount(state: SpecialAccount, event: SpecialAccountEvent): SpecialAccount {
  switch (event.type) {
    case 'StatementImported': {
      const { account, from, to, closing } = event.data;
      const known = state.accounts.get(account);
      const range = { from: earlier(known?.from, from), to: later(known?.to, to), closing };
      return { ...state, imports: state.imports + 1, accounts: new Map([...state.accounts, [account, range]]) };
    }
    case 'StatementMatched':
      return withMatches(state, event.data.matches);
    case 'TreasuryActProposed': {
      const { proposalId, act, reason, proposedBy, on } = event.data;
      const proposal = { act, reason, proposedBy, proposedOn: on };
      const proposals = new Map([...state.proposals, [proposalId, proposal]]);
      return { ...state, proposals, proposalCount: state.proposalCount + 1 };
    }
    case 'TreasuryActApproved':
      return withAct(without(state, event.data.proposalId), event.data.act, event.data.matchId);
    case 'TreasuryActWithdrawn':
      return without(state, event.data.proposalId);
    case 'ItemWithdrawn':
      return withWithdrawn(state, event.data.itemId);
    default:
      return event satisfies never;
  }
}

const earlier = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);
const later = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b);

function without(state: SpecialAccount, proposalId: string): SpecialAccount {
  const proposals = new Map(state.proposals);
  proposals.delete(proposalId);
  return { ...state, proposals };
}

function withMatches(state: SpecialAccount, made: readonly (Pairing & { readonly matchId: string })[]): SpecialAccount {
  const matches = new Map(state.matches);
  const ended = new Map(state.ended);
  for (const { matchId, lineIds, itemIds } of made) {
    matches.set(matchId, { lineIds, itemIds });
    for (const id of [...lineIds, ...itemIds]) ended.set(id, matchId);
  }
  return { ...state, matches, ended, matchCount: state.matchCount + made.length };
}

function withAct(state: SpecialAccount, act: TreasuryAct, matchId: string): SpecialAccount {
  switch (act.kind) {
    case 'match':
      return withMatches(state, [{ ...act, matchId }]);
    case 'undo-match':
      return withoutMatch(state, act.matchId);
    case 'close-line':
      return withEnded(state, act.lineId, act.as);
    case 'close-item':
      // What was not executed is owed again: it stands open.
      return act.as === 'not-executed' ? state : withEnded(state, act.itemId, act.as);
    case 'reopen':
      return withEnded(state, act.id, null);
    default:
      return act satisfies never;
  }
}

function withEnded(state: SpecialAccount, id: string, how: string | null): SpecialAccount {
  const ended = new Map(state.ended);
  if (how === null) ended.delete(id);
  else ended.set(id, how);
  return { ...state, ended };
}

function withoutMatch(state: SpecialAccount, matchId: string): SpecialAccount {
  const { lineIds = [], itemIds = [] } = state.matches.get(matchId) ?? {};
  const [matches, ended] = [new Map(state.matches), new Map(state.ended)];
  matches.delete(matchId);
  for (const id of [...lineIds, ...itemIds]) ended.delete(id);
  return { ...state, matches, ended, byHand: new Set([...state.byHand, ...lineIds]) };
}

/** How an item ended whose slip was taken back. */
export const WITHDRAWN = 'withdrawn';

/** Nobody has found its lines to belong to something else: the machine may match them to the slip that is right. */
function withWithdrawn(state: SpecialAccount, itemId: string): SpecialAccount {
  const freed = withoutMatch(state, state.ended.get(itemId) ?? '');
  return withEnded({ ...freed, byHand: state.byHand }, itemId, WITHDRAWN);
}

const definition: StreamDefinition<SpecialAccount, SpecialAccountEvent> = {
  category: 'special-account',
  initialState: () => ({
    ...{ imports: 0, accounts: new Map(), matches: new Map(), matchCount: 0, ended: new Map() },
    ...{ byHand: new Set(), proposals: new Map(), proposalCount: 0 },
  }),
  evolve: evolveSpecialAccount,
};

export const specialAccountRef = (unit: string): StreamRef<SpecialAccount> => ({
  id: `special-account-${unit}`,
  definition,
});

export type LinesEvent = DomainEvent<
  'StatementLinesRecorded',
  {
    readonly unit: string;
    readonly account: string;
    readonly statementNo: string;
    readonly lines: readonly StatementLine[];
  }
>;

/** The lines of one statement: many, and never asked for as a whole. Its state is whether it is there. */
export const statementLinesRef = (unit: string, statementNo: string): StreamRef<{ readonly recorded: boolean }> => ({
  id: `statement-${unit}-${statementNo}`,
  definition: {
    category: 'statement',
    initialState: () => ({ recorded: false }),
    evolve: () => ({ recorded: true }),
  } satisfies StreamDefinition<{ readonly recorded: boolean }, LinesEvent>,
});

/** Number of the next match of a unit. */
export const matchNumber = (count: number): string => `M${String(count + 1).padStart(6, '0')}`;
export const proposalNumber = (count: number): string => `P${String(count + 1).padStart(6, '0')}`;
