export { type CrashOptions, type CrashOutcome, type World, crashEverywhere } from './crash-everywhere.ts';
export { type CrashPoint, type MortalStore, crashingStore } from './crashing-store.ts';
export { type StoreCase, storeContract } from './store-contract.ts';
export { type RunOnceOptions, planOnce, runOnce } from './run-once.ts';
