import type { Database } from '../transaction/database.js';
import { inWritingTransaction, isConflict, isInfrastructureFailure } from '../transaction/writing-transaction.js';
import type { Json, WriteOutcome, WriteRequest } from '../types.js';
import { decideGroup, type GroupContext, type GroupResult } from './group.js';

/** More requests wait than the service can serve in time: nothing was recorded, send again. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

export interface GroupLimits {
  /** Requests in one transaction. */
  readonly groupSize: number;
  /** Requests that may wait. */
  readonly queueLength: number;
  /** New transactions tried for a group that met a conflict with another process. */
  readonly conflictRetries: number;
  /** Groups on their way at once: one is decided here while PostgreSQL works on the other. 2 unless told. */
  readonly concurrentGroups?: number;
}

export const DEFAULT_LIMITS = {
  groupSize: 128,
  queueLength: 4096,
  conflictRetries: 5,
  concurrentGroups: 2,
} as const satisfies GroupLimits;

/** So few requests travel in one group, although another group could start with half of them. */
const TOGETHER = 32;

interface Waiting {
  readonly request: WriteRequest;
  readonly resolve: (outcome: WriteOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Grouped commits. While groups commit the next one gathers; an idle writer commits at once; there is no timer.
 * Every request keeps its own fate: its key, its decision, its error. A group that fails as a whole is split until the
 * guilty request stands alone; the others are decided again in a new transaction (throughput, architecture §4).
 */
export class GroupWriter {
  private readonly waiting: Waiting[] = [];
  private readonly workers = new Set<Promise<void>>();
  private working = 0;
  private committing = 0;
  private closed = false;

  constructor(
    private readonly db: Database,
    private readonly context: GroupContext,
    private readonly limits: GroupLimits,
    /** Called after a group has committed. */
    private readonly onCommitted: () => void,
  ) {}

  /**
   * Resolves once the outcome is committed. Rejects with `Busy` beyond the queue's length, with `OutcomeUnknown` if the
   * connection broke during the commit (send the same key again), with the defect if `decide` threw.
   */
  submit<A extends Json>(request: WriteRequest<A>): Promise<WriteOutcome<A>> {
    if (this.closed) return Promise.reject(new Busy('服务正在停止，请稍后重发'));
    if (this.waiting.length >= this.limits.queueLength) return Promise.reject(new Busy('系统繁忙，请稍后重发'));
    return new Promise<WriteOutcome<A>>((resolve, reject) => {
      this.waiting.push({ request, resolve: resolve as Waiting['resolve'], reject });
      if (this.working < this.concurrentGroups) this.startWorker();
    });
  }

  private get concurrentGroups(): number {
    return this.limits.concurrentGroups ?? DEFAULT_LIMITS.concurrentGroups;
  }

  get queueLength(): number {
    return this.waiting.length;
  }

  /** Refuses new requests and waits for those accepted. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.workers);
  }

  private startWorker(): void {
    this.working += 1;
    const worker = this.work().finally(() => this.workers.delete(worker));
    this.workers.add(worker);
  }

  private async work(): Promise<void> {
    do {
      // One turn of the event loop lets requests that are ready together travel together.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const group = this.waiting.splice(0, this.nextSize());
      if (group.length === 0) continue;
      this.committing += 1;
      await this.commit(group, 0);
      this.committing -= 1;
    } while (this.waiting.length > 0);
    // In the same turn as the look at the queue: a request that comes next must find a place for its worker.
    this.working -= 1;
  }

  /** Many requests are shared out, so that one group can be decided here while PostgreSQL writes another. */
  private nextSize(): number {
    const free = this.concurrentGroups - this.committing;
    const share = Math.ceil(this.waiting.length / Math.max(free, 1));
    return Math.min(this.limits.groupSize, Math.max(share, TOGETHER));
  }

  private async commit(group: readonly Waiting[], conflicts: number): Promise<void> {
    const requests = group.map(({ request }) => request);
    let result: GroupResult;
    try {
      result = await inWritingTransaction(this.db, (tx) => decideGroup(tx, requests, this.context));
    } catch (error) {
      return this.afterFailure(group, conflicts, error);
    }
    this.settle(group, result);
    this.onCommitted();
  }

  private async afterFailure(group: readonly Waiting[], conflicts: number, error: unknown): Promise<void> {
    if (isConflict(error) && conflicts < this.limits.conflictRetries) return this.commit(group, conflicts + 1);
    if (group.length === 1 || isInfrastructureFailure(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    const middle = group.length >> 1;
    await this.commit(group.slice(0, middle), 0);
    await this.commit(group.slice(middle), 0);
  }

  private settle(group: readonly Waiting[], { outcomes, states }: GroupResult): void {
    for (const [id, stream] of states) this.context.cache.set(id, stream);
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.kind === 'defect') reject(outcome?.error);
      else resolve(outcome);
    });
  }
}
