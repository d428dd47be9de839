import type { Condition, TestCondition } from './condition.ts';
import type { Operator } from './operators.ts';
import { Scanner, SyntaxFault } from './scanner.ts';

const LONGEST = 10_000;
const DEEPEST = 100;

// Longer ones first.
const SIGNS = ['!~*', '!~', '~*', '~', '!=', '<=', '>=', '<', '>', '==', '='] as const;
const VALUE_WORDS = ['iequals', 'contains'] as const;

/**
 * Reads `status=ERROR and not (updated<60d or user.email ~ '@example.org$')`; the README has the grammar.
 * @param from where in the text it begins
 * @throws SyntaxFault
 */
export function parseCondition(text: string, from = 0): Condition {
  if (text.length > LONGEST) throw new SyntaxFault(`a condition may have ${LONGEST} characters`, LONGEST);
  const scanner = new Scanner(text, from);
  const condition = new Parser(scanner).any();
  if (!scanner.atEnd) throw new SyntaxFault(`expected 'and', 'or' or the end${scanner.found()}`, scanner.at);
  return condition;
}

class Parser {
  readonly #scan: Scanner;
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scan = scanner;
  }

  any(): Condition {
    if ((this.#depth += 1) > DEEPEST) throw new SyntaxFault(`conditions lie deeper than ${DEEPEST}`, this.#scan.at);
    const first = this.#all();
    const of = [first];
    while (this.#scan.word('or')) of.push(this.#all());
    this.#depth -= 1;
    return of.length === 1 ? first : { kind: 'or', of };
  }

  #all(): Condition {
    const first = this.#one();
    const of = [first];
    while (this.#scan.word('and')) of.push(this.#one());
    return of.length === 1 ? first : { kind: 'and', of };
  }

  #one(): Condition {
    let negated = false;
    const from = this.#scan.at;
    let nots = 0;
    while (this.#scan.word('not')) {
      negated = !negated;
      if ((nots += 1) > DEEPEST) throw new SyntaxFault(`more than ${DEEPEST} times 'not'`, from);
    }
    const one = this.#primary();
    return negated ? { kind: 'not', of: one } : one;
  }

  #primary(): Condition {
    const opened = this.#scan.at;
    if (this.#scan.sign('(')) {
      const inner = this.any();
      this.#close(opened);
      return inner;
    }
    const at = this.#scan.at;
    const property = this.#scan.path();
    this.#scan.space();
    const paren = this.#scan.at;
    if (!this.#scan.sign('(')) return this.#test(property, at);
    if (this.#scan.sign(')')) return { kind: 'linked', link: property, at };
    const of = this.any();
    this.#close(paren);
    return { kind: 'linked', link: property, of, at };
  }

  #close(opened: number): void {
    if (this.#scan.sign(')')) return;
    const { atEnd } = this.#scan;
    throw new SyntaxFault(
      atEnd ? 'this ( is not closed' : `expected 'and', 'or' or )${this.#scan.found()}`,
      atEnd ? opened : this.#scan.at,
    );
  }

  #test(property: string, at: number): TestCondition {
    const scan = this.#scan;
    const make = (operator: Operator, read: () => string[]): TestCondition => {
      // Behind the quote, so that places inside a pattern are right.
      const value = /['"]/.test(scan.text.charAt(scan.at)) ? scan.at + 1 : scan.at;
      return { kind: 'test', property, operator, values: read(), at: { property: at, value } };
    };
    for (const sign of SIGNS) {
      if (scan.sign(sign)) return make(sign === '==' ? '=' : sign, () => [this.#value(property)]);
    }
    if (scan.word('is')) {
      const not = scan.word('not');
      if (!scan.word('null')) throw new SyntaxFault(`expected 'null'${scan.found()}`, scan.at);
      return make(not ? 'is not null' : 'is null', () => []);
    }
    const not = scan.word('not');
    if (scan.word('in')) return make(not ? 'not in' : 'in', () => this.#list());
    for (const word of VALUE_WORDS) {
      if (scan.word(word)) return make(not ? `not ${word}` : word, () => [this.#value(property)]);
    }
    const expected = not ? 'in, contains or iequals' : 'an operator (= != < <= > >= ~ !~ ~* in contains iequals is)';
    throw new SyntaxFault(`expected ${expected}${scan.found()}`, scan.at);
  }

  #value(property: string): string {
    const at = this.#scan.at;
    const value = this.#scan.quoted() ?? this.#scan.bare(false);
    if (value === 'null' && this.#scan.text.startsWith('null', at)) {
      throw new SyntaxFault(`write "${property} is null", or 'null' in quotes for the text`, at);
    }
    return this.#ended(value, at, false);
  }

  #list(): string[] {
    const opened = this.#scan.at;
    if (!this.#scan.sign('(')) throw new SyntaxFault(`expected (${this.#scan.found()}`, opened);
    const values: string[] = [];
    do {
      const at = this.#scan.at;
      values.push(this.#ended(this.#scan.quoted() ?? this.#scan.bare(true), at, true));
    } while (this.#scan.sign(','));
    if (!this.#scan.sign(')')) throw new SyntaxFault(`expected , or )${this.#scan.found()}`, this.#scan.at);
    return values;
  }

  /** A value ends where a blank, a parenthesis or a comma of a list stands. */
  #ended(value: string, at: number, inList: boolean): string {
    if (this.#scan.at === at) throw new SyntaxFault(`expected a value${this.#scan.found()}`, at);
    const next = this.#scan.text[this.#scan.at] ?? ' ';
    if (!/[\s)]/.test(next) && !(inList && next === ',')) {
      throw new SyntaxFault(`a blank belongs behind a text in quotes`, this.#scan.at);
    }
    this.#scan.space();
    return value;
  }
}
