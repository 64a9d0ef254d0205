import { expect } from '@jest/globals';
import { createEventBus } from '../config.js';
import type { BusMark, BusMessage, ConsumerHandle, EventBus } from '../port.js';
import { deadLetterTopic } from '../topics.js';
import { ConsumingService, type ContractHarness, type Effect, eventually, unique } from './harness.js';

/** Limit of a test that restarts servers or waits for a dead consumer's session to end. */
export const LONG_MS = 240_000;

/** What the cases of the contract work with: a bus, a topic and a consuming service of their own for every test. */
export class ContractSuite {
  /** Closed after the test. */
  readonly opened: { close(): Promise<void> }[] = [];
  harness!: ContractHarness;
  bus!: EventBus;
  service!: ConsumingService;
  topic!: string;

  async setUp(): Promise<void> {
    this.bus = createEventBus(this.harness.config);
    this.service = await this.consumingService();
    this.topic = `kuasheng.${unique('test')}.v1`;
    await this.bus.createTopics([this.topic, deadLetterTopic(this.service.name)]);
  }

  async tearDown(): Promise<void> {
    await this.bus.close();
    for (const one of this.opened.splice(0)) await one.close();
  }

  async consumingService(): Promise<ConsumingService> {
    const created = await ConsumingService.create();
    this.opened.push(created);
    return created;
  }

  consume(by: ConsumingService = this.service): Promise<ConsumerHandle> {
    return this.bus.subscribe(by.inbox(this.bus).subscription([this.topic]));
  }

  allApplied(count: number, by: ConsumingService = this.service): Promise<readonly Effect[]> {
    return eventually(
      () => by.effects(),
      (effects) => effects.length >= count,
    );
  }

  async hasPassed(marks: readonly BusMark[]): Promise<void> {
    await eventually(() => this.bus.hasPassed(this.service.name, marks), Boolean);
  }

  /** Nothing of the topic is acknowledged: what lags is what stands on it, with what a send written twice left there. */
  async lagIsAll(): Promise<void> {
    await this.lagIs(await this.onTopic());
  }

  async onTopic(): Promise<number> {
    return (await this.bus.read(this.topic, 10_000)).length;
  }

  async lagIs(count: number): Promise<void> {
    await eventually(
      () => this.bus.lag(this.service.name, [this.topic]),
      (lags) => lags.length === 1 && lags[0]?.messages === count,
    );
  }
}

export function expectEachOnceInOrder(effects: readonly Effect[], sent: readonly BusMessage[]): void {
  expect(effects).toHaveLength(sent.length);
  for (const subject of new Set(sent.map((one) => one.subject))) {
    const applied = effects.filter((one) => one.subject === subject).map(({ n }) => n);
    const wanted = sent.filter((one) => one.subject === subject).map(({ data }) => data['n']);
    expect(applied).toEqual(wanted);
  }
}
