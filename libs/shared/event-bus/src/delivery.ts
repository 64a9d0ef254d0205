import { DELIVERY_ATTEMPTS, DELIVERY_FIRST_WAIT_MS } from './limits.js';
import type { DeliveredMessage, Subscription } from './port.js';
import { backoff, sleep } from './waiting.js';

/** A batch could not be applied in all its tries: the consumer stops, the process must end and be started anew. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
  /** Read by kafkajs: it must not try the batch again by itself. */
  readonly retriable = false;
}

/**
 * Hands a batch to the subscription, again after a failure, a bounded number of times. The subscription sorts out poison
 * messages itself; what it throws is infrastructure that may come back, such as its database restarting.
 * `goOn` is asked before each further try; when it says no (the consumer is being stopped or has lost the partition) the
 * failure itself is thrown. Throws `DeliveryFailed` after the last try.
 */
export async function deliver(
  subscription: Subscription,
  messages: readonly DeliveredMessage[],
  goOn: () => boolean,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await subscription.handle(messages);
    } catch (error) {
      if (!goOn()) throw error;
      if (attempt + 1 >= DELIVERY_ATTEMPTS) {
        throw new DeliveryFailed(`消费者 ${subscription.consumer} 无法处理消息，已停止`, { cause: error });
      }
    }
    await sleep(backoff(DELIVERY_FIRST_WAIT_MS, attempt));
  }
}
