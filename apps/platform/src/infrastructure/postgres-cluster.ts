import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPrograms } from './postgres-programs.js';
import { commandLineOf, processExists } from './processes.js';

const run = promisify(execFile);

/** Above every process id an operating system gives out, so never that of a living process. */
const NO_PROCESS = 2_147_483_647;

/** What must be known of a data folder to reach its server; kept inside it, so that both are made in one rename. */
export interface ClusterRecord {
  readonly password: string;
  readonly port?: number;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const recordFile = (data: string): string => join(data, 'kuasheng.json');

export async function readRecord(data: string): Promise<ClusterRecord> {
  return JSON.parse(await readFile(recordFile(data), 'utf8')) as ClusterRecord;
}

/** Replaces the record in one step: a killed writer leaves the old one. */
export async function writeRecord(data: string, record: ClusterRecord, programs: PostgresPrograms): Promise<void> {
  const half = `${recordFile(data)}.${process.pid}`;
  await writeFile(half, JSON.stringify(record), { mode: 0o600 });
  const { uid, gid } = programs.identity;
  if (uid !== undefined && gid !== undefined) await chown(half, uid, gid);
  await rename(half, recordFile(data));
}

/**
 * Makes the data folder if there is none. The work is done beside it and moved in place at the end: killed at any moment,
 * there is either a whole data folder or none; of two who try at once one wins.
 */
export async function initialiseOnce(home: string, programs: PostgresPrograms): Promise<string> {
  const data = join(home, 'data');
  if (await stat(join(data, 'PG_VERSION')).catch(() => undefined)) return data;
  const half = join(home, `data.${process.pid}`);
  await removeHalfMade(home);
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(home, `password.${process.pid}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    const { uid, gid } = programs.identity;
    if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid);
    const options = ['-D', half, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    // the server's own C.UTF-8: the same order of texts on every machine
    const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await run(programs.initdb, [...options, ...locale, '--data-checksums'], { ...programs.identity, cwd: '/' });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeRecord(half, { password }, programs);
  await rename(half, data).catch(() => rm(half, { recursive: true, force: true }));
  return data;
}

/** What starters left that were killed, or an earlier process of our id. */
async function removeHalfMade(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const [, pid] = /^(?:data|password)\.(\d+)$/.exec(name) ?? [];
    if (pid === undefined || (Number(pid) !== process.pid && processExists(Number(pid)))) continue;
    await rm(join(home, name), { recursive: true, force: true });
  }
}

/** The living server of this data folder, whoever started it; it may still be starting or already stopping. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [pid, , , port] = text.split('\n').map(Number);
  if (!pid || !port || !processExists(pid)) return undefined;
  const command = await commandLineOf(pid);
  return command?.includes('postgres') && command.includes(data) ? { pid, port } : undefined;
}

/**
 * After a reboot the dead server's process id may belong to another program, and PostgreSQL then refuses to start. Only
 * the id is overwritten: the shared memory key behind it still protects the data from children the server left behind.
 */
export async function forgetReusedProcessId(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || (await findPostmaster(data))) return;
  const [pid] = text.split('\n').map(Number);
  if (pid && processExists(pid)) await writeFile(file, text.replace(/^\d+/, String(NO_PROCESS)));
}
