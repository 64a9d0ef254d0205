import { TOPIC_PARTITIONS } from './limits.js';

/** The operator's reading order is worth more than parallel reading there: dead letters have one partition. */
export const DEAD_LETTER_PREFIX = 'kuasheng.dead-letter.';

export const deadLetterTopic = (consumer: string): string => `${DEAD_LETTER_PREFIX}${consumer}`;

export const partitionsOf = (topic: string): number => (topic.startsWith(DEAD_LETTER_PREFIX) ? 1 : TOPIC_PARTITIONS);

/** A topic is not there. Topics are made by the topics tool, never on the way. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';

  constructor(topics: readonly string[]) {
    super(`消息主题不存在：${topics.join('、')}；请先用主题工具建立`);
  }
}
