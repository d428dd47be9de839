/** Where a text ceases to be a condition, and why. */
export class SyntaxFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Letters, digits, `_`, `-` and `:` (as in `hw:cpu_policy`), beginning with a letter or `_`. */
export const BARE_NAME = /[A-Za-z_][\w:-]*/y;
const SPACE = /\s*/y;
const SINGLE_QUOTED = /'(?:[^']|'')*'/y;
const DOUBLE_QUOTED = /"(?:[^"]|"")*"/y;

/** Walks through a text, token by token; what a token is depends on what is expected. */
export class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string, from = 0) {
    this.text = text;
    this.at = from;
    this.space();
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  space(): void {
    this.take(SPACE);
  }

  take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.at;
    const found = what.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  /** A sign, and the space behind it. */
  sign(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    this.space();
    return true;
  }

  /** A word of the language, in whatever letter case, and the space behind it. */
  word(word: string): boolean {
    const end = this.at + word.length;
    if (this.text.slice(this.at, end).toLowerCase() !== word || /[\w:.-]/.test(this.text.charAt(end))) return false;
    this.at = end;
    this.space();
    return true;
  }

  /** A text in quotes; a quote inside stands twice. undefined: there is none. */
  quoted(): string | undefined {
    const quote = this.text[this.at];
    if (quote !== "'" && quote !== '"') return undefined;
    const found = this.take(quote === "'" ? SINGLE_QUOTED : DOUBLE_QUOTED);
    if (found === null) throw new SyntaxFault('this quote is not closed', this.at);
    return found[0].slice(1, -1).replaceAll(quote + quote, quote);
  }

  /** A text that goes on to the next blank or to a `)` that was not opened in it, in a list also to a comma. */
  bare(inList: boolean): string {
    const from = this.at;
    for (let open = 0; this.at < this.text.length; this.at += 1) {
      const character = this.text.charAt(this.at);
      if (/\s/.test(character) || (inList && character === ',')) break;
      if (character === '(') open += 1;
      if (character === ')' && (open -= 1) < 0) break;
    }
    return this.text.slice(from, this.at);
  }

  /** `name`, `user.email`, `metadata.'any key'`. */
  path(): string {
    const segments: string[] = [];
    do {
      const at = this.at;
      const segment = this.quoted() ?? this.take(BARE_NAME)?.[0];
      if (segment === undefined) throw new SyntaxFault(`expected a name${this.found()}`, at);
      segments.push(segment);
    } while (this.text[this.at] === '.' && (this.at += 1) > 0);
    return segments.join('.');
  }

  /** What stands here, for a message. */
  found(): string {
    return this.atEnd ? ', and the text ends' : `, not '${this.text.slice(this.at, this.at + 12)}'`;
  }
}

/** A path as {@link Scanner.path} reads it. */
export const printPath = (path: string): string =>
  path
    .split('.')
    .map((segment, i) => (isPlain(segment, i === 0) ? segment : `'${segment.replaceAll("'", "''")}'`))
    .join('.');

const WORDS = new Set(['not', 'and', 'or']);

function isPlain(segment: string, first: boolean): boolean {
  BARE_NAME.lastIndex = 0;
  return BARE_NAME.exec(segment)?.[0] === segment && !(first && WORDS.has(segment.toLowerCase()));
}
