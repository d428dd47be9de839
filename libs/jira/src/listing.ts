/**
 * A list that is read when it is used: `await` it to have all of it, or walk it with `for await`, which reads page by
 * page and stops reading when the loop is left. Each use asks anew.
 */
export class Listing<T> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #pages: () => AsyncIterable<readonly T[]>;

  constructor(pages: () => AsyncIterable<readonly T[]>) {
    this.#pages = pages;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.#pages()) yield* page;
  }

  then<A = T[], B = never>(
    onFulfilled?: ((all: T[]) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#collect().then(onFulfilled, onRejected);
  }

  async #collect(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) all.push(item);
    return all;
  }
}
