// @ts-check
// A consumer in a process of its own that stops between the commit of its first batch and the acknowledgement, says so,
// and waits to be killed. Arguments: event bus configuration (JSON), service name, database url, topic.
import { register } from 'node:module';

register('./alias-hooks.mjs', import.meta.url);
register('../../../../../tools/infra/ts-hooks.mjs', import.meta.url);

const { createEventBus } = await import('../config.ts');
const { ConsumingService } = await import('./harness.ts');
const [config, name, url, topic] = process.argv.slice(2);
const bus = createEventBus(JSON.parse(String(config)));
const service = await ConsumingService.reopen(String(name), String(url));
const inbox = service.inbox(bus);
await bus.subscribe({
  consumer: String(name),
  topics: [String(topic)],
  handle: async (messages) => {
    await inbox.handle(messages);
    // A send that the broker answered late stands on the topic twice; it is applied once.
    process.stdout.write(`${new Set(messages.map(({ id }) => id)).size}\n`);
    await new Promise(() => setInterval(() => undefined, 60_000));
  },
});
