// @ts-check
// Lets plain Node find `#event-store` and the like in the sources, for the consumer that the contract suite kills.
import { readFileSync } from 'node:fs';

const root = new URL('../../../../../', import.meta.url);
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.base.json', root), 'utf8'));

/** @type {import('node:module').ResolveHook} */
export const resolve = (specifier, context, nextResolve) => {
  const [file] = compilerOptions.paths[specifier] ?? [];
  return nextResolve(file === undefined ? specifier : new URL(file, root).href, context);
};
