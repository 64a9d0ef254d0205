// @ts-check
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { FOLDER_OF, MAY_IMPORT, TEST_KIT } from './tools/check/layers.mjs';
import kuasheng from './tools/lint/plugin.mjs';

const TYPESCRIPT = ['**/*.ts', '**/*.mts'];
const SCRIPTS = ['**/*.mjs'];
/** Test files and what only they use; a contract suite is run by the tests of every adapter. */
const TESTS = ['**/*.spec.ts', '**/test/**', '**/testing/**', '**/contract/**', '**/*fixture.ts'];
/** Whole files written by a program; none is edited by hand. */
const GENERATED = ['**/generated/**'];

const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };

/** @param {readonly string[]} more scopes everybody may import too */
const boundaries = (more) =>
  /** @type {const} */ ([
    'error',
    {
      enforceBuildableLibDependency: false,
      // the test kit's index loads testcontainers too: a test may name the one file it needs
      allow: more.length === 0 ? [] : ['/testing/src/', '/platform/src/infrastructure/', '/tools/infra/'],
      checkDynamicDependenciesExceptions: ['.*'],
      // the test kit and the host stand on the libraries whose tests use them: a circle of projects, never of files
      // (dependency-cruiser sees to that)
      ignoredCircularDependencies: Object.keys(MAY_IMPORT).flatMap((scope) =>
        TEST_KIT.flatMap((kit) => [
          [kit, scope],
          [scope, kit],
        ]),
      ),
      depConstraints: Object.entries(MAY_IMPORT).map(([scope, allowed]) => ({
        sourceTag: `scope:${scope}`,
        onlyDependOnLibsWithTags: [scope, ...allowed, ...more].map((name) => `scope:${name}`),
        ...(scope === 'kernel' && more.length === 0 ? { allowedExternalImports: ['decimal.js'] } : {}),
      })),
    },
  ]);

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.nx', '.kuasheng', 'coverage', 'out', ...GENERATED] },
  // an exception to a rule stands in this file with its reason, not in the code
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: [...TYPESCRIPT, ...SCRIPTS],
    rules: {
      // an exhaustive switch is one decision, however many events there are
      complexity: ['error', { max: 8, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 70],
      'no-unused-vars': ['error', UNUSED],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { kuasheng },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        {
          minimumDescriptionLength: 20,
          'ts-expect-error': 'allow-with-description',
          'ts-ignore': true,
          'ts-nocheck': true,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'kuasheng/no-number-for-yuan': 'error',
      'kuasheng/no-transaction-outside-event-store': 'error',
    },
  },
  {
    files: TESTS,
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: SCRIPTS,
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'Buffer',
          'fetch',
          'AbortSignal',
          'performance',
          'globalThis',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  // who may import whom, from the tags in project.json
  { plugins: { '@nx': nx } },
  { files: TYPESCRIPT, rules: { '@nx/enforce-module-boundaries': boundaries([]) } },
  { files: TESTS, ignores: SCRIPTS, rules: { '@nx/enforce-module-boundaries': boundaries(TEST_KIT) } },
  {
    // the one place that opens writing transactions, and what makes databases before there is an event store
    files: [
      'libs/shared/event-store/**',
      'libs/shared/testing/**',
      'apps/platform/src/infrastructure/**',
      ...TESTS,
      'test/**',
    ],
    rules: { 'kuasheng/no-transaction-outside-event-store': 'off' },
  },
  {
    // a session of its own for advisory locks and LISTEN; it is opened with default_transaction_read_only=on
    files: ['libs/shared/event-bus/src/postgres/session.ts'],
    rules: { 'kuasheng/no-transaction-outside-event-store': ['error', { readOnlyClient: true }] },
  },
  {
    // ends transactions of the event store as a crash would; it opens none
    files: ['tools/simulator/src/seeds/crashes.ts'],
    rules: { 'kuasheng/no-transaction-outside-event-store': 'off' },
  },
  {
    // what these libraries' tests count, and PostgreSQL's settings, are not money
    files: ['event-store', 'event-bus', 'jobs']
      .flatMap((name) => [`${FOLDER_OF[name]}/**/*.spec.ts`, `${FOLDER_OF[name]}/test/**`])
      .concat('apps/platform/src/infrastructure/**'),
    rules: { 'kuasheng/no-number-for-yuan': 'off' },
  },
  {
    // hospitals send amounts as JSON numbers too: these tests send what they send
    files: ['services/settlement/src/hospital-gateway/messages/**/*.spec.ts'],
    rules: { 'kuasheng/no-number-for-yuan': 'off' },
  },
);
