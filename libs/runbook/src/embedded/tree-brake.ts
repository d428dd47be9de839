import type { Release } from '@opsbook/context';
import type { Freeze } from '../freeze.ts';
import type { RunRecord } from '../run-record.ts';
import { freezeOfTree } from './freeze-of-tree.ts';
import type { RunStore } from './run-store.ts';

/** The stop button as one process sees it that executes a run with all that it starts: they stop together. */
export class TreeBrake {
  readonly #store: RunStore;
  readonly #root: RunRecord;
  readonly #watchers = new Set<() => void>();
  readonly #unwatch: Release;
  #met: Freeze | undefined;

  constructor(store: RunStore, root: RunRecord) {
    this.#store = store;
    this.#root = root;
    this.#unwatch = store.watch(() => this.changed());
  }

  /** The freeze that was met first, else the one that is met now. */
  freeze(): Freeze | undefined {
    if (this.#met !== undefined) return this.#met;
    this.#met = freezeOfTree(this.#store, this.#root);
    if (this.#met !== undefined) this.changed();
    return this.#met;
  }

  watch(fn: () => void): Release {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  /** Something happened that may let a run of the tree stop. */
  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  close(): void {
    this.#unwatch();
  }
}
