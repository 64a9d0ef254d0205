/** Limits of the bus in one place; all durations in milliseconds. */
export const BATCH_MESSAGES = 500;

/** Bytes of one send to Kafka: far below the 8 MB a topic takes, so that a batch of large messages is cut in time. */
export const BATCH_BYTES = 1_000_000;

/** Fixed for ever: another number would move subjects to other partitions and break their order. */
export const TOPIC_PARTITIONS = 6;

/** Looked again without a wake-up. */
export const CONSUMER_POLL_MS = 1_000;
export const RELAY_POLL_MS = 500;
/** From the beginning of one batch of the relay that was not full to the next. */
export const RELAY_GATHER_MS = 10;

/** Tries of one batch before the consumer is given up: waits of 0.2, 0.4, 0.8, 1.6 and 3.2 s between them. */
export const DELIVERY_ATTEMPTS = 6;
export const DELIVERY_FIRST_WAIT_MS = 200;

/** Tries to get a lost server back before the process is given up: about a minute. */
export const RECONNECT_ATTEMPTS = 16;
export const RECONNECT_FIRST_WAIT_MS = 100;
export const LONGEST_WAIT_MS = 5_000;

/** Further tries of a single message that failed, and the first wait between them. */
export const MESSAGE_RETRIES = 3;
export const MESSAGE_RETRY_WAIT_MS = 100;

/** New transactions for a batch that met a conflict with another writer. */
export const CONFLICT_RETRIES = 5;

/** How often the bus is asked for its end, and how soon again while a consumer has not come there. */
export const CAUGHT_UP_LOOK_MS = 200;
export const CAUGHT_UP_AGAIN_MS = 50;

/** How often the checkpoint is read while somebody waits for a relay that another process may lead. */
export const PUBLISHED_POLL_MS = 100;

/** Length of an error's text in a dead letter. */
export const ERROR_TEXT_LENGTH = 500;
