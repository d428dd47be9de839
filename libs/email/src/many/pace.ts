import { type Clock, sleep } from '@opsbook/context';

/** Keeps mails apart: one turn each `spacing` milliseconds, for all that an account sends. */
export class Pace {
  readonly #clock: Clock;
  readonly #spacing: number;
  #next = 0;

  constructor(clock: Clock, spacing: number) {
    this.#clock = clock;
    this.#spacing = spacing;
  }

  /** Rejects with the signal's reason when it aborts first. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#spacing;
    if (at > now) await sleep(this.#clock, at - now, signal);
  }
}
