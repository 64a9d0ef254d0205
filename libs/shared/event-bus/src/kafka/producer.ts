import { type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import type { BusMessage } from '../port.js';
import { Turns } from '../waiting.js';
import { chunksOf } from './chunks.js';
import { RETRY } from './connection.js';
import { headersOf } from './headers.js';

const SEND_TIMEOUT_MS = 30_000;

/**
 * One send in flight, ever: kafkajs keeps no order between sends that overlap. Not idempotent on purpose: a send repeated
 * by a retry only writes its messages twice, which consumers notice by the position, while a sequence number that got
 * out of step would stop the producer for good.
 */
export class SerialProducer {
  private readonly producer: Producer;
  private readonly turns = new Turns();
  private connected: Promise<void> | null = null;

  private readonly known = new Set<string>();

  /** `requireTopic` throws for a topic that does not exist: kafkajs would ask for it again and again, for 20 seconds. */
  constructor(
    kafka: Kafka,
    private readonly requireTopic: (topic: string) => Promise<void>,
  ) {
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: RETRY,
    });
  }

  /** Resolves when all in-sync replicas have every message. After a rejection the first ones may be on the topic. */
  send(topic: string, messages: readonly BusMessage[]): Promise<void> {
    return this.turns.take(() => this.sendNow(topic, messages));
  }

  async close(): Promise<void> {
    await this.turns.take(async () => {
      if (this.connected !== null) await this.producer.disconnect();
    });
  }

  private async sendNow(topic: string, messages: readonly BusMessage[]): Promise<void> {
    await this.connect();
    if (!this.known.has(topic)) await this.requireTopic(topic);
    this.known.add(topic);
    for (const chunk of chunksOf(messages.map(recordOf), sizeOf)) {
      await this.producer.send({ topic, messages: chunk, acks: -1, timeout: SEND_TIMEOUT_MS });
    }
  }

  private async connect(): Promise<void> {
    this.connected ??= this.producer.connect();
    try {
      await this.connected;
    } catch (error) {
      this.connected = null;
      throw error;
    }
  }
}

function recordOf(message: BusMessage): Message & { value: string } {
  return { key: message.subject, value: JSON.stringify(message.data), headers: headersOf(message) };
}

/** Roughly what the attributes add to a record. */
const HEADER_BYTES = 700;
const sizeOf = ({ value }: { value: string }): number => Buffer.byteLength(value) + HEADER_BYTES;
