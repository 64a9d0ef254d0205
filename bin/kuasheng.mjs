#!/usr/bin/env node
// @ts-check
// The command line: npx kuasheng <command>. Installs and builds first where that is needed.
import { nodeArgumentsOf, prepare, run } from '../tools/build/prepare.mjs';

await prepare();
process.exitCode = await run(process.execPath, [
  ...nodeArgumentsOf(['dist/apps/platform/src/main.js']),
  ...process.argv.slice(2),
]);
