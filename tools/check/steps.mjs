// @ts-check
// What `npm run check` looks at. Every step is a program of its own with an exit code.

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly (readonly string[])[]} programs arguments of node, run one after another
 */

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

/**
 * The longest first, once the caches are warm: they share the cores.
 * @type {readonly Step[]}
 */
export const STEPS = [
  { name: 'unit tests (jest)', programs: [[...JEST, '--selectProjects', 'unit', '--maxWorkers=2', '--silent']] },
  {
    // nx writes its graph of projects, from which the boundaries rule of eslint works
    name: 'lint and project boundaries (eslint, nx)',
    programs: [
      ['node_modules/nx/dist/bin/nx.js', 'graph', '--file=.nx/project-graph.json'],
      [
        'node_modules/eslint/bin/eslint.js',
        '.',
        '--max-warnings=0',
        '--cache',
        '--cache-strategy=content',
        '--cache-location=.nx/eslint/',
      ],
    ],
  },
  { name: 'types (tsc)', programs: [['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']] },
  {
    name: 'imports (dependency-cruiser)',
    programs: [
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config=.dependency-cruiser.mjs',
        ...['--cache', '.nx/dependency-cruiser', '--cache-strategy', 'content'],
        ...['libs', 'services', 'apps', 'tools', 'test'],
      ],
    ],
  },
  {
    name: 'format (prettier)',
    programs: [
      [
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        '.',
        '--log-level=warn',
        '--cache',
        '--cache-strategy=content',
        '--cache-location=.nx/prettier',
      ],
    ],
  },
  { name: 'rules cited and generated page', programs: [['tools/rules/generate.mjs', '--check']] },
];
