import type { Clock } from '@opsbook/context';
import type { EngineOptions } from '../engine.ts';
import type { RunOwner, RunRecord } from '../run-record.ts';
import type { RunStore } from './run-store.ts';

/** What an embedded engine needs: a store, a clock, and who it is among the processes on that store. */
export interface EmbeddedEngineOptions<S> extends EngineOptions<S> {
  store: RunStore;
  clock: Clock;
  /** This process. */
  owner: RunOwner;
  /** Whether a run's owner has died, so that the run may be adopted. */
  isGone: (run: RunRecord) => boolean;
  /** Seconds between two heartbeats; left out where no other process can adopt a run. */
  heartbeat?: number;
}
