import type { Clock, Release } from '@opsbook/context';

export interface PulseOptions {
  clock: Clock;
  /** Does what is to be done now; answers when it wants to be called again (ms since the epoch), if nobody wakes it before. */
  beat: () => Promise<number | undefined>;
  /** Told of an error; the beat comes again after 1 s, 2 s, 4 s ... at most a minute. */
  onTrouble: (error: unknown) => void;
}

const LONGEST = 60_000;

/** Work that is done when there is some: one beat at a time, and another one where somebody woke it meanwhile. */
export class Pulse {
  readonly #options: PulseOptions;
  #woken = false;
  #stopped = false;
  #failures = 0;
  #timer: Release = () => undefined;
  #beating: Promise<void> | undefined;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** While there is trouble, nobody but the clock wakes it. */
  wake(): void {
    this.#woken = true;
    if (this.#failures > 0) return;
    this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#beating;
  }

  #begin(): void {
    if (this.#beating !== undefined || this.#stopped) return;
    this.#timer();
    const release = this.#options.clock.hold();
    // Not at once: whoever wakes it is in the midst of what it tells of.
    const soon = new Promise((resolve) => setImmediate(resolve)).then(release);
    this.#beating = soon
      .then(() => this.#beat())
      .finally(() => {
        this.#beating = undefined;
        if (this.#woken && this.#failures === 0) this.#begin();
      });
  }

  async #beat(): Promise<void> {
    const { clock, beat, onTrouble } = this.#options;
    if (this.#stopped) return;
    this.#woken = false;
    try {
      const next = await beat();
      this.#failures = 0;
      if (next !== undefined) this.#later(next - clock.now());
    } catch (error) {
      this.#failures += 1;
      this.#later(Math.min(LONGEST, 1000 * 2 ** (this.#failures - 1)));
      onTrouble(error);
    }
  }

  #later(ms: number): void {
    this.#timer();
    if (this.#stopped) return;
    this.#timer = this.#options.clock.after(ms, () => this.#begin());
  }
}
