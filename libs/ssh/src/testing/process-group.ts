import type { Clock, Release } from '@opsbook/context';

/** The processes of one command on a simulated host, which end together. */
export class ProcessGroup {
  readonly id: number;
  /** Whose they are: sudo changes it. */
  user: string;
  /** Commands that have not ended. */
  readonly running: string[] = [];
  readonly #clock: Clock;
  readonly #killed = new AbortController();
  readonly #killedBy = Promise.withResolvers<string>();
  #signal: string | undefined;
  #abandoned = false;
  #waiting = 0;
  #unpark: Release | undefined;
  #idle = Promise.withResolvers<undefined>();

  constructor(id: number, user: string, clock: Clock) {
    this.id = id;
    this.user = user;
    this.#clock = clock;
  }

  /** The signal that ended it. */
  get signal(): string | undefined {
    return this.#signal;
  }

  /** Resolves with the signal when it is ended by one. */
  get killedBy(): Promise<string> {
    return this.#killedBy.promise;
  }

  /** A command of it begins; the function that is returned says that it has ended. */
  begin(command: string): () => void {
    this.running.push(command);
    return () => {
      const at = this.running.indexOf(command);
      if (at >= 0) this.running.splice(at, 1);
      if (this.running.length === 0) this.#idle.resolve(undefined);
    };
  }

  /** Resolves when all of its commands have ended, or it was killed. */
  async over(): Promise<void> {
    while (this.running.length > 0) {
      this.#idle = Promise.withResolvers();
      await Promise.race([this.#idle.promise, this.killedBy]);
    }
  }

  kill(signal: string): void {
    if (this.#signal !== undefined) return;
    this.#signal = signal;
    this.running.length = 0;
    this.#killedBy.resolve(signal);
    this.#killed.abort();
  }

  /** Nobody waits for it any more: it goes on by itself. */
  abandon(): void {
    this.#abandoned = true;
    this.#unpark?.();
    this.#unpark = undefined;
  }

  /** Waits on the clock, for ever with Infinity, or until it is killed. */
  async wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const signal = this.#killed.signal;
    if (signal.aborted) return;
    this.#park(1);
    const cancel = ms === Infinity ? undefined : this.#clock.after(ms, () => resolve(undefined));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    await promise;
    cancel?.();
    this.#park(-1);
  }

  // The client holds a virtual clock once while its command is under way; parking once lets time go on nevertheless.
  #park(change: 1 | -1): void {
    this.#waiting += change;
    if (this.#waiting > 0 && !this.#abandoned && isParkable(this.#clock)) this.#unpark ??= this.#clock.park();
    else {
      this.#unpark?.();
      this.#unpark = undefined;
    }
  }
}

export const isParkable = (clock: Clock): clock is Clock & { park(): Release } => 'park' in clock;
