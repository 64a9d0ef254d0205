import { topicOf, type ServiceName } from '#contracts';
import type { BusMessage } from '#event-bus';
import { openBus, parseConfig } from '#service';
import type { ServiceUnderTest } from './service.js';

/** An integration event as another service would have published it. */
export interface EventOfOther {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

const CATCH_UP_MS = 20_000;
let sent = 0;

function messageOf(source: ServiceName, { type, subject, data }: EventOfOther): BusMessage {
  sent += 1;
  const position = `000001.00000000000000000001.${String(sent).padStart(19, '0')}`;
  return {
    ...{ id: `${source}/${position}`, source, type, subject, position, time: '2025-08-01T00:00:00.000Z' },
    metadata: {
      ...{ actor: `system:${source}`, onBehalfOf: 'nation', reason: 'test', businessDate: '2025-08-01' },
      ...{ correlationId: 'test', causationId: null },
    },
    data: { ...data },
  };
}

/** Puts events on the bus as `source` and waits until the service under test has applied them. */
export async function deliver(
  to: ServiceUnderTest,
  environment: Readonly<Record<string, string>>,
  source: ServiceName,
  events: readonly EventOfOther[],
): Promise<void> {
  const bus = openBus(parseConfig(environment), 'test');
  const messages = events.map((event) => messageOf(source, event));
  await bus.publish(topicOf(source), messages);
  await bus.close();
  for (const until = Date.now() + CATCH_UP_MS; ;) {
    const { body } = await to.call('GET', '/ops/lag');
    if ((body as unknown as { behind: number }[]).every(({ behind }) => behind === 0)) return;
    if (Date.now() > until) throw new Error(`${to.url} did not catch up with ${source}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
