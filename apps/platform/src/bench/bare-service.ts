import { once } from 'node:events';
import { fastify } from 'fastify';
import { withBareTransactions } from '../infrastructure/bare-database.js';

/**
 * A process that answers every request by one bare transaction of five statements: what a service costs that does nothing of
 * its own. Arguments: url of its database, port. It ends when its parent says so.
 */
const [url = '', port = ''] = process.argv.slice(2);

await withBareTransactions(url, async (transaction) => {
  const app = fastify();
  app.post('/', async ({ body }) => {
    await transaction(JSON.stringify(body));
    return { done: true };
  });
  await app.listen({ host: '127.0.0.1', port: Number(port) });
  process.send?.('ready');
  await once(process, 'disconnect');
  await app.close();
});
