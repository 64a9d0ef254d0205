import { KafkaEventBus } from './kafka/kafka-event-bus.js';
import type { EventBus } from './port.js';
import type { KafkaBusOptions } from './kafka/connection.js';
import { PostgresEventBus } from './postgres/postgres-event-bus.js';

export type EventBusConfig =
  /** `url`: the bus's own database, which must exist. */
  { readonly kind: 'postgres'; readonly url: string } | ({ readonly kind: 'kafka' } & KafkaBusOptions);

/** The bus a configuration asks for; it connects when it is used. */
export function createEventBus(config: EventBusConfig): EventBus {
  return config.kind === 'postgres' ? new PostgresEventBus(config.url) : new KafkaEventBus(config);
}
