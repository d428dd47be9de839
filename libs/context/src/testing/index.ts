export { type Target, type TestRunner, contractTarget } from './contract-target.ts';
export { fuzzRuns } from './fuzz-runs.ts';
export { waitOnClock } from './wait-on-clock.ts';
