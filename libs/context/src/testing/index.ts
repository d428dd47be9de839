export { type Target, type TestRunner, contractTarget } from './contract-target.ts';
export { fuzzRuns } from './fuzz-runs.ts';
