import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const long = process.env['OPSBOOK_LONG'] === '1' ? [] : ['\\.long\\.test\\.ts$'];
const together = process.env['OPSBOOK_TESTS'] === 'together';

/** Where `npm test` runs all tests of a package, its files share their modules (jest/together.js). Otherwise each has its own. */
const share = (part, parts) => ({
  roots: ['<rootDir>', here('jest')],
  testMatch: [here('jest/together.js')],
  globals: { share: { part, parts } },
});

/** What every package's jest.config.js exports; run with `node --experimental-vm-modules`. */
const preset = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@opsbook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': here('jest.transform.js') },
  transformIgnorePatterns: ['/node_modules/'],
  setupFiles: [here('jest.setup.js')],
  ...(together ? share(0, 1) : { testMatch: ['**/src/**/*.test.ts'] }),
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.contract\\.test\\.ts$', ...long],
  // Tests take virtual time; this much real time only passes where something hangs, however busy the machine is. The one limit
  // of all tests: where more is tried at night, it is raised there.
  testTimeout: 600_000,
  coverageProvider: 'v8',
};
export default preset;

/** For a package whose tests take long: its files in so many parts, of which two run at once. */
export const inParts = (parts, config) =>
  together
    ? {
        ...config,
        projects: Array.from({ length: parts }, (_, part) => ({
          ...config,
          ...share(part, parts),
          displayName: `${config.displayName} ${part + 1}/${parts}`,
        })),
      }
    : config;
