export {
  type CrashOptions,
  type CrashOutcome,
  type CrashReport,
  type World,
  crashEverywhere,
  fillDiskEverywhere,
} from './crash-everywhere.ts';
export { crashStride } from './crash-stride.ts';
export { type CrashPoint, type MortalStore, crashingStore } from './crashing-store.ts';
export { Claims } from './engine-contract/claims.ts';
export { embeddedWorld } from './engine-contract/embedded-world.ts';
export { type EngineCase, type EngineProcess, type EngineWorld } from './engine-contract/engine-case.ts';
export { engineContract } from './engine-contract/index.ts';
export { type Disk, memoryDisk } from './disk.ts';
export { everyVerb } from './every-verb.ts';
export { type StoreCase, storeContract } from './store-contract.ts';
export { type RunOnceOptions, planOnce, runOnce } from './run-once.ts';
