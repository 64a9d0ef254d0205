// @ts-check
// npm run check: types, lint, boundaries, format, rule citations, unit tests. One line a step; the output of one that fails.
// `npm run check -- types lint` runs only the steps whose name has one of the words.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { STEPS } from './steps.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MOST_AT_ONCE = 3;

/** @typedef {{ ok: boolean, output: string }} Outcome */

/**
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
function runNode(args) {
  return new Promise((resolve) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NO_COLOR: '1' };
    const child = spawn(process.execPath, [...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ ok: false, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** @param {import('./steps.mjs').Step} step */
async function runStep({ name, programs }) {
  const begun = performance.now();
  /** @type {Outcome} */
  let outcome = { ok: true, output: '' };
  for (const args of programs) {
    if (outcome.ok) outcome = await runNode(args);
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${outcome.ok ? '✔' : '✘'} ${name}  ${seconds} s\n`);
  if (!outcome.ok) process.stdout.write(`\n${outcome.output.trim()}\n\n`);
  return outcome.ok;
}

const wanted = process.argv.slice(2);
const steps = STEPS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const waiting = [...steps];
/** @type {boolean[]} */
const results = [];
async function work() {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step));
}

const begun = performance.now();
await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, work));
const failed = results.filter((ok) => !ok).length;
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
process.stdout.write(
  failed > 0
    ? `${failed} of ${steps.length} steps failed (${seconds} s)\n`
    : `all ${steps.length} steps passed (${seconds} s)\n`,
);
process.exitCode = failed > 0 || steps.length === 0 ? 1 : 0;
