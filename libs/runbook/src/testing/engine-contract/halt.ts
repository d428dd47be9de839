/** A place in a step's function where the first process that comes there stops for ever, so that it can be killed there. */
export class Halt {
  #arrive: () => void = () => undefined;
  #open = false;
  /** Resolves when the first one is there. */
  readonly reached = new Promise<void>((resolve) => (this.#arrive = resolve));

  /** Never resolves for the first one; at once for all after it. */
  async here(): Promise<void> {
    if (this.#open) return;
    this.#open = true;
    this.#arrive();
    await new Promise(() => undefined);
  }
}
