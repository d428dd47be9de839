import { fileURLToPath } from 'node:url';
import config from './jest.config.js';

/** Lines that tests run, of every file that is no test, loaded by one or not. */
export default {
  ...config,
  collectCoverage: true,
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.{test,test-support}.ts'],
  coverageReporters: ['json', fileURLToPath(new URL('coverage-by-folder.cjs', import.meta.url))],
  coverageThreshold: { global: { lines: 95 } },
};
