import type { Expression } from './expression.ts';
import { NotReproduced } from './template-errors.ts';

type Constant = Extract<Expression, { kind: 'constant' }>['value'];

const CONSTANTS: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ...(['true', 'True'] as const).map((name) => [name, true] as const),
  ...(['false', 'False'] as const).map((name) => [name, false] as const),
  ...(['none', 'None'] as const).map((name) => [name, null] as const),
]);
/** Words that are operators or statements of Jinja. */
const WORDS = new Set(['if', 'else', 'is', 'in', 'and', 'or', 'not', 'for', 'loop', 'self', 'recursive']);
/** Keys of a dict that `x.key` does not reach, since they are its methods; `x['key']` does. */
const DICT_METHODS: ReadonlySet<string> = new Set(
  'clear copy fromkeys get items keys pop popitem setdefault update values'.split(' '),
);
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\\': '\\', "'": "'", '"': '"', n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\x07', '\n': '' },
};

/** Reads one expression, from behind `{{` to behind `}}`, or behind `-}}` and the white space that this takes away. */
export class ExpressionParser {
  readonly #source: string;
  #at: number;

  constructor(source: string, at: number) {
    this.#source = source;
    this.#at = at;
  }

  parseToEnd(): { expression: Expression; end: number } {
    const expression = this.#expression();
    if (this.#take('-}}')) this.#space();
    else this.#expect('}}');
    return { expression, end: this.#at };
  }

  #expression(): Expression {
    let of = this.#postfix(this.#primary());
    while (this.#take('|')) {
      const name = this.#name();
      of = { kind: 'filter', name, of, arguments: this.#take('(') ? this.#list(')') : [] };
    }
    return of;
  }

  #postfix(of: Expression): Expression {
    for (;;) {
      if (this.#take('[')) {
        of = { kind: 'item', of, key: this.#expression() };
        this.#expect(']');
      } else if (this.#take('.')) of = this.#attribute(of, this.#name());
      else return of;
    }
  }

  #attribute(of: Expression, name: string): Expression {
    const isCall = this.#take('(');
    if (isCall && !DICT_METHODS.has(name)) return { kind: 'call', of, method: name, arguments: this.#list(')') };
    if (!DICT_METHODS.has(name)) return { kind: 'attribute', of, name };
    if (name !== 'get' || !isCall) throw this.#unknown(`'.${name}' is a method of dicts; write ['${name}']`);
    const [key, otherwise, ...others] = this.#list(')');
    if (key === undefined || others.length > 0) throw this.#unknown('get() takes a key and a default');
    return { kind: 'get', of, key, otherwise };
  }

  #primary(): Expression {
    if (this.#take('{')) return { kind: 'object', entries: this.#entries() };
    if (this.#take('[')) return { kind: 'list', items: this.#list(']') };
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    this.#space();
    const quote = this.#source.charAt(this.#at);
    if (quote === "'" || quote === '"') return { kind: 'constant', value: this.#text(quote) };
    const digits = /^\d+(?![\w.])/.exec(this.#source.slice(this.#at, this.#at + 20))?.[0];
    if (digits !== undefined) {
      this.#at += digits.length;
      return { kind: 'constant', value: Number(digits) };
    }
    const name = this.#name();
    const constant = CONSTANTS.get(name);
    return constant === undefined ? { kind: 'name', name } : { kind: 'constant', value: constant };
  }

  #entries(): [Expression, Expression][] {
    const entries: [Expression, Expression][] = [];
    while (!this.#take('}')) {
      if (entries.length > 0) this.#expect(',');
      if (entries.length > 0 && this.#take('}')) break;
      const key = this.#expression();
      this.#expect(':');
      entries.push([key, this.#expression()]);
    }
    return entries;
  }

  #list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(end)) {
      if (items.length > 0) this.#expect(',');
      if (items.length > 0 && this.#take(end)) break;
      items.push(this.#expression());
    }
    return items;
  }

  #text(quote: string): string {
    const start = this.#at + 1;
    let end = start;
    while (this.#source.charAt(end) !== quote) {
      if (end >= this.#source.length) throw this.#unknown('a text without its end');
      end += this.#source.charAt(end) === '\\' ? 2 : 1;
    }
    this.#at = end + 1;
    return this.#source
      .slice(start, end)
      .replaceAll(
        /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/g,
        (whole, byte?: string, unit?: string, point?: string, sign?: string) => {
          const code = byte ?? unit ?? point;
          if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
          if (sign === undefined || /[\dxuUN]/.test(sign)) throw this.#unknown(`the escape ${whole}`);
          return ESCAPES[sign] ?? whole;
        },
      );
  }

  #name(): string {
    this.#space();
    const name = /^[A-Za-z_]\w*/.exec(this.#source.slice(this.#at, this.#at + 200))?.[0];
    if (name === undefined || WORDS.has(name)) throw this.#unknown('a name was expected');
    this.#at += name.length;
    return name;
  }

  #space(): void {
    while (/\s/.test(this.#source.charAt(this.#at))) this.#at += 1;
  }

  #take(sign: string): boolean {
    this.#space();
    if (!this.#source.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unknown(`'${sign}' was expected`);
  }

  #unknown(what: string): NotReproduced {
    return new NotReproduced(`${what}: ${this.#source.slice(this.#at, this.#at + 40)}`);
  }
}
