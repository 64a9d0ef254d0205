import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventBusConfig } from '../config.js';
import type { ConsumingService } from './harness.js';

const PROGRAM = fileURLToPath(new URL('./consumer-process.mjs', import.meta.url));

/**
 * Runs a consumer in a process of its own and kills it (SIGKILL) after it has committed a batch and before it has
 * acknowledged it. Returns the number of different messages it had applied.
 */
export async function killBeforeAcknowledgement(
  config: EventBusConfig,
  service: ConsumingService,
  topic: string,
): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', PROGRAM, JSON.stringify(config), service.name, service.url, topic],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const firstLine = once(child.stdout, 'data').then(([text]) => Number(String(text)));
  const died = exit.then(([code]) =>
    Promise.reject(new Error(`the consumer ended by itself with code ${String(code)}`)),
  );
  died.catch(() => undefined);
  const applied = await Promise.race([firstLine, died]);
  child.kill('SIGKILL');
  await exit;
  return applied;
}
