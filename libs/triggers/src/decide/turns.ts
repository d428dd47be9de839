import type { Clock, Release } from '@opsbook/context';

/**
 * One after the other: whoever reads the ledger and writes what follows from it does so in a turn, so that nobody writes in
 * between. A virtual clock stands still meanwhile.
 */
export class Turns {
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #held: Release = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      this.#held = this.#clock.hold();
      try {
        return await act();
      } finally {
        this.#held();
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Within a turn: waits for something that may itself wait for the clock. */
  async aside<T>(act: () => Promise<T>): Promise<T> {
    this.#held();
    try {
      return await act();
    } finally {
      this.#held = this.#clock.hold();
    }
  }
}
