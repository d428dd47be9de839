import type { Clock } from '@opsbook/context';
import type { Json } from '@opsbook/runbook';
import type { Remembered } from '@opsbook/triggers';

export interface SeenSignaturesOptions {
  clock: Clock;
  /** Under which the ledger remembers them. */
  owner: string;
  /** What the ledger remembers of an owner. */
  memory: (owner: string) => Readonly<Record<string, Json>>;
}

/**
 * The signatures that were accepted, each for as long as its time-stamp would be. The ledger has those of earlier processes, so
 * that what somebody recorded is of no use after a restart either.
 */
export class SeenSignatures {
  readonly #options: SeenSignaturesOptions;
  /** Until when, in the order in which they came; times do not rise strictly, as senders' clocks differ. */
  readonly #until: Map<string, number>;
  /** Those that are over, and that the ledger may still have. */
  readonly #over: string[] = [];

  constructor(options: SeenSignaturesOptions) {
    this.#options = options;
    const before = Object.entries(options.memory(options.owner)) as [string, number][];
    this.#until = new Map(before.sort(([, a], [, b]) => a - b));
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

  /** What the ledger has to keep of one that was taken, and may forget. */
  remembered(signature: string): Remembered {
    const over = this.#over.splice(0).map((old): [string, undefined] => [old, undefined]);
    return {
      owner: this.#options.owner,
      changes: { ...Object.fromEntries(over), [signature]: this.#until.get(signature) },
    };
  }

  #forgetOld(): void {
    const now = this.#options.clock.now();
    for (const [signature, until] of this.#until) {
      // Those behind it may be over too, and go when it does.
      if (until > now) return;
      this.#until.delete(signature);
      this.#over.push(signature);
    }
  }
}
