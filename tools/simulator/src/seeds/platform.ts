import { createHash } from 'node:crypto';
import { clearingService } from '#clearing';
import { topicOf } from '#contracts';
import type { DeliveredMessage } from '#event-bus';
import { mintDevelopmentToken, type Role } from '#http';
import { SimulatedClock } from '#jobs';
import type { BusinessDate, Money } from '#kernel';
import { prepaymentService } from '#prepayment';
import { assembleService, parseConfig, type AssembledService, type Check } from '#service';
import type { Random } from '../random.js';
import { Crashes } from './crashes.js';
import { emptied } from './emptied.js';
import type { Fact } from './facts.js';
import { SeededBus } from './seeded-bus.js';

export type SimulatedService = 'clearing' | 'prepayment';

export interface Caller {
  readonly role: Role;
  readonly area: string;
  /** The second of an office approves what the first proposed (SEC-04). */
  readonly second?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request in the process: as over HTTP, without a socket. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly as: Caller;
  readonly body?: object;
  /** A file as its body (text/csv). */
  readonly file?: string;
}

const SERVER_FAILED = 500;
const MOST_STATEMENTS = 14;
const TRIES = 3;
const CONSUMES: Readonly<Record<SimulatedService, readonly string[]>> = {
  clearing: [topicOf('settlement'), topicOf('prepayment')],
  prepayment: [topicOf('clearing'), topicOf('settlement')],
};

interface Part {
  readonly service: AssembledService;
  readonly crashes: Crashes;
}

/**
 * Clearing and prepayment as they are: their applications, event stores, read models, relays and inboxes over PostgreSQL.
 * Only the bus is in memory, so that a seed decides what is delivered when, and only the seed wakes anything up.
 */
export class SeedPlatform {
  private readonly tokens = new Map<string, Promise<string>>();
  private requests = 0;
  private told = 0;

  private constructor(
    readonly bus: SeededBus,
    /** As the services are configured (SEC-04). */
    readonly secondPersonFrom: Money,
    private readonly parts: Readonly<Record<SimulatedService, Part>>,
  ) {}

  /** On databases that exist; `environment` as of a service with the simulated clock. */
  static async open(environment: Readonly<Record<string, string>>): Promise<SeedPlatform> {
    const config = parseConfig(environment);
    const bus = new SeededBus();
    const part = async (definition: typeof clearingService): Promise<Part> => {
      const service = await assembleService(definition, config, () => bus);
      await bus.subscribe(service.messaging.inbox.subscription(definition.consumes));
      await service.messaging.inbox.handle([]);
      return { service, crashes: new Crashes(service.context.store) };
    };
    return new SeedPlatform(bus, config.secondPersonFrom, {
      clearing: await part(clearingService),
      prepayment: await part(prepaymentService),
    });
  }

  /** As new: nothing recorded, nothing on the bus, nothing remembered. */
  async reset(): Promise<void> {
    this.bus.reset();
    for (const { service, crashes } of Object.values(this.parts)) {
      crashes.disarm();
      crashes.count = 0;
      await emptied(service);
    }
  }

  async close(): Promise<void> {
    for (const { service } of Object.values(this.parts)) await service.close();
  }

  get crashes(): number {
    return Object.values(this.parts).reduce((sum, { crashes }) => sum + crashes.count, 0);
  }

  read<R extends object>(name: SimulatedService, sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    return this.parts[name].service.context.store.database.read<R>(sql, values);
  }

  async standAt(date: BusinessDate): Promise<void> {
    for (const { service, crashes } of Object.values(this.parts)) {
      crashes.disarm();
      const { clock } = service.context;
      if (clock instanceof SimulatedClock) await clock.setBusinessDate(date);
    }
  }

  /**
   * Settlement's relay: facts in its order, each at a later place of its log than the ones before. `twice` as after a crash
   * between the bus and its checkpoint: the same batch under the same ids.
   */
  async tell(facts: readonly Fact[], { twice }: { readonly twice: boolean }): Promise<void> {
    const messages = facts.map(({ on, type, subject, data }) => {
      this.told += 1;
      const position = `000001.00000000000000000001.${String(this.told).padStart(19, '0')}`;
      return {
        ...{ id: `settlement/${position}`, source: 'settlement', type, subject, position, time: `${on}T08:00:00.000Z` },
        metadata: {
          ...{ actor: 'system:settlement', onBehalfOf: 'nation', reason: 'seed', businessDate: on },
          ...{ correlationId: position, causationId: null },
        },
        data,
      };
    });
    await this.bus.publish(topicOf('settlement'), messages);
    if (twice) await this.bus.publish(topicOf('settlement'), messages);
  }

