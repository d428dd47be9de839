export { type Target, type TestRunner, contractTarget } from './contract-target.ts';
