import { Readable } from 'node:stream';
import type { Upload } from './http-request.ts';

/** The body of one upload on its way. */
export class UploadSource {
  readonly stream: Readable;
  /** What went wrong with the source itself: it threw, or had another length than was said. */
  fault: { error: unknown } | undefined;
  readonly #onProgress: () => void;

  /** @param onProgress called whenever the service has taken so much that more is read */
  constructor(upload: Upload, onProgress: () => void) {
    this.#onProgress = onProgress;
    this.stream = Readable.from(this.#chunks(upload), { objectMode: false });
  }

  async *#chunks({ source, length }: Upload): AsyncGenerator<Uint8Array, void> {
    let read = 0;
    try {
      for await (const chunk of source) {
        read += chunk.length;
        if (length !== undefined && read > length) throw new RangeError(`the source has more than ${length} bytes`);
        this.#onProgress();
        yield chunk;
      }
      if (length !== undefined && read < length)
        throw new RangeError(`the source ended after ${read} of ${length} bytes`);
    } catch (error) {
      this.fault = { error };
      throw error;
    }
    this.#onProgress();
  }
}
