import type { Clock, Release } from './clock.ts';

interface Timer {
  at: number;
  order: number;
  fn: () => void;
}

/**
 * A clock for tests. It jumps to the next timer when nothing is held, that is: when no request is in flight and every
 * lane stands at a timer. Waits then cost no real time, and the order of events is the same in every run.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #held = 0;
  readonly #timers: Timer[] = [];
  #scheduled = false;

  /** @param start the first time shown: UTC ISO 8601, default 2030-01-01T00:00:00Z */
  constructor(start = '2030-01-01T00:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): Release {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: (this.#order += 1), fn };
    this.#timers.push(timer);
    this.#schedule();
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  hold(): Release {
    this.#held += 1;
    return once(() => {
      this.#held -= 1;
      this.#schedule();
    });
  }

  /**
   * The opposite of {@link hold}, for a simulator that keeps a request waiting for this very clock: the request is in
   * flight, and yet time must go on.
   */
  park(): Release {
    this.#held -= 1;
    this.#schedule();
    return once(() => {
      this.#held += 1;
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Everything that a promise set off comes first; only then does time pass.
    setImmediate(() => {
      this.#scheduled = false;
      this.#advance();
    });
  }

  #advance(): void {
    if (this.#held > 0 || this.#timers.length === 0) return;
    const next = this.#timers.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
    this.#timers.splice(this.#timers.indexOf(next), 1);
    this.#now = Math.max(this.#now, next.at);
    next.fn();
    this.#schedule();
  }
}

function once(fn: () => void): Release {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    fn();
  };
}
