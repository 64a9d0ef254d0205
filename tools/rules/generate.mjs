// @ts-check
// Writes docs/reference/rules.md: rule -> state -> code -> tests. With --check only says whether it is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageOf, problemsOf, readBook, RULE_PAGE } from './rule-book.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const book = await readBook(ROOT);
const problems = problemsOf(book);
const page = pageOf(book);
const file = join(ROOT, RULE_PAGE);
const isCurrent = page === (await readFile(file, 'utf8').catch(() => ''));

if (process.argv.includes('--check')) {
  if (!isCurrent) problems.push(`${RULE_PAGE} is out of date: run \`node tools/rules/generate.mjs\``);
} else if (!isCurrent) {
  await writeFile(file, page);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
