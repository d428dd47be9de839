import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const long = process.env['OPSBOOK_LONG'] === '1' ? [] : ['\\.long\\.test\\.ts$'];

/** Where `npm test` runs all tests of a package, its files share their modules (jest/together.js). Otherwise each has its own. */
const testFiles =
  process.env['OPSBOOK_TESTS'] === 'together'
    ? { roots: ['<rootDir>', here('jest')], testMatch: [here('jest/whole.js')] }
    : { testMatch: ['**/src/**/*.test.ts'] };

/** What every package's jest.config.js exports; run with `node --experimental-vm-modules`. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@opsbook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': here('jest.transform.js') },
  transformIgnorePatterns: ['/node_modules/'],
  setupFiles: [here('jest.setup.js')],
  ...testFiles,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.contract\\.test\\.ts$', ...long],
  // Tests take virtual time; this much real time only passes where something hangs, however busy the machine is. The one limit
  // of all tests: where more is tried at night, it is raised there.
  testTimeout: 600_000,
  coverageProvider: 'v8',
};
