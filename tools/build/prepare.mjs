// @ts-check
// What every entrance does first: the right Node, the packages of the lock file, a current build. Imports Node only,
// and nothing that an old Node does not have, so that its answer is a sentence and not a stack.
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** package.json `engines`. */
const OLDEST = { major: 20, minor: 19 };
const LOCK_FILE = 'package-lock.json';
/** npm writes into it what it has installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * The sentence to print if this Node is too old, else nothing.
 * @param {string} version e.g. 20.19.4
 */
export function whyNotThisNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
  return isOld
    ? `需要 Node.js ${OLDEST.major}.${OLDEST.minor} 或更高版本,当前是 ${version}(Kuasheng needs Node >= ${OLDEST.major}.${OLDEST.minor}, this is ${version}).`
    : undefined;
}

/** @param {string} file */
function modifiedMs(file) {
  return statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** @param {string} file @returns {Record<string, LockedPackage>} */
const lockedIn = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;

/**
 * Whether every package of the lock file is there in its version; those for other machines need not be.
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
export function isAllInstalled(locked, installed) {
  return Object.entries(locked).every(([path, { version, optional, devOptional }]) => {
    if (path === '' || version === installed[path]?.version) return true;
    return (optional || devOptional) && installed[path] === undefined;
  });
}

function arePackagesInstalled() {
  const installedMs = modifiedMs(INSTALLED);
  if (installedMs < 0) return false;
  // a checkout or an install touches the lock file without changing what it asks for
  return installedMs >= modifiedMs(LOCK_FILE) || isAllInstalled(lockedIn(LOCK_FILE), lockedIn(INSTALLED));
}

/**
 * Runs a program with our input and output, hands on signals, and gives its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} [folder] the caller's if not given: file arguments are meant from there
 * @returns {Promise<number>}
 */
export function run(program, args, folder = process.cwd()) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { cwd: folder, stdio: 'inherit', shell: needsShell(program) });
    const handOn = (/** @type {NodeJS.Signals} */ signal) => {
      // a terminal's Ctrl-C has reached the child already; a second one would mean "at once"
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, handOn);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, handOn);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

const needsShell = (/** @type {string} */ program) => process.platform === 'win32' && program === 'npm';

/**
 * Paths of the project made absolute, for `node`.
 * @param {readonly string[]} program
 */
export const nodeArgumentsOf = ([file = '', ...args]) => [join(ROOT, file), ...args];

/** Checks Node, installs packages if the lock file is newer, builds what changed. Ends the process if one fails. */
export async function prepare() {
  const why = whyNotThisNode(process.versions.node);
  if (why) {
    process.stderr.write(`${why}\n`);
    process.exit(1);
  }
  if (!arePackagesInstalled()) {
    process.stderr.write('Installing packages (npm ci) …\n');
    await orExit(run('npm', ['ci', '--loglevel=error', '--no-progress'], ROOT));
  }
  await orExit(run(process.execPath, [join(ROOT, 'tools/build/build.mjs')]));
}

/** @param {Promise<number>} running */
async function orExit(running) {
  const code = await running;
  if (code !== 0) process.exit(code);
}
