import { type Clock, systemClock } from '@opsbook/context';
import { EmbeddedEngine, type Engine, type EngineOptions, type RunRecord } from '@opsbook/runbook';
import { isDead, localOwner } from './local-owner.ts';
import { SqliteStore } from './sqlite-store.ts';

/** Seconds between two signs of life of a process that executes runs. */
const HEARTBEAT = 5;
/** Seconds without a sign of life after which a run may be adopted, wherever its owner was. */
const LOST = 20;

export interface LocalEngineOptions<S> extends EngineOptions<S> {
  /** The ledger's file; it and its directory are made when missing. */
  path: string;
  /** Default: real time. */
  clock?: Clock;
}

/**
 * An engine on a file of this host: what it records outlives the process, and any number of processes may share the
 * file, each executing runs of its own. Throws a `LedgerError` when the file cannot serve.
 */
export function openLocalEngine<S>(options: LocalEngineOptions<S>): Engine {
  const { path, clock = systemClock, ...engine } = options;
  const owner = localOwner();
  const isGone = (run: RunRecord): boolean => {
    if (run.owner === undefined || run.heartbeatAt === undefined) return true;
    if (clock.now() - Date.parse(run.heartbeatAt) > LOST * 1000) return true;
    return run.owner.id !== owner.id && isDead(run.owner, owner);
  };
  const store = new SqliteStore(path, clock);
  return new EmbeddedEngine({ ...engine, store, clock, owner, isGone, heartbeat: HEARTBEAT });
}
