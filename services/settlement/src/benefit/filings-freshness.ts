import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { topicOf } from '#contracts';
import { CaughtUp, type EventBus } from '#event-bus';
import { METRICS, type Metrics } from '#http';
import { reject, type Result } from '#kernel';
import { EVENT_BUS } from '#service';

/** An act on a filing that was answered so long ago counts here; a younger one may. */
export const FRESH_MS = 500;
/** How long a message waits for that. Hospital systems give up after 30 seconds or more. */
export const WAIT_MS = 3_000;

/** Age from which the operator is told, and how often. */
const SAY_FROM_MS = 10_000;
const SAY_EVERY_MS = 60_000;

const refusal: Result<never> = reject('filing.not-current', 'REG-02', '备案信息正在同步，请稍后以同一报文重试', [
  'psn_no',
]);

/**
 * 备案信息同步 How current the filings are that settlement keeps: registration tells them over the bus, and a claim is
 * paid by them (REG-02), so whoever looks at them asks here first. Everything registration had published half a second
 * before must have been applied; if not, the message waits a little and is then refused, since a wrong payment is worse
 * than a late one. One loop asks the bus; a message compares two numbers.
 */
@Injectable()
export class FilingsFreshness implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('filings');
  private readonly caughtUp: CaughtUp;
  private readonly begun = performance.now();
  private readonly countRefusal: () => void;
  private saidAt: number | null = null;

  constructor(@Inject(EVENT_BUS) bus: Pick<EventBus, 'end' | 'hasPassed'>, @Inject(METRICS) metrics: Metrics) {
    this.caughtUp = new CaughtUp({
      ...{ bus, consumer: 'settlement', topics: [topicOf('registration')] },
      onLook: (failure) => this.watch(failure),
    });
    metrics.gauge('filings_age_seconds', 'Since when changes of filings may be missing here', async () => {
      return new Map([['filings', this.ageMs() / 1000]]);
    });
    this.countRefusal = metrics.counter('filings_not_current', 'Messages refused because filings were not current');
  }

  onModuleInit(): void {
    this.caughtUp.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.caughtUp.stop();
  }

  /** Whether what registration had published half a second ago has been applied. */
  areCurrent(): boolean {
    return this.caughtUp.at >= performance.now() - FRESH_MS;
  }

  /** Null once they are as current as the moment of the call asks for; the refusal if that takes too long. */
  async refuseUnlessCurrent(): Promise<Result<never> | null> {
    if (await this.caughtUp.until(performance.now() - FRESH_MS, WAIT_MS)) return null;
    this.countRefusal();
    return refusal;
  }

  /** Since the start, as long as no look has succeeded. */
  private ageMs(): number {
    return performance.now() - Math.max(this.caughtUp.at, this.begun);
  }

  private watch(failure: unknown): void {
    const age = this.ageMs();
    if (age < SAY_FROM_MS) {
      if (this.saidAt !== null) this.log.warn('备案信息已恢复同步');
      this.saidAt = null;
      return;
    }
    const now = performance.now();
    if (this.saidAt !== null && now - this.saidAt < SAY_EVERY_MS) return;
    this.saidAt = now;
    const cause = failure instanceof Error ? `：${failure.message}` : '';
    this.log.warn(`备案信息已有${Math.round(age / 1000)}秒未同步，结算报文将被拒绝，请检查事件总线与消费滞后${cause}`);
  }
}
