import { z } from 'zod';
import { deadLetterTopic } from './topics.js';

export interface CatalogueEntry {
  readonly type: string;
  readonly topic: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  readonly example: unknown;
}

export interface AsyncApiOptions {
  readonly version: string;
  /** Consumer groups: each has a dead-letter channel. */
  readonly consumers: readonly string[];
}

type JsonObject = Record<string, unknown>;

const text = (description: string): JsonObject => ({ type: 'string', description });

/** The CloudEvents attributes of every message (Kafka protocol binding, binary mode). */
const HEADERS: JsonObject = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time', 'ce_position', 'ce_metadata'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: text('来源与其日志位置，同一事件总是同一标识'),
    ce_source: text('来源服务'),
    ce_type: text('目录中的事件名与版本'),
    ce_subject: text('所属事件流；同一事件流的消息保持顺序，也是 Kafka 的键'),
    ce_time: text('事件发生时间，ISO 8601'),
    ce_position: text('来源日志中的位置，可按文本比较；不大于已处理位置的消息是重复消息'),
    ce_metadata: text('JSON：谁、代表谁、为何、业务日期、关联标识 (SEC-03)'),
    'content-type': { type: 'string', const: 'application/json' },
  },
};

const DEAD_LETTER: JsonObject = {
  name: 'dead-letter',
  title: '未能处理的消息',
  summary: '原消息不变；来处与错误在 ce_metadata 的 deadLetter… 各项',
  contentType: 'application/json',
  headers: { $ref: '#/components/schemas/headers' },
  payload: { type: 'object' },
};

const channelKey = (topic: string): string => topic.replace(/[^A-Za-z0-9_-]/g, '-');

/** AsyncAPI 3.0 document of the integration events: a channel per topic, a message per contract, JSON Schema draft 7. */
export function asyncApiDocument(catalogue: readonly CatalogueEntry[], options: AsyncApiOptions): JsonObject {
  const topics = [...new Set(catalogue.map(({ topic }) => topic))];
  const letters = options.consumers.map(deadLetterTopic);
  return {
    asyncapi: '3.0.0',
    info: {
      title: '跨省异地就医结算与清算：集成事件',
      version: options.version,
      description: '各服务经事件总线交换的事件。至少投递一次，同一事件流内有序；消费者以位置去重。',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([
      ...topics.map((topic) => [channelKey(topic), channelOf(topic, messagesOf(catalogue, topic))]),
      ...letters.map((topic) => [channelKey(topic), channelOf(topic, ['dead-letter'])]),
    ]),
    operations: Object.fromEntries(
      [...topics, ...letters].map((topic) => [
        `publish-${channelKey(topic)}`,
        { action: 'send', channel: { $ref: `#/channels/${channelKey(topic)}` } },
      ]),
    ),
    components: {
      schemas: { headers: HEADERS },
      messages: {
        ...Object.fromEntries(catalogue.map((entry) => [entry.type, messageOf(entry)])),
        ...(letters.length > 0 ? { 'dead-letter': DEAD_LETTER } : {}),
      },
    },
  };
}

const messagesOf = (catalogue: readonly CatalogueEntry[], topic: string): readonly string[] =>
  catalogue.filter((entry) => entry.topic === topic).map(({ type }) => type);

function channelOf(address: string, messages: readonly string[]): JsonObject {
  return {
    address,
    messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: { kafka: { topic: address } },
  };
}

function messageOf({ type, summary, schema, example }: CatalogueEntry): JsonObject {
  const { $schema: _, ...payload } = z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'throw' });
  return {
    name: type,
    title: type,
    summary,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/headers' },
    payload,
    bindings: { kafka: { key: { type: 'string' } } },
    examples: [{ name: type, payload: example }],
  };
}
