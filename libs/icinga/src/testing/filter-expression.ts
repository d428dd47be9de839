import { FilterFault, type Token, tokens } from './filter-tokens.ts';
import { COMPARISONS, asText, fieldOf, isTrue, matches } from './filter-values.ts';

export type Scope = Readonly<Record<string, unknown>>;
type Evaluate = (scope: Scope) => unknown;

/**
 * The part of Icinga's language that filters are made of: attributes, literals, lists, comparisons, `in`, `match()`, `!`, `&&`, `||`.
 * @throws FilterFault, for what is no expression at once, for what cannot be evaluated when it is
 */
export function parseFilter(text: string): Evaluate {
  const parser = new Parser(tokens(text));
  const evaluate = parser.or();
  if (parser.peek() !== undefined) throw new FilterFault('syntax error, unexpected input');
  return evaluate;
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(all: Token[]) {
    this.#tokens = all;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  or(): Evaluate {
    let left = this.#and();
    while (this.#took('||')) left = either(left, this.#and());
    return left;
  }

  #and(): Evaluate {
    let left = this.#comparison();
    while (this.#took('&&')) left = both(left, this.#comparison());
    return left;
  }

  #comparison(): Evaluate {
    const left = this.#unary();
    const operator = COMPARISONS[this.peek()?.text ?? ''];
    if (operator === undefined || this.peek()?.kind !== 'sign') return left;
    this.#at += 1;
    const right = this.#unary();
    return (scope) => operator(left(scope), right(scope));
  }

  #unary(): Evaluate {
    if (!this.#took('!')) return this.#primary();
    const inner = this.#unary();
    return (scope) => !isTrue(inner(scope));
  }

  #primary(): Evaluate {
    const token = this.peek();
    this.#at += 1;
    if (token === undefined) throw new FilterFault('syntax error, unexpected new-line');
    if (token.kind === 'value') return () => token.value;
    if (token.kind === 'name') return this.#took('(') ? this.#call(token.text) : this.#path(token.text);
    if (token.text === '(') {
      const inner = this.or();
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') {
      const items = this.#list(']');
      return (scope) => items.map((item) => item(scope));
    }
    throw new FilterFault(`syntax error, unexpected ${token.text}`);
  }

  #call(name: string): Evaluate {
    const [pattern, text] = this.#list(')');
    if (name !== 'match')
      throw new FilterFault(`Error while evaluating expression: Tried to access undefined script variable '${name}'`);
    if (pattern === undefined || text === undefined)
      throw new FilterFault('Error while evaluating expression: Pattern and text must be specified for match().');
    return (scope) => matches(asText(pattern(scope)), asText(text(scope)));
  }

  #list(end: string): Evaluate[] {
    const items: Evaluate[] = [];
    while (!this.#took(end)) {
      items.push(this.or());
      if (this.peek()?.text !== end) this.#expect(',');
    }
    return items;
  }

  #path(root: string): Evaluate {
    let evaluate: Evaluate = (scope) => {
      if (root in scope) return scope[root];
      const message = `Error while evaluating expression: Tried to access undefined script variable '${root}'`;
      throw new FilterFault(message);
    };
    for (;;) {
      const object = evaluate;
      if (this.#took('.')) {
        const field = this.peek();
        if (field?.kind !== 'name') throw new FilterFault('syntax error, unexpected new-line, expecting T_IDENTIFIER');
        this.#at += 1;
        evaluate = (scope) => fieldOf(object(scope), field.text);
      } else if (this.#took('[')) {
        const key = this.or();
        this.#expect(']');
        evaluate = (scope) => fieldOf(object(scope), String(key(scope)));
      } else return evaluate;
    }
  }

  #took(sign: string): boolean {
    const token = this.peek();
    const taken = token?.kind === 'sign' && token.text === sign;
    if (taken) this.#at += 1;
    return taken;
  }

  #expect(sign: string): void {
    if (!this.#took(sign)) throw new FilterFault(`syntax error, expected ${sign}`);
  }
}

const both =
  (a: Evaluate, b: Evaluate): Evaluate =>
  (scope) =>
    isTrue(a(scope)) ? b(scope) : false;

const either =
  (a: Evaluate, b: Evaluate): Evaluate =>
  (scope) =>
    isTrue(a(scope)) ? true : b(scope);
