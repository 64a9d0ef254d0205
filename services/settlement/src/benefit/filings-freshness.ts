import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { topicOf } from '#contracts';
import { CaughtUp, type EventBus } from '#event-bus';
import type { EventStore } from '#event-store';
import { METRICS, type Metrics } from '#http';
import { reject, type Result } from '#kernel';
import { EVENT_BUS, EVENT_STORE } from '#service';

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

const refusalOfPutAside: Result<never> = reject(
  'filing.put-aside',
  'REG-02',
  '该参保人的备案信息有待人工处理，请稍后以同一报文重试或联系参保地医保经办机构',
  ['psn_no'],
);

const TOPIC = topicOf('registration');
/** By the subject, `filings-<number>` or `person-<number>`: the message itself may be what PostgreSQL cannot read. */
const PUT_ASIDE = `select distinct substr(subject, strpos(subject, '-') + 1) as "psnNo" from dead_letter
  where consumer = 'settlement' and topic = $1 and status = 'open'`;

/**
 * 备案信息同步 How current the filings are that settlement keeps: registration tells them over the bus, and a claim is
 * paid by them (REG-02), so whoever looks at them asks here first. Everything registration had published half a second
 * before must have been applied; if not, the message waits a little and is then refused, since a wrong payment is worse
 * than a late one. The same for a person of whom a message was put aside as a dead letter. One loop asks; a message
 * compares two numbers and looks into a set.
 */
@Injectable()
export class FilingsFreshness implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('filings');
  private readonly caughtUp: CaughtUp;
  private readonly begun = performance.now();
  private readonly countRefusal: () => void;
  private saidAt: number | null = null;
  private putAside: ReadonlySet<string> = new Set();

  constructor(
    @Inject(EVENT_BUS) bus: Pick<EventBus, 'end' | 'hasPassed'>,
    @Inject(METRICS) metrics: Metrics,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'database'>,
  ) {
    this.caughtUp = new CaughtUp({
      ...{ bus, consumer: 'settlement', topics: [TOPIC] },
      onPassed: () => this.readPutAside(),
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

  /** Whether what registration had published half a second ago about this person has been applied. */
  areCurrent(psnNo: string): boolean {
    return this.caughtUp.at >= performance.now() - FRESH_MS && !this.putAside.has(psnNo);
  }

  /** Null once they are as current as the moment of the call asks for; the refusal if that takes too long. */
  async refuseUnlessCurrent(psnNo: string): Promise<Result<never> | null> {
    const inTime = await this.caughtUp.until(performance.now() - FRESH_MS, WAIT_MS);
    if (inTime && !this.putAside.has(psnNo)) return null;
    this.countRefusal();
    return inTime ? refusalOfPutAside : refusal;
  }

  private async readPutAside(): Promise<void> {
    const rows = await this.store.database.read<{ psnNo: string }>(PUT_ASIDE, [TOPIC]);
    this.putAside = new Set(rows.map(({ psnNo }) => psnNo));
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
