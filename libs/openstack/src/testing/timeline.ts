import type { Clock, Release } from '@opsbook/context';

/** A course of events: each `yield` waits that many seconds; `Infinity` waits until it is woken. */
export type Course = Generator<number, void, void>;

/** A course under way. */
export interface Running {
  /** Ends the wait that it is in, now. */
  wake(): void;
  /** Ends it where it stands, without running the rest. */
  stop(): void;
}

interface Entry {
  at: number;
  fn: () => void;
}

/**
 * Lets things happen in the course of time, lazily: what is due by the clock happens, in order and each at its own time,
 * when somebody looks ({@link settle}). So a virtual clock jumps only from wait to wait of the program under test, and
 * nothing keeps a process alive.
 */
export class Timeline {
  readonly #clock: Clock;
  readonly #speed: number;
  #entries: Entry[] = [];
  #settling: number | undefined;

  /** @param speed how many times faster than the clock things happen */
  constructor(clock: Clock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
  }

  /** Milliseconds since the epoch; inside an event the time at which it was due. */
  now(): number {
    return this.#settling ?? this.#clock.now();
  }

  /** Happens `seconds` from now, divided by the speed; never for Infinity. */
  after(seconds: number, fn: () => void): Release {
    if (seconds === Infinity) return () => undefined;
    const entry = { at: this.now() + (seconds * 1000) / this.#speed, fn };
    const index = this.#entries.findIndex((other) => other.at > entry.at);
    this.#entries.splice(index < 0 ? this.#entries.length : index, 0, entry);
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
  }

  /** Makes everything happen that is due. */
  settle(): void {
    if (this.#settling !== undefined) return;
    const now = this.#clock.now();
    try {
      for (let next = this.#entries[0]; next !== undefined && next.at <= now; next = this.#entries[0]) {
        this.#entries.shift();
        this.#settling = next.at;
        next.fn();
      }
    } finally {
      this.#settling = undefined;
    }
  }

  /** Starts a course; it runs to its first wait at once. */
  run(course: Course): Running {
    let cancel: Release = () => undefined;
    const step = () => {
      const { done, value } = course.next();
      cancel = done === true ? () => undefined : this.after(value, step);
    };
    step();
    return {
      wake: () => {
        cancel();
        step();
      },
      stop: () => {
        cancel();
        course.return();
      },
    };
  }

  /** Seconds at this timeline's speed that have passed since a time of {@link now}. */
  secondsSince(time: number): number {
    return ((this.now() - time) / 1000) * this.#speed;
  }
}
