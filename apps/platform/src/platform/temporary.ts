import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { freePort } from '#infra/ports.mjs';
import { onInterrupt } from './interrupt.js';
import { Supervisor, type SupervisorOptions } from './supervisor.js';

/** Free ports for the four services, so that a passing platform never meets one that stays. */
export async function freePorts(): Promise<Readonly<Record<ServiceName, number>>> {
  const ports: [ServiceName, number][] = [];
  for (const service of SERVICES) ports.push([service, await freePort()]);
  return Object.fromEntries(ports) as Record<ServiceName, number>;
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
  const end = async (): Promise<void> => {
    await supervisor.stop();
    const made = options.folder === undefined ? [folder, supervisor.serverFolder ?? folder] : [];
    for (const one of made) await rm(one, { recursive: true, force: true });
  };
  const removeInterrupt = onInterrupt(end);
  try {
    await supervisor.start();
    return await task(supervisor);
  } finally {
    await removeInterrupt();
    await end();
  }
}
