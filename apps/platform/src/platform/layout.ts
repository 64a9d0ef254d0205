import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';

/** What runs where, written down in the data folder so that other commands find it. */
export interface Layout {
  readonly bus: 'postgres' | 'kafka';
  readonly jobs: 'postgres' | 'redis';
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly supervisorPid: number;
}

export const DEFAULT_FOLDER = '.kuasheng';
const FILE = 'platform.json';

/** No platform runs on this folder; the message says how to start one. */
export class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

export async function saveLayout(folder: string, layout: Layout): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, FILE);
  await writeFile(`${file}.new`, JSON.stringify(layout, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export async function readLayout(folder: string): Promise<Layout> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => null);
  if (text === null) throw new NotRunning(`${resolve(folder)} 中没有运行中的平台，请先执行 npm start`);
  return JSON.parse(text) as Layout;
}

export const urlsOn = (host: string, ports: Readonly<Record<ServiceName, number>>): Layout['urls'] =>
  Object.fromEntries(SERVICES.map((service) => [service, `http://${host}:${ports[service]}`])) as Layout['urls'];
