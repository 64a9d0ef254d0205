import type { Session } from '../world/sessions.js';

export interface Planted {
  /** 对账差异 in the provinces' ledgers (REC-01). */
  readonly differences: number;
  /** Daily totals of hospitals that were sent wrong (REC-03). */
  readonly statements: number;
}

/** What came of a month, as the world outside saw it. */
export interface MonthOutcome {
  readonly settled: number;
  readonly refunded: number;
  /** Refused sessions by the platform's sentence. */
  readonly refusedClaims: Readonly<Record<string, number>>;
  readonly messages: number;
  /** Milliseconds spent on the days of claims. */
  readonly claimMs: number;
  /** Milliseconds from the first message of a hospital to the first settled claim. */
  readonly firstSettledMs: number | null;
  /** Files of captured messages that were replayed. */
  readonly replayedSamples: readonly string[];
  readonly planted: Planted;
  readonly found: Planted;
  readonly holds: { readonly released: number; readonly investigated: number; readonly answered: number };
  /** What did not go as the world had planned it; empty when all is well. */
  readonly expectationFailures: readonly string[];
}

/** Gathers the outcome while the month is played. */
export class Outcome {
  refunded = 0;
  claimMs = 0;
  readonly replayedSamples: string[] = [];
  readonly planted = { differences: 0, statements: 0 };
  readonly found = { differences: 0, statements: 0 };
  readonly holds = { released: 0, investigated: 0, answered: 0 };
  private settledCount = 0;
  private begun = 0;
  private firstSettled: number | null = null;
  private readonly refusals = new Map<string, number>();
  private readonly failures: string[] = [];

  begin(): void {
    this.begun = performance.now();
  }

  settled({ expected, number }: Pick<Session, 'expected' | 'number'>): void {
    this.settledCount += 1;
    this.firstSettled ??= performance.now() - this.begun;
    if (expected === 'refused') this.unexpected(`第${number}次就诊应被拒付，却已结算`);
  }

  refused({ expected, number }: Pick<Session, 'expected' | 'number'>, message: string): void {
    this.refusals.set(message, (this.refusals.get(message) ?? 0) + 1);
    if (expected === 'settled') this.unexpected(`第${number}次就诊应能结算，却被拒：${message}`);
  }

  unexpected(what: string): void {
    this.failures.push(what);
  }

  result(messages: number): MonthOutcome {
    return {
      settled: this.settledCount,
      refunded: this.refunded,
      refusedClaims: Object.fromEntries([...this.refusals].sort(([a], [b]) => (a < b ? -1 : 1))),
      messages,
      claimMs: this.claimMs,
      firstSettledMs: this.firstSettled,
      replayedSamples: this.replayedSamples,
      planted: this.planted,
      found: this.found,
      holds: this.holds,
      expectationFailures: this.failures,
    };
  }
}
