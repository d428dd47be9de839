import type { Clock } from '@opsbook/context';
import type { Engine, EngineOptions } from '../../engine.ts';
import type { Claims } from './claims.ts';

/** One process that has an engine open. */
export interface EngineProcess {
  engine: Engine;
  /** It dies without warning: nothing of it reaches the durable state any more, and the others know that it is dead. */
  kill(): Promise<void>;
  /**
   * The others take it for dead although it lives on, as after a long pause of its machine. Resolves when they would
   * execute its runs.
   */
  lose(): Promise<void>;
}

/** A durable state, empty at first, and the processes that share it. */
export interface EngineWorld {
  /** What timers go by; virtual where the engine allows it. Cases wait for seconds. */
  clock: Clock;
  /** Starts a process. */
  open<S>(options: EngineOptions<S>): EngineProcess;
  /** Ends all processes and takes the state away. */
  close(): Promise<void>;
}

/** One thing that every engine holds to. */
export interface EngineCase {
  name: string;
  /** Rejects when the engine does otherwise. The world is a new one. */
  holds: (world: EngineWorld, claims: Claims) => Promise<void>;
}
