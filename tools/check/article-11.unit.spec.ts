import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FOLDERS = ['libs', 'services', 'apps', 'tools', 'policies'];
/** A citation of the article that the published text of 医保发〔2022〕22号 leaves out. */
const ARTICLE_11 = /(?:N22[^.;)\n]*\bart(?:icle|\.)?s? ?(?:\d+, ?)*11\b)|22号[^；。)\n]*第十一条/;

const sources = async (): Promise<readonly string[]> => {
  const found = await Promise.all(
    FOLDERS.map(async (folder) => (await readdir(folder, { recursive: true })).map((name) => join(folder, name))),
  );
  const isOurs = (name: string): boolean =>
    /\.(ts|mjs|sql|yaml)$/.test(name) && !name.endsWith('article-11.unit.spec.ts');
  return found.flat().filter(isOurs);
};

describe('the article that is not there', () => {
  it.each(['N22 art. 11', '(CLR-02, N22 art. 10, 11)', '医保发〔2022〕22号第十一条'])(
    'would be found as %s',
    (text) => {
      expect(text).toMatch(ARTICLE_11);
    },
  );

  it.each(['N22 art. 12', 'N22 art. 110', 'SG art. 11', '24号 第十一条'])('is not seen in %s', (text) => {
    expect(text).not.toMatch(ARTICLE_11);
  });

  it('section 10 item 9: nothing is built on it: no code, no test and no policy table cites it', async () => {
    const files = await sources();
    expect(files.length).toBeGreaterThan(500);
    const citing = await Promise.all(
      files.map(async (file) => (ARTICLE_11.test(await readFile(file, 'utf8')) ? [file] : [])),
    );
    expect(citing.flat()).toEqual([]);
  });
});
