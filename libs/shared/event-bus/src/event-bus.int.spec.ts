import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../../apps/platform/src/infrastructure/embedded-postgres.js';
import { type ContractHarness } from './contract/harness.js';
import { describeEventBusContract } from './contract/describe-event-bus-contract.js';

/** A server of its own: the suite restarts it, and other test files use the common one. */
async function postgresHarness(): Promise<ContractHarness> {
  // Named so that the next run removes what a killed one left (test/global-postgres.mjs).
  const folder = await mkdtemp(join(tmpdir(), `kuasheng-test-pg-${process.pid}-`));
  await chmod(folder, 0o755);
  let server = await startEmbeddedPostgres({ folder });
  const { port } = server;
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  await client.query('create database kuasheng_bus');
  await client.end();
  return {
    config: { kind: 'postgres', url: `${server.url}/kuasheng_bus` },
    restart: async () => {
      await server.stop();
      server = await startEmbeddedPostgres({ folder, port });
    },
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeEventBusContract('PostgreSQL', postgresHarness);
