import type { Clock } from '@opsbook/context';

/** The signatures that were accepted, each for as long as its time-stamp would be. */
export class SeenSignatures {
  readonly #clock: Clock;
  /** Until when, in the order in which they came; times do not rise strictly, as senders' clocks differ. */
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False for one that was taken before. @param until milliseconds since the epoch */
  take(signature: string, until: number): boolean {
    this.#forgetOld();
    if (this.#until.has(signature)) return false;
    this.#until.set(signature, until);
    return true;
  }

  giveBack(signature: string): void {
    this.#until.delete(signature);
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [signature, until] of this.#until) {
      // Those behind it may be over too, and go when it does.
      if (until > now) return;
      this.#until.delete(signature);
    }
  }
}
