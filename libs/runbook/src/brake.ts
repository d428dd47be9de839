import type { Release } from '@opsbook/context';
import type { Freeze } from './freeze.ts';

/** How a run under way learns that the stop button was pushed. */
export interface Brake {
  /** The freeze that stops the run, asked before each step. Once it was met it stays: the run stops, though it be lifted. */
  freeze(): Freeze | undefined;
  /** Whether a freeze has stopped the child at this path. */
  stopped(path: string): boolean;
  /** Calls `fn` whenever the answers may have changed. */
  watch(fn: () => void): Release;
}
