export { asyncApiDocument, type AsyncApiOptions, type CatalogueEntry } from './asyncapi.js';
export { CaughtUp, type CaughtUpOptions } from './caught-up.js';
export { createEventBus, type EventBusConfig } from './config.js';
export { DeliveryFailed } from './delivery.js';
export type { DeadLetter } from './inbox/dead-letters.js';
export { MessageRefused, UnreadableMessage, WroteBeforeDeciding } from './inbox/failures.js';
export { Inbox, type InboxOptions, type InboxStore, type ReplayOutcome } from './inbox/inbox.js';
export { migrateMessaging } from './inbox/messaging-tables.js';
export type { KafkaBusOptions } from './kafka/connection.js';
export { KafkaEventBus } from './kafka/kafka-event-bus.js';
export type * from './port.js';
export { migrateBus, PostgresEventBus } from './postgres/postgres-event-bus.js';
export {
  type OutgoingMessage,
  Relay,
  type RelayOptions,
  type RelayStore,
  type Translate,
  TranslationFailed,
} from './relay/relay.js';
export { deadLetterTopic, TopicMissing } from './topics.js';
