import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JobBackend } from '../bullmq/backend.js';

const PROGRAM = fileURLToPath(new URL('./worker-process.mjs', import.meta.url));

/** Runs a worker in a process of its own and kills it (SIGKILL) in the middle of a job. Returns the job's date. */
export async function killedWorker(backend: JobBackend, queue: string, job: string): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM, JSON.stringify(backend), queue, job], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const asOf = once(child.stdout, 'data').then(([text]) => String(text).trim());
  const died = exit.then(([code]) => Promise.reject(new Error(`the worker ended by itself with code ${String(code)}`)));
  died.catch(() => undefined);
  const started = await Promise.race([asOf, died]);
  child.kill('SIGKILL');
  await exit;
  return started;
}
