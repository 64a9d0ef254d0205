// @ts-check
// npm run demo | start | test | check | bench: from a fresh clone with nothing but Node to the thing asked for.
import { nodeArgumentsOf, prepare, run } from '../tools/build/prepare.mjs';

const COMMANDS = {
  demo: ['dist/apps/platform/src/main.js', 'demo'],
  up: ['dist/apps/platform/src/main.js', 'up'],
  bench: ['dist/apps/platform/src/main.js', 'bench'],
  test: ['tools/test/run.mjs'],
  check: ['tools/check/run.mjs'],
};

const [command = '', ...rest] = process.argv.slice(2);
const program = Object.entries(COMMANDS).find(([name]) => name === command)?.[1];
if (program) {
  await prepare();
  process.exitCode = await run(process.execPath, [...nodeArgumentsOf(program), ...rest]);
} else {
  process.stderr.write(`Unknown command "${command}". Known: ${Object.keys(COMMANDS).join(', ')}.\n`);
  process.exitCode = 2;
}
