// Compiles every TypeScript source to dist/ with swc and copies the data files beside them. Only what changed.
import { transformFile } from '@swc/core';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['libs', 'services', 'apps', 'tools'];
const DIST = join(ROOT, 'dist');
const ASSETS = new Set(['.sql', '.yaml', '.json', '.txt', '.html', '.css', '.mjs']);
const TESTS = /\.spec\.ts$|\.d\.m?ts$/;

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
      return [path];
    }),
  );
  return nested.flat();
}

const modified = async (file) => (await stat(file).catch(() => null))?.mtimeMs ?? -1;

const outputOf = (file) => join(DIST, relative(ROOT, file)).replace(/\.ts$/, '.js');

async function produce(file, options) {
  const output = outputOf(file);
  if ((await modified(output)) >= (await modified(file))) return false;
  await mkdir(dirname(output), { recursive: true });
  if (extname(file) !== '.ts') {
    await cp(file, output);
    return true;
  }
  const { code, map } = await transformFile(file, { ...options, filename: file, swcrc: false });
  await writeFile(`${output}.map`, map ?? '');
  await writeFile(output, `${code}\n//# sourceMappingURL=${output.split('/').at(-1)}.map\n`);
  return true;
}

const { $schema: _schema, ...options } = JSON.parse(await readFile(join(ROOT, '.swcrc'), 'utf8'));
const all = (await Promise.all(SOURCES.map((folder) => filesBelow(join(ROOT, folder))))).flat();
const wanted = all.filter((file) => (extname(file) === '.ts' ? !TESTS.test(file) : ASSETS.has(extname(file))));
const results = await Promise.all(wanted.map((file) => produce(file, options)));

const expected = new Set(wanted.map(outputOf));
const stale = (await filesBelow(DIST)).filter((file) => !expected.has(file.replace(/\.map$/, '')));
await Promise.all(stale.map((file) => rm(file)));
const built = results.filter(Boolean).length;
if (built > 0 || stale.length > 0) process.stderr.write(`built ${built} of ${wanted.length} files\n`);
