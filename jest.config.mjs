import { readFileSync } from 'node:fs';

const { compilerOptions } = JSON.parse(readFileSync(new URL('./tsconfig.base.json', import.meta.url), 'utf8'));
const aliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, `<rootDir>/${file.slice(2)}`]),
);
const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;

const shared = {
  rootDir: new URL('.', import.meta.url).pathname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { ...aliases, '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.kuasheng/', '<rootDir>/\\.nx/'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/timeout.ts'],
};

/** Test level is in the file name: unit needs nothing, int the embedded PostgreSQL, kafka/redis/docker those programs, e2e all of it. */
const level = (displayName, extra = {}) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/{libs,services,apps,tools,test}/**/*.${displayName}.spec.ts`],
  ...extra,
});

const path = (name) => new URL(name, import.meta.url).pathname;
/** One embedded PostgreSQL for the levels that need it, started and stopped by the run. */
const postgres = {
  globalSetup: path('./test/global-postgres.mjs'),
  globalTeardown: path('./test/global-postgres-stop.mjs'),
};

export default {
  testSequencer: path('./tools/test/sequencer.mjs'),
  projects: [level('unit'), level('docker'), ...['int', 'kafka', 'redis', 'e2e'].map((name) => level(name, postgres))],
};
