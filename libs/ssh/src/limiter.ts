/** Lets only so many tasks of one key run at once; the others wait in their order. */
export class Limiter {
  readonly #most: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    await this.#enter(key);
    try {
      return await task();
    } finally {
      this.#leave(key);
    }
  }

  async #enter(key: string): Promise<void> {
    const running = this.#running.get(key) ?? 0;
    if (running < this.#most) {
      this.#running.set(key, running + 1);
      return;
    }
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const queue = this.#waiting.get(key) ?? [];
    queue.push(() => resolve(undefined));
    this.#waiting.set(key, queue);
    await promise;
  }

  #leave(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    // The place is handed over, so that nobody else takes it first.
    if (next !== undefined) next();
    else this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
  }
}
