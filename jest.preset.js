import { fileURLToPath } from 'node:url';

/** What every package's jest.config.js exports; run with `node --experimental-vm-modules`. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@opsbook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': fileURLToPath(new URL('jest.transform.js', import.meta.url)) },
  transformIgnorePatterns: ['/node_modules/'],
  testMatch: ['**/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.contract\\.test\\.ts$'],
  // Tests take virtual time; this much real time only passes where something hangs, however busy the machine is.
  testTimeout: process.env['OPSBOOK_FUZZ_RUNS'] === undefined ? 60_000 : 600_000,
  coverageProvider: 'v8',
};
