// Noise of login scripts, kept for errors.
const MOST_NOISE = 8192;

/** Drops what a stream holds up to a mark and the line break behind it: login scripts write before the command does. */
export class AfterMark {
  readonly #mark: Buffer;
  #held = Buffer.alloc(0);
  #found = false;

  constructor(mark: string) {
    this.#mark = Buffer.from(`${mark}\n`);
  }

  /** What was said before the mark. */
  get noise(): string {
    return this.#held.toString();
  }

  /** What of it comes after the mark. */
  push(chunk: Buffer): Buffer {
    if (this.#found) return chunk;
    const all = Buffer.concat([this.#held, chunk]);
    const at = all.indexOf(this.#mark);
    this.#found = at >= 0;
    this.#held = this.#found ? all.subarray(0, at) : all.subarray(-MOST_NOISE);
    return this.#found ? all.subarray(at + this.#mark.length) : Buffer.alloc(0);
  }
}
