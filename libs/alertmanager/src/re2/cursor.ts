/** The expression as code points, and where the parser stands in it. */
export class Cursor {
  readonly #points: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#points = Array.from(text);
  }

  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  get done(): boolean {
    return this.#at >= this.#points.length;
  }

  /** The character `ahead` of the next one; '' behind the end. */
  peek(ahead = 0): string {
    return this.#points[this.#at + ahead] ?? '';
  }

  /** Takes the next character; '' at the end. */
  next(): string {
    const char = this.peek();
    if (char !== '') this.#at += 1;
    return char;
  }

  /** Takes the text if it is next. */
  accept(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Whether this ASCII text is next. */
  looksAt(text: string): boolean {
    for (let index = 0; index < text.length; index += 1) if (this.peek(index) !== text[index]) return false;
    return true;
  }

  /** What was taken since a position. */
  since(position: number): string {
    return this.#points.slice(position, this.#at).join('');
  }

  /** Everything up to an ASCII text, which is taken too; undefined, and nothing taken, where it does not come. */
  takeUntil(text: string): string | undefined {
    const start = this.#at;
    while (!this.done) {
      if (this.looksAt(text)) {
        const taken = this.since(start);
        this.#at += text.length;
        return taken;
      }
      this.#at += 1;
    }
    this.#at = start;
    return undefined;
  }

  /** Everything that is left. */
  rest(): string {
    const start = this.#at;
    this.#at = this.#points.length;
    return this.since(start);
  }
}
