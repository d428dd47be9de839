import type { Readable } from 'node:stream';

/** Reads lines and then the rest of a stream, as programs of a shell do one after the other. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held = Buffer.alloc(0);
  #ended = false;

  constructor(stream: Readable) {
    // Otherwise the end of the input would destroy a channel, whose output is still to be written.
    this.#chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  /** A line without its end; undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const at = this.#held.indexOf(10);
      if (at >= 0) {
        const line = this.#held.subarray(0, at).toString();
        this.#held = this.#held.subarray(at + 1);
        return line;
      }
      if (!(await this.#more())) return undefined;
    }
  }

  async rest(): Promise<Buffer> {
    while (await this.#more());
    const all = this.#held;
    this.#held = Buffer.alloc(0);
    return all;
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const next = await this.#chunks.next().catch(() => ({ done: true as const, value: undefined }));
    if (next.done === true) this.#ended = true;
    else this.#held = Buffer.concat([this.#held, next.value]);
    return !this.#ended;
  }
}
