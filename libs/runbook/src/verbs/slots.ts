/** Takes one place in a group, of which it has so many. */
export interface Seat {
  group: string;
  max: number;
}

interface Waiting<T> {
  item: T;
  seats: readonly Seat[];
}

/**
 * Works through items in their order, so many at once and so many per group. An item of which one group is full lets
 * later ones pass.
 */
export class Slots<T> {
  readonly #waiting: Waiting<T>[];
  readonly #concurrency: number;
  readonly #perGroup = new Map<string, number>();
  #running = 0;

  /** @param seatsOf the groups of an item, each named once: a place is needed in all of them */
  constructor(items: readonly T[], concurrency: number, seatsOf: (item: T) => readonly Seat[] = () => []) {
    this.#waiting = items.map((item) => ({ item, seats: seatsOf(item) }));
    this.#concurrency = concurrency;
  }

  /** Resolves when every item's work has ended; `work` must not throw. */
  work(work: (item: T) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const fill = () => {
        while (hasRoom(this.#running, this.#concurrency)) {
          const next = this.#take();
          if (next === undefined) break;
          this.#running += 1;
          work(next.item).then(() => {
            this.#running -= 1;
            for (const { group } of next.seats) this.#perGroup.set(group, this.#taken(group) - 1);
            fill();
          }, reject);
        }
        if (this.#running === 0 && this.#waiting.length === 0) resolve();
      };
      fill();
    });
  }

  #take(): Waiting<T> | undefined {
    const fits = ({ seats }: Waiting<T>) => seats.every(({ group, max }) => hasRoom(this.#taken(group), max));
    const index = this.#waiting.findIndex(fits);
    if (index < 0) return undefined;
    const [next] = this.#waiting.splice(index, 1);
    for (const { group } of next?.seats ?? []) this.#perGroup.set(group, this.#taken(group) + 1);
    return next;
  }

  #taken(group: string): number {
    return this.#perGroup.get(group) ?? 0;
  }
}

/** Where nobody is, there is room for one: without any place, or with NaN of them, items would wait for ever. */
const hasRoom = (taken: number, max: number): boolean => taken === 0 || taken < max;
