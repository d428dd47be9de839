import type { RunStore } from '../embedded/run-store.ts';
import { RunbookError } from '../errors.ts';

/** Where a {@link crashingStore} pulls the plug. */
export interface CrashPoint {
  /** The how-manieth write of the run, from 1. */
  write: number;
  /** Before the write is durable, or after. */
  when: 'before' | 'after';
}

/** A process on a store, as a crash test sees it. */
export interface MortalStore {
  store: RunStore;
  /** Writes so far. */
  writes(): number;
  dead(): boolean;
}

/**
 * A store whose process dies at one write: from then on nothing of that process reaches the store any more, and its
 * epoch is void, so that no request of it passes the guard. The inner store is the disk, and lives on.
 * @param onWrite called after each write that became durable
 */
export function crashingStore(inner: RunStore, point?: CrashPoint, onWrite?: (write: number) => void): MortalStore {
  let writes = 0;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new RunbookError('UNEXPECTED', 'the process died');
  };
  const write = async (perform: () => Promise<void>): Promise<void> => {
    if (dead) die();
    writes += 1;
    const own = writes;
    if (point?.write === own && point.when === 'before') die();
    await perform();
    onWrite?.(own);
    if (point?.write === own) die();
  };
  const alive = async <T>(perform: () => Promise<T>): Promise<T> => (dead ? die() : await perform());
  const overrides: Partial<RunStore> = {
    append: (...args) => write(() => inner.append(...args)),
    updateRun: (...args) => write(() => inner.updateRun(...args)),
    insertRun: (...args) => alive(() => inner.insertRun(...args)),
    claim: (...args) => alive(() => inner.claim(...args)),
    takeLease: (...args) => alive(() => inner.takeLease(...args)),
    epoch: (id) => (dead ? undefined : inner.epoch(id)),
    close: () => Promise.resolve(),
  };
  const store = new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(overrides, key) ?? Reflect.get(target, key);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
  return { store, writes: () => writes, dead: () => dead };
}
