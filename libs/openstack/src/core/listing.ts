/**
 * A list that is read when it is used: `await` it to have all of it, or walk it with `for await`, which reads page by
 * page and stops reading when the loop is left. Awaiting it again gives the same result without asking again; each
 * `for await` asks anew.
 */
export class Listing<T> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #pages: () => AsyncIterable<Iterable<T>>;
  #all: Promise<T[]> | undefined;

  constructor(pages: () => AsyncIterable<Iterable<T>>) {
    this.#pages = pages;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.#pages()) yield* page;
  }

  /**
   * Page by page, for who has very many to read and keeps few: an item is made of the answer when it is come to. A page can be
   * walked once, before the next one is asked for.
   */
  pages(): AsyncIterable<Iterable<T>> {
    return this.#pages();
  }

  then<A = T[], B = never>(
    onFulfilled?: ((all: T[]) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#all ??= this.#collect();
    return this.#all.then(onFulfilled, onRejected);
  }

  async #collect(): Promise<T[]> {
    const all: T[] = [];
    for await (const page of this.#pages()) for (const item of page) all.push(item);
    return all;
  }
}

/** The pages of a list that is known to be empty. */
export const nothing = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
});
