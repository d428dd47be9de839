import { type Clock, VirtualClock } from '@opsbook/context';
import type { EngineOptions } from '../engine.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import { MemoryStore } from './memory-store.ts';
import type { RunStore } from './run-store.ts';

export interface MemoryEngineOptions<S> extends EngineOptions<S> {
  /** Default: a new {@link VirtualClock}. */
  clock?: Clock;
  /** Keeps the runs; given again, it plays the disk that outlives a crashed process. */
  store?: RunStore;
}

let lives = 0;

/** An engine without a disk. A second one on the same store stands for the process that comes after a crash. */
export function memoryEngine<S>(options: MemoryEngineOptions<S>): EmbeddedEngine<S> {
  const { clock = new VirtualClock(), store = new MemoryStore() } = options;
  lives += 1;
  const owner = { id: `memory-${lives}`, host: 'memory', pid: lives };
  return new EmbeddedEngine({ ...options, clock, store, owner, isGone: (run) => run.owner?.id !== owner.id });
}
