import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventStore, type EventMetadata } from '#event-store';
import type { Clock } from '#jobs';
import { CLOCK, EVENT_STORE } from '#service';
import { CallWriter } from '../../commands/call-writer.js';
import { RemoteRefunds } from '../../commands/refund-remotely/refund-remotely.js';
import { remoteCallRef, type RemoteCallFacts } from '../../domain/remote-call.js';

/** How often somebody looks for calls whose process is gone or whose reversal was not acknowledged. */
const LOOK_EVERY_MS = 2_000;
/**
 * A settlement has at most so many messages, twice each, while its process lives: only then is it given up by another. It is
 * counted in time-outs of the place.
 */
const LONGEST_SESSION_TIMEOUTS = 20;
/** Of each place, so that one that is away does not keep the others waiting. */
const AT_ONCE = 20;

const OVERDUE = `select "callId", unit from (
    select c.call_id as "callId", c.unit, row_number() over (partition by c.unit order by c.opened_at) as n
      from read_open_calls.call c left join remote_place p on p.unit = c.unit
     where c.status = 'abandoned' or c.kind = 'refund'
        or c.opened_at < now() - make_interval(secs => coalesce(p.timeout_ms, 5000) * ${LONGEST_SESSION_TIMEOUTS} / 1000.0)
  ) overdue where n <= ${AT_ONCE} order by n`;

/** Ends what was left in doubt: settlements are given up and reversed, refunds go on (SET-15). Runs in every process; twice does no harm. */
@Injectable()
export class EndCalls implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('remote-calls');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly calls: CallWriter,
    private readonly refunds: RemoteRefunds,
  ) {}

  onApplicationBootstrap(): void {
    this.again();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private again(): void {
    this.timer = setTimeout(() => {
      this.running = this.run()
        .catch((error: unknown) => this.log.warn(error))
        .then(() => (this.timer === undefined ? undefined : this.again()));
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    const overdue = await this.store.database.read<{ callId: string; unit: string }>(OVERDUE);
    const byUnit = new Map<string, string[]>();
    for (const { callId, unit } of overdue) byUnit.set(unit, [...(byUnit.get(unit) ?? []), callId]);
    await Promise.all([...byUnit.values()].map((callIds) => this.endAll(callIds)));
  }

  /** The calls of one place, one after the other; one that fails is tried again the next time. */
  private async endAll(callIds: readonly string[]): Promise<void> {
    for (const callId of callIds) {
      const { state } = await this.store.load(remoteCallRef(callId));
      if (state.facts === null) continue;
      await this.end(state.facts, state.status).catch((error: unknown) => this.log.warn(error));
    }
  }

  private async end(facts: RemoteCallFacts, status: string): Promise<void> {
    const metadata = this.metadata(facts);
    if (status === 'abandoned') await this.calls.reverse(facts, metadata);
    else if (facts.kind === 'refund') await this.refunds.push(facts, metadata);
    else await this.calls.abandon(facts, metadata, 'overdue');
  }

  private metadata({ callId, institutionCode, kind }: RemoteCallFacts): EventMetadata {
    return {
      actor: 'system:settlement.remote-calls',
      onBehalfOf: `institution:${institutionCode}`,
      reason: kind === 'refund' ? '参保地退费续办 (SET-15)' : '参保地未应答，作废冲正 (SET-15)',
      businessDate: this.clock.businessDate(),
      correlationId: `remote-call/${callId}`,
      causationId: null,
    };
  }
}
