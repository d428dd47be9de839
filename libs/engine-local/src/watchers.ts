import type { Clock, Release } from '@opsbook/context';

/** Milliseconds between two looks at what other processes wrote. */
const INTERVAL = 250;

/**
 * Tells whoever watches that the ledger may have changed. Own writes are told at once; those of other processes are
 * looked for, and only while somebody watches, so that the process can end otherwise.
 */
export class Watchers {
  readonly #clock: Clock;
  readonly #version: () => number;
  readonly #watchers = new Set<() => void>();
  #seen = 0;
  #stop: Release | undefined;

  /** @param version another number than before, once another process has written */
  constructor(clock: Clock, version: () => number) {
    this.#clock = clock;
    this.#version = version;
  }

  add(fn: () => void): Release {
    // A function of its own, so that the same `fn` may watch twice.
    const watcher = () => fn();
    this.#watchers.add(watcher);
    if (this.#stop === undefined) {
      this.#seen = this.#version();
      this.#arm();
    }
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#disarm();
    };
  }

  tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  close(): void {
    this.#watchers.clear();
    this.#disarm();
  }

  #arm(): void {
    this.#stop = this.#clock.after(INTERVAL, () => {
      this.#arm();
      if (this.#isNew()) this.tell();
    });
  }

  #isNew(): boolean {
    try {
      const version = this.#version();
      if (version === this.#seen) return false;
      this.#seen = version;
      return true;
    } catch {
      // Nobody could catch it here. A ledger that stays out of reach is reported by the next call of somebody who can.
      return false;
    }
  }

  #disarm(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
