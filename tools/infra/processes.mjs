// @ts-check
// What the launchers of Kafka and Redis have in common.
import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, isPortFree } from './ports.mjs';

const execute = promisify(execFile);

/** A killed program of many threads holds its port for a moment after it is gone. */
const PORT_RELEASE_MS = 5_000;

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>} what it wrote on both channels; not ok too if there is no such program
 */
export async function run(program, args, timeoutMs = 600_000) {
  try {
    const { stdout, stderr } = await execute(program, [...args], { timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 });
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '', message } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error);
    return { ok: false, output: stdout + stderr || message };
  }
}

/**
 * The port asked for, which must be free; else the one of last time if it is; else any.
 * @param {{ program: string, wanted?: number, last?: number }} choice
 */
export async function choosePort({ program, wanted, last }) {
  if (wanted !== undefined) {
    const deadline = Date.now() + PORT_RELEASE_MS;
    while (!(await isPortFree(wanted))) {
      if (Date.now() > deadline) throw new Error(`端口 ${wanted} 已被占用,${program} 无法启动`);
      await sleep(30);
    }
    return wanted;
  }
  return last !== undefined && (await isPortFree(last)) ? last : freePort();
}

/**
 * Whether a process with this id runs whose command line has the word in it: ids are given out again.
 * @param {number} pid
 * @param {string} word
 */
export async function isRunning(pid, word) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(word);
  }
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output.includes(word);
}

/**
 * Starts a program that outlives us, its output in a file.
 * @param {{ program: string, args: readonly string[], folder: string, log: string }} command
 * @returns {Promise<number>} its process id
 */
export async function launch({ program, args, folder, log }) {
  const output = openSync(log, 'a');
  const child = spawn(program, [...args], { cwd: folder, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  return /** @type {number} */ (child.pid);
}

/**
 * Sends the signal and waits for the end.
 * @param {{ pid: number, word: string, signal: NodeJS.Signals, timeoutMs: number }} end
 */
export async function end({ pid, word, signal, timeoutMs }) {
  if (!(await isRunning(pid, word))) return;
  process.kill(pid, signal);
  const deadline = Date.now() + timeoutMs;
  while (await isRunning(pid, word)) {
    if (Date.now() > deadline) throw new Error(`进程 ${pid} 收到 ${signal} 后 ${timeoutMs / 1000} 秒内没有结束`);
    await sleep(30);
  }
}

/**
 * Asks again while the answer is false; gives up when time is over or the program has ended, and shows its last lines.
 * @param {{ program: string, ask: () => Promise<boolean>, alive: () => Promise<boolean>, log: string, timeoutMs: number }} wait
 */
export async function untilReady({ program, ask, alive, log, timeoutMs }) {
  const deadline = Date.now() + timeoutMs;
  while (!(await ask())) {
    if (Date.now() > deadline || !(await alive())) {
      const tail = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-15).join('\n');
      throw new Error(`${program} 启动失败,日志 ${log}:\n${tail}`);
    }
    await sleep(60);
  }
}

/**
 * @template T
 * @param {string} file
 * @returns {Promise<Partial<T>>}
 */
export async function readState(file) {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text);
}

/**
 * Replaces the file in one step.
 * @param {string} file
 * @param {object} state
 */
export async function writeState(file, state) {
  await writeFile(`${file}.${process.pid}`, JSON.stringify(state));
  await rename(`${file}.${process.pid}`, file);
}

/**
 * A folder in the temporary folder for as long as this process lives. Those of processes that were killed are removed first.
 * @param {string} kind
 * @param {(folder: string) => Promise<void>} killIn ends the program that may still run in a folder
 */
export async function passingFolder(kind, killIn) {
  const prefix = `kuasheng-test-${kind}-`;
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || (await isRunning(owner, 'node'))) continue;
    await removeWithProgram(join(tmpdir(), name), killIn);
  }
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
}

/**
 * @param {string} folder
 * @param {(folder: string) => Promise<void>} killIn
 */
export async function removeWithProgram(folder, killIn) {
  await killIn(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
