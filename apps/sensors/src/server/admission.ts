/** What is held at once at most. */
export interface Limits {
  requests: number;
  bytes: number;
}

/** Counts the requests under way and the bytes of their bodies, so that a storm costs answers and not memory. */
export class Admission {
  readonly #limits: Limits;
  requests = 0;
  bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes a request in, with so many bytes as its body may have; undefined when there is no room. Answers how to let it go. */
  enter(bytes: number): (() => void) | undefined {
    if (this.requests >= this.#limits.requests || this.bytes + bytes > this.#limits.bytes) return undefined;
    this.requests += 1;
    this.bytes += bytes;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.requests -= 1;
      this.bytes -= bytes;
    };
  }
}
