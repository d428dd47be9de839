import type { RunStore } from '../embedded/run-store.ts';
import { RunbookError } from '../errors.ts';
import { overrideStore } from './override-store.ts';

/** Where a {@link crashingStore} pulls the plug. */
export interface CrashPoint {
  /** The how-manieth write of the process for its runs, from 1. */
  write: number;
  /**
   * The process dies `before` the write is durable, or `after`. `full`: it lives, but this write and all that follow are
   * refused, as on a disk without room.
   */
  when: 'before' | 'after' | 'full';
}

/** A process on a store, as a crash test sees it. */
export interface MortalStore {
  store: RunStore;
  /** Writes so far. */
  writes(): number;
  /** Whether the point was reached. */
  failed(): boolean;
  dead(): boolean;
  /** The process dies now. Resolves when nothing of it can reach the inner store any more. */
  kill(): Promise<void>;
}

/** What a process writes for its runs: each is a point at which it may die. */
const COUNTED = ['insertRun', 'claim', 'takeLease', 'append', 'updateRun'] as const;
const OTHERS = [
  ...['release', 'heartbeat', 'breakLease', 'signal', 'answer', 'requestCancel', 'freeze', 'unfreeze', 'prune'],
] as const;

/**
 * A store whose process dies at one write, or when it is killed: from then on nothing of that process reaches the store
 * any more, and its epoch is void, so that no request of it passes the guard. The inner store is the disk, and lives on.
 * @param onWrite called after each counted write that became durable
 */
export function crashingStore(inner: RunStore, point?: CrashPoint, onWrite?: (write: number) => void): MortalStore {
  let writes = 0;
  let dead = false;
  let full = false;
  const underWay = new Set<Promise<unknown>>();

  const refuseIfOver = () => {
    if (dead) throw new RunbookError('UNEXPECTED', 'the process died');
    if (full) throw new RunbookError('UNEXPECTED', 'the disk is full');
  };
  const perform = async <T>(write: () => Promise<T>): Promise<T> => {
    const writing = write();
    underWay.add(writing);
    try {
      return await writing;
    } finally {
      underWay.delete(writing);
    }
  };
  const counted = async <T>(write: () => Promise<T>): Promise<T> => {
    refuseIfOver();
    writes += 1;
    const own = writes;
    const here = point?.write === own;
    if (here && point.when === 'before') dead = true;
    if (here && point.when === 'full') full = true;
    refuseIfOver();
    const answer = await perform(write);
    onWrite?.(own);
    if (here) dead = true;
    // One that was asked for before another one's death is durable too, but nobody is left to hear of it.
    refuseIfOver();
    return answer;
  };
  const other = async <T>(write: () => Promise<T>): Promise<T> => {
    refuseIfOver();
    return await perform(write);
  };

  const wrapped = (keys: readonly string[], wrap: typeof other) =>
    keys.map((key) => {
      const method = (Reflect.get(inner, key) as (...args: unknown[]) => Promise<unknown>).bind(inner);
      return [key, (...args: unknown[]) => wrap(() => method(...args))] as const;
    });
  const store = overrideStore(inner, {
    ...(Object.fromEntries([...wrapped(COUNTED, counted), ...wrapped(OTHERS, other)]) as Partial<RunStore>),
    epoch: (id) => (dead ? undefined : inner.epoch(id)),
    watch: (fn) => inner.watch(() => (dead ? undefined : fn())),
  });
  return {
    store,
    writes: () => writes,
    failed: () => dead || full,
    dead: () => dead,
    kill: async () => {
      dead = true;
      await Promise.allSettled(underWay);
    },
  };
}
