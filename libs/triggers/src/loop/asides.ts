/** Questions that are asked while all else goes on, and their answers in this life of the process. */
export class Asides<T> {
  readonly #answers = new Map<string, T>();
  readonly #asking = new Map<string, Promise<void>>();

  answer(key: string): T | undefined {
    return this.#answers.get(key);
  }

  forget(key: string): void {
    this.#answers.delete(key);
  }

  /**
   * Asks, unless somebody is being asked already.
   * @param question never rejects; undefined: there is no answer yet
   * @param then called when it has come to an end
   */
  ask(key: string, question: () => Promise<T | undefined>, then: (answer: T | undefined) => void): void {
    if (this.#asking.has(key)) return;
    const asking = question().then((answer) => {
      this.#asking.delete(key);
      if (answer !== undefined) this.#answers.set(key, answer);
      then(answer);
    });
    this.#asking.set(key, asking);
  }

  /** Resolves when nobody is being asked. */
  async idle(): Promise<void> {
    await Promise.all(this.#asking.values());
  }
}
