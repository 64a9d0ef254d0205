import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { Supervisor, type SupervisorOptions } from './supervisor.js';

/** Free ports for the four services, so that a passing platform never meets one that stays. */
export async function freePorts(): Promise<Readonly<Record<ServiceName, number>>> {
  const servers = await Promise.all(SERVICES.map(() => listening()));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(SERVICES.map((service, index) => [service, ports[index]])) as Record<ServiceName, number>;
}

function listening(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** A platform for the length of one task, on free ports and in a folder that goes away. */
export async function withTemporaryPlatform<T>(
  options: Partial<SupervisorOptions>,
  task: (supervisor: Supervisor) => Promise<T>,
): Promise<T> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kuasheng-')));
  const supervisor = new Supervisor({
    bus: 'postgres',
    jobs: 'postgres',
    separate: false,
    ports: await freePorts(),
    logLevel: 'warn',
    ...options,
    folder,
  });
  try {
    await supervisor.start();
    return await task(supervisor);
  } finally {
    await supervisor.stop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}
