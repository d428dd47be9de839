/**
 * Works through items in their order, so many at once and so many per group. An item whose group is full lets later
 * ones pass.
 */
export class Slots<T> {
  readonly #waiting: T[];
  readonly #concurrency: number;
  readonly #limit: ((item: T) => { group: string; max: number }) | undefined;
  readonly #perGroup = new Map<string, number>();
  #running = 0;

  constructor(items: readonly T[], concurrency: number, limit?: (item: T) => { group: string; max: number }) {
    this.#waiting = [...items];
    this.#concurrency = Math.max(1, concurrency);
    this.#limit = limit;
  }

  /** Resolves when every item's work has ended; `work` must not throw. */
  work(work: (item: T) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const fill = () => {
        while (this.#running < this.#concurrency) {
          const item = this.#take();
          if (item === undefined) break;
          this.#running += 1;
          work(item).then(() => {
            this.#running -= 1;
            this.#leave(item);
            fill();
          }, reject);
        }
        if (this.#running === 0 && this.#waiting.length === 0) resolve();
      };
      fill();
    });
  }

  #take(): T | undefined {
    if (this.#limit === undefined) return this.#waiting.shift();
    for (const [index, item] of this.#waiting.entries()) {
      const { group, max } = this.#limit(item);
      const running = this.#perGroup.get(group) ?? 0;
      if (running >= Math.max(1, max)) continue;
      this.#perGroup.set(group, running + 1);
      this.#waiting.splice(index, 1);
      return item;
    }
    return undefined;
  }

  #leave(item: T): void {
    if (this.#limit === undefined) return;
    const { group } = this.#limit(item);
    this.#perGroup.set(group, (this.#perGroup.get(group) ?? 1) - 1);
  }
}
