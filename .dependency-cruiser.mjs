// @ts-check
// Which file may import which. The projects' table is in tools/check/layers.mjs; domain folders have rules of their own.
import { FOLDER_OF, LIBRARY_NAMES, MAY_IMPORT, SERVICE_NAMES, TEST_KIT } from './tools/check/layers.mjs';

const TESTS = '\\.spec\\.ts$|/(test|testing|contract)/|fixture\\.ts$|^test/';
const OURS = '^(libs|services|apps|tools|test)/';
const DOMAIN = '/domain/';

const folder = (/** @type {string} */ scope) => `^${FOLDER_OF[scope]}/`;
const anyOf = (/** @type {readonly string[]} */ scopes) => scopes.map(folder).join('|');

/** @param {string} scope */
const projectRule = (scope) => ({
  name: `imports-of-${scope}`,
  comment: `${scope} may import ${MAY_IMPORT[scope].join(', ') || 'no other project'} (tools/check/layers.mjs).`,
  severity: 'error',
  from: { path: folder(scope), pathNot: TESTS },
  to: { path: OURS, pathNot: anyOf([scope, ...MAY_IMPORT[scope]]) },
});

/** @param {string} scope */
const projectTestRule = (scope) => ({
  name: `imports-of-${scope}-tests`,
  comment: `Tests of ${scope} may import what it may, and the test kit.`,
  severity: 'error',
  from: { path: `${folder(scope)}.*(${TESTS})` },
  to: { path: OURS, pathNot: anyOf([scope, ...MAY_IMPORT[scope], ...TEST_KIT]) },
});

const scopes = Object.keys(MAY_IMPORT).filter((scope) => scope !== 'system-tests');

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files never import in a circle.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'An import of something that is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'kernel-stands-alone',
      comment: 'The kernel imports decimal.js and nothing else, not even Node.',
      severity: 'error',
      from: { path: folder('kernel'), pathNot: TESTS },
      to: { pathNot: `${folder('kernel')}|node_modules/decimal\\.js/` },
    },
    {
      name: 'contracts-are-pure',
      comment: 'Contracts are schemas and tables: the kernel and zod.',
      severity: 'error',
      from: { path: folder('contracts'), pathNot: TESTS },
      to: { pathNot: [folder('contracts'), folder('kernel'), 'node_modules/zod/'] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'At run time domain/ needs the kernel and domain/ of its own service, nothing else: no Nest, no Node, no I/O.',
      severity: 'error',
      from: { path: `^(services/[^/]+)/.*${DOMAIN}`, pathNot: TESTS },
      to: {
        dependencyTypesNot: ['type-only'],
        pathNot: [`^$1/.*${DOMAIN}`, folder('kernel'), folder('contracts'), 'node_modules/decimal\\.js/'],
      },
    },
    {
      name: 'domain-takes-types',
      comment: 'Types domain/ takes from its own service, policy, contracts and the event store.',
      severity: 'error',
      from: { path: `^(services/[^/]+)/.*${DOMAIN}`, pathNot: TESTS },
      to: {
        dependencyTypes: ['type-only'],
        pathNot: [
          '^$1/',
          ...['kernel', 'policy', 'contracts', 'event-store'].map(folder),
          'node_modules/decimal\\.js/',
        ],
      },
    },
    {
      name: 'no-service-imports-another',
      comment: 'Services know each other through integration events only.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: `^services/(${SERVICE_NAMES.join('|')})/`, pathNot: '^services/$1/' },
    },
    {
      name: 'libraries-know-no-service',
      comment: 'A library does not know who uses it.',
      severity: 'error',
      from: { path: anyOf(LIBRARY_NAMES) },
      to: { path: '^services/' },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'What runs in production imports no test.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: '\\.spec\\.ts$|node_modules/(@jest|jest|fast-check|testcontainers)/' },
    },
    ...scopes.flatMap((scope) => [projectRule(scope), projectTestRule(scope)]),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|\\.d\\.mts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
    cache: { folder: '.nx/dependency-cruiser', strategy: 'content' },
  },
};
