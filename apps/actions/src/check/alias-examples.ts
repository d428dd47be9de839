const MOST = 64;

/**
 * Commands that a format is meant for: each placeholder with one word and with two, optional parts with and without, each alternative of a group.
 * A format with other signs of regular expressions has none.
 */
export function aliasExamples(format: string): string[] {
  const reader = new Reader(format);
  const forms = reader.sequence();
  return reader.isDone ? [...new Set(forms.map((form) => form.replaceAll(/\s+/g, ' ').trim()))] : [];
}

class Reader {
  readonly #source: string;
  #at = 0;
  #placeholders = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isDone(): boolean {
    return this.#at === this.#source.length;
  }

  /** Up to the end of a group or of its alternative. */
  sequence(): string[] {
    let forms = [''];
    while (!this.isDone && !')|'.includes(this.#sign)) {
      const next = this.#item();
      if (!next) return [];
      forms = forms.flatMap((form) => next.map((part) => form + part)).slice(0, MOST);
    }
    return forms;
  }

  get #sign(): string {
    return this.#source.charAt(this.#at);
  }

  #item(): string[] | undefined {
    const forms = this.#atom();
    if (!forms || this.#sign !== '?') return /[*+]/.test(this.#sign) ? undefined : forms;
    this.#at += 1;
    return ['', ...forms];
  }

  #atom(): string[] | undefined {
    const rest = this.#source.slice(this.#at);
    const placeholder = /^\{\{\s*(\S+?)\s*(=.*?)?\}\}/s.exec(rest);
    if (placeholder) {
      this.#at += placeholder[0].length;
      this.#placeholders += 1;
      const word = `value${this.#placeholders}`;
      return [word, `${word} more`, ...(placeholder[2] === undefined ? [] : [''])];
    }
    if (this.#sign === '(') return this.#group();
    const signs = /^\[([^\]^\\])[^\]\\]*\]/.exec(rest);
    const blank = /^\\s[+*]?/.exec(rest);
    const literal = signs ?? blank ?? /^\\[^\w]/.exec(rest) ?? /^[^\\[\]*+{}^$.]/.exec(rest);
    if (!literal) return undefined;
    this.#at += literal[0].length;
    return [signs?.[1] ?? (blank ? ' ' : literal[0].slice(-1))];
  }

  #group(): string[] | undefined {
    this.#at += this.#source.startsWith('(?:', this.#at) ? 3 : 1;
    const forms = this.sequence();
    while (this.#sign === '|') {
      this.#at += 1;
      forms.push(...this.sequence());
    }
    if (this.#sign !== ')') return undefined;
    this.#at += 1;
    return forms.length > 0 ? forms : undefined;
  }
}
