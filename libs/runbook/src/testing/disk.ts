import { MemoryStore } from '../embedded/memory-store.ts';
import type { RunStore } from '../embedded/run-store.ts';
import { overrideStore } from './override-store.ts';

/** What outlives the processes of a test: a file, or a map. */
export interface Disk {
  /** Opened by each process anew, and closed by it. */
  open: () => RunStore;
  /** Takes it away when the test is over. */
  remove?: () => void;
}

/** A disk in memory. A process that closes it closes it for itself. */
export function memoryDisk(): Disk {
  const store = new MemoryStore();
  return {
    open: () => {
      const releases: (() => void)[] = [];
      return overrideStore(store, {
        watch: (fn) => {
          const release = store.watch(fn);
          releases.push(release);
          return release;
        },
        close: () => {
          for (const release of releases) release();
          return Promise.resolve();
        },
      });
    },
  };
}
