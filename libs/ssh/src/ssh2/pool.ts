import type { Clock } from '@opsbook/context';
import type { Connection } from './connection.ts';

/** A connection that somebody uses; `release` gives it back. */
export interface Lease {
  connection: Connection;
  /** How many others use it now. */
  others: () => number;
  release: () => void;
}

interface Slot {
  connection: Promise<Connection>;
  /** Known once it stands. */
  open: Connection | undefined;
  users: number;
  most: number;
  lastUsed: number;
}

export interface PoolOptions {
  clock: Clock;
  /** Sessions on one connection at once. */
  sessions: number;
  /** Seconds for which an unused connection is kept. */
  keep: number;
  /** Seconds for an answer from a connection that was unused for a while. */
  answerTimeout: number;
}

// An unused connection that is older is asked whether it still stands: a firewall may have forgotten it.
const DOUBTFUL_AFTER = 15_000;

/**
 * Keeps connections and shares them. It has no timer of its own: what is unused for too long is closed when the pool is
 * used the next time, so that it keeps no process alive and no virtual clock running.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #slots = new Map<string, Set<Slot>>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** @param forwards it is used to go on to other hosts: servers do not count that as a session */
  async lease(key: string, connect: () => Promise<Connection>, { forwards = false } = {}): Promise<Lease> {
    this.#sweep();
    for (;;) {
      const slot = this.#vacant(key, forwards) ?? this.#add(key, connect);
      const doubtful = slot.open !== undefined && slot.users === 0 && this.#age(slot) > DOUBTFUL_AFTER;
      slot.users += 1;
      let connection: Connection;
      try {
        connection = await slot.connection;
      } catch (error) {
        slot.users -= 1;
        throw error;
      }
      if (doubtful && !(await connection.answers(this.#options.answerTimeout))) {
        connection.destroy();
        this.#remove(key, slot);
        continue;
      }
      const end = connection.use();
      let released = false;
      return {
        connection,
        others: () => slot.users - 1,
        release: () => {
          if (released) return;
          released = true;
          slot.users -= 1;
          slot.lastUsed = this.#options.clock.now();
          end();
          this.#sweep();
        },
      };
    }
  }

  /** The server gives no further session on this connection: it is full with what it has. */
  full(key: string, connection: Connection): void {
    for (const slot of this.#slots.get(key) ?? []) {
      if (slot.open === connection) slot.most = Math.max(1, slot.users - 1);
    }
  }

  async close(): Promise<void> {
    const all = [...this.#slots.values()].flatMap((slots) => [...slots]);
    this.#slots.clear();
    await Promise.all(
      all.map(async (slot) => {
        const connection = await slot.connection.catch(() => undefined);
        connection?.close();
        connection?.destroy();
      }),
    );
  }

  #vacant(key: string, forwards: boolean): Slot | undefined {
    for (const slot of this.#slots.get(key) ?? []) {
      if (slot.open?.closed !== true && (forwards || slot.users < slot.most)) return slot;
    }
    return undefined;
  }

  #add(key: string, connect: () => Promise<Connection>): Slot {
    const { sessions, clock } = this.#options;
    const slot: Slot = { connection: connect(), open: undefined, users: 0, most: sessions, lastUsed: clock.now() };
    slot.connection.then(
      (connection) => {
        slot.open = connection;
        connection.onClose(() => this.#remove(key, slot));
      },
      () => this.#remove(key, slot),
    );
    const slots = this.#slots.get(key) ?? new Set();
    this.#slots.set(key, slots.add(slot));
    return slot;
  }

  #age({ lastUsed }: Slot): number {
    return this.#options.clock.now() - lastUsed;
  }

  #sweep(): void {
    for (const [key, slots] of this.#slots) {
      for (const slot of slots) {
        if (slot.open === undefined || slot.users > 0 || this.#age(slot) <= this.#options.keep * 1000) continue;
        this.#remove(key, slot);
        slot.open.close();
      }
    }
  }

  #remove(key: string, slot: Slot): void {
    const slots = this.#slots.get(key);
    slots?.delete(slot);
    if (slots?.size === 0) this.#slots.delete(key);
  }
}
