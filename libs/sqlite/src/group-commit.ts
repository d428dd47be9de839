import type { Clock, Release } from '@opsbook/context';
import type { Database } from './database.ts';
import { isOfStatement } from './sqlite-error.ts';

interface Job {
  perform: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Puts the writes that were asked for in one turn of the event loop on the disk in one transaction: what costs time is
 * the sync of the disk, not the writing. One that throws takes nothing of the others with it.
 */
export class GroupCommit {
  readonly #db: Pick<Database, 'write' | 'part'>;
  readonly #clock: Clock;
  #jobs: Job[] = [];
  #release: Release = () => undefined;

  /** @param clock stands still until what was asked for is written */
  constructor(db: Pick<Database, 'write' | 'part'>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Performs a write inside `Database.write`, after those that were asked for before. It may be performed again, after
   * all was taken back. Resolves once it is durable; rejects with what it threw, or with the `LedgerError` for which
   * nothing of the whole transaction could be kept.
   */
  add<T>(perform: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ perform, resolve: resolve as Job['resolve'], reject });
      if (this.#jobs.length > 1) return;
      this.#release = this.#clock.hold();
      setImmediate(() => this.flush());
    });
  }

  /** Writes what was asked for, now. */
  flush(): void {
    const jobs = this.#jobs;
    if (jobs.length === 0) return;
    this.#jobs = [];
    try {
      for (const settle of this.#commit(jobs)) settle();
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    } finally {
      this.#release();
    }
  }

  /** Answers how to tell who asked, now that it is durable. */
  #commit(jobs: readonly Job[]): (() => void)[] {
    try {
      return this.#db.write(() => jobs.map(perform));
    } catch (error) {
      if (!isOfStatement(error)) throw error;
      // Again, each in a savepoint of its own. Those are not free, and hardly ever needed.
      return this.#db.write(() => jobs.map((job) => this.#isolate(job)));
    }
  }

  #isolate(job: Job): () => void {
    try {
      return this.#db.part(() => perform(job));
    } catch (error) {
      if (!isOfStatement(error)) throw error;
      return () => job.reject(error);
    }
  }
}

function perform({ perform, resolve }: Job): () => void {
  const value = perform();
  return () => resolve(value);
}
