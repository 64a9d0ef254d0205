import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncApiDocument } from '#event-bus';
import { CATALOGUE, SERVICES } from '#contracts';
import type { Layout } from '../platform/layout.js';
import { PARAMETER_PAGE, parameterPage } from './parameter-page.js';
import { PROJECT_ROOT } from '../platform/project-root.js';
import { withTemporaryPlatform } from '../platform/temporary.js';

const FOLDER = join(PROJECT_ROOT, 'docs', 'reference');

/** Writes the generated documents, or with `checkOnly` names those that are not up to date. */
export function writeReferences(checkOnly: boolean): Promise<readonly string[]> {
  return withTemporaryPlatform({}, async ({ layout }) => {
    const documents = await referenceDocuments(layout as Layout);
    const stale: string[] = [];
    await mkdir(FOLDER, { recursive: true });
    for (const [name, document] of Object.entries(documents)) {
      const text = typeof document === 'string' ? document : `${JSON.stringify(document, null, 2)}\n`;
      if ((await readFile(join(FOLDER, name), 'utf8').catch(() => '')) === text) continue;
      stale.push(name);
      if (!checkOnly) await writeFile(join(FOLDER, name), text);
    }
    return stale;
  });
}

/** The catalogue of events, the parameters of policy tables, and what each running service says of its own routes. */
export async function referenceDocuments({ urls }: Pick<Layout, 'urls'>): Promise<Readonly<Record<string, unknown>>> {
  const documents: Record<string, unknown> = {
    [PARAMETER_PAGE]: parameterPage(),
    'asyncapi.json': asyncApiDocument(CATALOGUE, { version: '1', consumers: [...SERVICES] }),
  };
  for (const service of SERVICES) {
    const response = await fetch(`${urls[service]}/docs/openapi.json`);
    documents[`openapi-${service}.json`] = await response.json();
  }
  return documents;
}