  /** The next crash of a service, some statements ahead. */
  armCrash(name: SimulatedService, random: Random): void {
    const moment = random.permille(500) ? 'before-statement' : 'after-commit';
    this.parts[name].crashes.arm(random.int(1, MOST_STATEMENTS), moment);
  }

  /** Delivers one batch; `onApplied` is told once it is known to be applied. False if nothing waited. */
  async deliver(
    name: SimulatedService,
    random: Random,
    onApplied: (messages: readonly DeliveredMessage[]) => void,
  ): Promise<boolean> {
    const batch = this.bus.draw(name, random);
    if (batch.length === 0) {
      this.parts[name].crashes.disarm();
      return false;
    }
    const acknowledges = !random.permille(150);
    await this.despiteCrashes(name, () => this.bus.deliver(name, batch, acknowledges));
    onApplied(batch);
    return true;
  }

  async lag(name: SimulatedService): Promise<number> {
    const behind = await this.bus.lag(name, CONSUMES[name]);
    return behind.reduce((sum, { messages }) => sum + messages, 0);
  }

  /** What the relay of a service has to tell. */
  relay(name: SimulatedService): Promise<void> {
    return this.despiteCrashes(name, () => this.parts[name].service.messaging.relay.publishAll());
  }

  /**
   * The jobs of a day, by so many schedulers at the same moment. A crash is told by `false`: whoever fires them must come
   * again.
   */
  async runJobs(name: SimulatedService, date: BusinessDate, schedulers = 1): Promise<boolean> {
    const { service, crashes } = this.parts[name];
    const before = crashes.count;
    const jobs = service.definition.jobs(service.context).filter(({ time }) => time !== null);
    const fire = async (): Promise<void> => {
      for (const { handler } of jobs) await handler.run(date);
    };
    // All of them end before anybody looks: one that goes on after another's crash would be seen half done.
    const ends = await Promise.allSettled(Array.from({ length: schedulers }, fire));
    crashes.disarm();
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed === undefined) return true;
    if (crashes.count === before) throw failed.reason;
    service.context.store.forget();
    return false;
  }

  /** One request, sent again with the same key while the service fails. */
  async call(name: SimulatedService, { method, path, as, body, file }: Request): Promise<Answer> {
    this.requests += 1;
    const key = createHash('sha256').update(`${this.requests} ${method} ${path}`).digest('hex').slice(0, 32);
    const { service, crashes } = this.parts[name];
    const headers = {
      ...{ authorization: `Bearer ${await this.tokenOf(as)}`, 'idempotency-key': key },
      ...(file === undefined ? {} : { 'content-type': 'text/csv' }),
    };
    const payload = file ?? body;
    for (let tries = 1; ; tries += 1) {
      const answer = await service.app.inject({
        method,
        url: path,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      crashes.disarm();
      if (answer.statusCode < SERVER_FAILED || tries >= TRIES) {
        return { status: answer.statusCode, body: JSON.parse(answer.payload || '{}') as Answer['body'] };
      }
      service.context.store.forget();
    }
  }

  async verify(): Promise<readonly Check[]> {
    const checks = Object.values(this.parts).map(({ service }) => service.definition.verify(service.context));
    return (await Promise.all(checks)).flat();
  }

  async deadLetters(): Promise<number> {
    const open = Object.values(this.parts).map(({ service }) => service.operations.deadLetters());
    return (await Promise.all(open)).flat().length;
  }

  private async despiteCrashes(name: SimulatedService, act: () => Promise<void>): Promise<void> {
    const { service, crashes } = this.parts[name];
    for (;;) {
      const before = crashes.count;
      try {
        await act();
        return crashes.disarm();
      } catch (error) {
        if (crashes.count === before) throw error;
        service.context.store.forget();
      }
    }
  }

  private tokenOf({ role, area, second = false }: Caller): Promise<string> {
    const subject = `${role}-${area}${second ? '-2' : ''}`;
    const known = this.tokens.get(subject) ?? mintDevelopmentToken({ subject, roles: [role], area });
    this.tokens.set(subject, known);
    return known;
  }
}
