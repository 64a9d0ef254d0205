// @ts-check
// Who may import whom: the one table. ESLint (nx tags), dependency-cruiser and its own spec read it.

/** Foundation first: a library may import what stands before it and is named here. */
const LIBRARIES = {
  kernel: [],
  forms: ['kernel'],
  privacy: ['kernel'],
  contracts: ['kernel'],
  policy: ['kernel'],
  'event-store': ['kernel'],
  jobs: ['kernel'],
  'event-bus': ['kernel', 'contracts', 'event-store'],
  http: ['kernel', 'privacy', 'event-store', 'jobs'],
  service: ['kernel', 'privacy', 'contracts', 'policy', 'event-store', 'event-bus', 'jobs', 'http'],
  testing: ['kernel', 'privacy', 'contracts', 'policy', 'event-store', 'event-bus', 'jobs', 'http', 'service', 'infra'],
};

const SERVICES = ['registration', 'settlement', 'clearing', 'prepayment'];
const libraryNames = Object.keys(LIBRARIES);
const usableByServices = libraryNames.filter((name) => name !== 'testing');

/**
 * Project scope -> scopes it may import besides itself. Services know each other only through the bus.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const MAY_IMPORT = Object.freeze({
  ...LIBRARIES,
  ...Object.fromEntries(SERVICES.map((name) => [name, usableByServices])),
  infra: [],
  simulator: [...usableByServices, ...SERVICES],
  platform: [...usableByServices, ...SERVICES, 'simulator', 'infra'],
  lint: [],
  build: [],
  check: ['rules', 'lint'],
  rules: [],
  'test-runner': ['infra'],
  'system-tests': [...libraryNames, ...SERVICES, 'simulator', 'platform', 'infra'],
});

/** What a test file may import beyond its project: the test kit, the launchers and the platform's embedded PostgreSQL. */
export const TEST_KIT = Object.freeze(['testing', 'infra', 'platform']);

/**
 * Scope -> folder of the project.
 * @type {Readonly<Record<string, string>>}
 */
export const FOLDER_OF = Object.freeze({
  ...Object.fromEntries(libraryNames.map((name) => [name, `libs/shared/${name}`])),
  ...Object.fromEntries(SERVICES.map((name) => [name, `services/${name}`])),
  platform: 'apps/platform',
  ...Object.fromEntries(
    ['infra', 'simulator', 'lint', 'build', 'check', 'rules'].map((name) => [name, `tools/${name}`]),
  ),
  'test-runner': 'tools/test',
  'system-tests': 'test',
});

/** Libraries, for which `MAY_IMPORT` is the order of building. */
export const LIBRARY_NAMES = Object.freeze(libraryNames);
export const SERVICE_NAMES = Object.freeze(SERVICES);
