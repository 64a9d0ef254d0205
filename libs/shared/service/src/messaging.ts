import { topicOf, type ServiceName } from '#contracts';
import { createEventBus, Inbox, Relay, type ConsumerHandle, type EventBus } from '#event-bus';
import type { Logger } from 'pino';
import type { ServiceConfig } from './config.js';
import { databaseOf } from './context.js';
import type { ServiceContext, ServiceDefinition } from './definition.js';

/** What the broker's client has to tell the operator goes to `logger`, where there is one. */
export const openBus = (config: ServiceConfig, service: string, logger?: Logger): EventBus =>
  createEventBus(
    config.bus.kind === 'postgres'
      ? { kind: 'postgres', url: databaseOf(config, 'bus') }
      : {
          ...{ kind: 'kafka', brokers: config.bus.brokers, clientId: `kuasheng-${service}` },
          log: ({ level, message }) => logger?.[level]({ bus: message }, '事件总线'),
        },
  );

export const TOPICS: readonly string[] = (
  ['registration', 'settlement', 'clearing', 'prepayment'] as ServiceName[]
).map(topicOf);

/** The two ends of a service on the bus: the relay of its own events, the inbox for those of others. */
export class Messaging {
  private handle: ConsumerHandle | null = null;
  readonly relay: Relay;
  readonly inbox: Inbox;

  constructor(
    private readonly definition: ServiceDefinition,
    context: ServiceContext,
    readonly bus: EventBus,
    logger: Logger,
  ) {
    this.relay = new Relay(context.store, bus, {
      service: definition.name,
      translate: (event) => definition.translate(event),
      published: definition.published,
    });
    this.inbox = new Inbox(context.store, definition.name, definition.handlers(context), {
      bus,
      onDeadLetter: ({ messageId, error }) => logger.error({ messageId, err: error }, '消息转入死信，须人工处理'),
    });
  }

  onFatal(listener: (error: Error) => void): void {
    this.relay.onFatal(listener);
    this.bus.onFatal(listener);
  }

  async start(): Promise<void> {
    await this.relay.start();
    if (this.definition.consumes.length > 0) {
      this.handle = await this.bus.subscribe(this.inbox.subscription(this.definition.consumes));
    }
  }

  async lag(): Promise<readonly { what: string; behind: number }[]> {
    const { consumes, name } = this.definition;
    const consumed = consumes.length === 0 ? [] : await this.bus.lag(name, consumes);
    return [
      { what: `relay ${this.relay.topic}`, behind: await this.relay.lag() },
      ...consumed.map(({ topic, messages }) => ({ what: `consumer ${topic}`, behind: messages })),
    ];
  }

  async stop(): Promise<void> {
    await this.handle?.stop();
    await this.relay.stop();
    await this.bus.close();
  }
}
