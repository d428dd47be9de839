/** Keeps the first bytes of a stream, up to a limit, and remembers whether there were more. */
export class CappedOutput {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  #size = 0;
  #truncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  push(chunk: Buffer): void {
    const room = this.#limit - this.#size;
    if (chunk.length > room) this.#truncated = true;
    if (room <= 0) return;
    const kept = chunk.subarray(0, room);
    this.#chunks.push(kept);
    this.#size += kept.length;
  }

  text(encoding: 'utf8' | 'base64'): string {
    const all = Buffer.concat(this.#chunks);
    if (encoding === 'base64' || !this.#truncated) return all.toString(encoding);
    // A character that was cut in two is left out.
    return new TextDecoder().decode(all, { stream: true });
  }
}
