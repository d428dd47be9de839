import type { Clock } from '@opsbook/context';
import type { Transport } from '../transport.ts';

type Files = NonNullable<Transport['files']>;

/** ssh2 is large: whoever never connects does not wait for it. */
export class LateTransport implements Transport {
  readonly tellExit = false;
  readonly files: Files;
  readonly #clock: Clock;
  readonly #load: () => Promise<Transport>;
  #loading: Promise<Transport> | undefined;

  /** @param load gives a transport with the same `tellExit`, and with `files` */
  constructor(clock: Clock, load: () => Promise<Transport>) {
    this.#clock = clock;
    this.#load = load;
    const files = async () => (await this.#loaded()).files as Files;
    this.files = {
      write: async (...given) => await (await files()).write(...given),
      read: async (...given) => await (await files()).read(...given),
    };
  }

  async open(...given: Parameters<Transport['open']>): ReturnType<Transport['open']> {
    return await (await this.#loaded()).open(...given);
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }

  async #loaded(): Promise<Transport> {
    const release = this.#clock.hold();
    try {
      return await (this.#loading ??= this.#load());
    } finally {
      release();
    }
  }
}
