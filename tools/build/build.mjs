// @ts-check
// Compiles what stands in the src/ folders to dist/ with swc and copies the data files beside it. Only what changed;
// outputs whose source is gone are removed. Types are checked by `npm run typecheck`, not here.
import { transformFile } from '@swc/core';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const FOLDERS = ['libs', 'services', 'apps', 'tools'];
const DATA = new Set(['.sql', '.yaml', '.json', '.txt', '.html', '.css']);
const NOT_COMPILED = /\.spec\.ts$|\.d\.m?ts$/;

/** @param {string} folder @returns {Promise<string[]>} */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const modifiedMs = async (/** @type {string} */ file) => (await stat(file).catch(() => null))?.mtimeMs ?? -1;

const isWanted = (/** @type {string} */ file) => {
  if (!relative(ROOT, file).includes(`${sep}src${sep}`)) return false;
  return extname(file) === '.ts' ? !NOT_COMPILED.test(file) : DATA.has(extname(file));
};

const outputOf = (/** @type {string} */ file) => join(DIST, relative(ROOT, file)).replace(/\.ts$/, '.js');

/**
 * @param {string} file
 * @param {{ settings: import('@swc/core').Options, settingsMs: number }} build
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function produce(file, { settings, settingsMs }) {
  const output = outputOf(file);
  const newest = Math.max(await modifiedMs(file), settingsMs);
  if ((await modifiedMs(output)) >= newest) return false;
  await mkdir(dirname(output), { recursive: true });
  if (extname(file) !== '.ts') {
    await copyFile(file, output);
    return true;
  }
  const { code, map } = await transformFile(file, { ...settings, filename: file, swcrc: false });
  await writeFile(`${output}.map`, map ?? '');
  await writeFile(output, `${code}\n//# sourceMappingURL=${basename(output)}.map\n`);
  return true;
}

const swcrc = join(ROOT, '.swcrc');
const { $schema: _schema, ...settings } = JSON.parse(await readFile(swcrc, 'utf8'));
const settingsMs = Math.max(await modifiedMs(swcrc), await modifiedMs(fileURLToPath(import.meta.url)));
const sources = (await Promise.all(FOLDERS.map((folder) => filesBelow(join(ROOT, folder))))).flat().filter(isWanted);
const results = await Promise.allSettled(sources.map((file) => produce(file, { settings, settingsMs })));

const expected = new Set(sources.map(outputOf));
const stale = (await filesBelow(DIST)).filter((file) => !expected.has(file.replace(/\.js\.map$/, '.js')));
await Promise.all(stale.map((file) => rm(file, { force: true })));

const failures = results.filter((result) => result.status === 'rejected');
for (const { reason } of failures) process.stderr.write(`${reason?.message ?? reason}\n`);
const built = results.filter((result) => result.status === 'fulfilled' && result.value).length;
if (built > 0 || stale.length > 0) {
  process.stderr.write(`built ${built} of ${sources.length} files, removed ${stale.length}\n`);
}
process.exitCode = failures.length > 0 ? 1 : 0;
