// Starts an embedded PostgreSQL in its own process and stays: tests kill this process. Arguments: folder, port.
import { register } from 'node:module';

register('../tools/infra/ts-hooks.mjs', import.meta.url);
const { startEmbeddedPostgres } = await import('../apps/platform/src/infrastructure/embedded-postgres.ts');

const [folder, port] = process.argv.slice(2);
const { pid, url } = await startEmbeddedPostgres({ folder, port: port ? Number(port) : undefined, durable: false });
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
setInterval(() => undefined, 60_000);
