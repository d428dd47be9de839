import { RESERVED_WORDS } from './reserved-words.ts';
import { JqlFault, type Token, tokens } from './lexer.ts';

export type Clause =
  { and: Clause[] } | { or: Clause[] } | { not: Clause } | { field: string; operator: string; values: string[] };

export interface Query {
  where: Clause | undefined;
  order: { field: string; descending: boolean }[];
}

/** Reads a query: clauses, AND, OR, NOT, brackets, lists, ORDER BY. Functions and history are not simulated. */
export function parseJql(text: string): Query {
  return new Parser(tokens(text)).query();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  query(): Query {
    const where = this.#at < this.#tokens.length && !this.#isWord('order') ? this.#or() : undefined;
    const order: Query['order'] = [];
    if (this.#word('order')) {
      if (!this.#word('by')) throw this.#unexpected();
      do order.push(this.#sorting());
      while (this.#take('punctuation', ','));
    }
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return { where, order };
  }

  #sorting(): { field: string; descending: boolean } {
    const field = this.#name().toLowerCase();
    const descending = this.#word('desc');
    if (!descending) this.#word('asc');
    return { field, descending };
  }

  #or(): Clause {
    const or = [this.#and()];
    while (this.#word('or') || this.#take('operator', '|') || this.#take('operator', '||')) or.push(this.#and());
    return or.length === 1 ? (or[0] as Clause) : { or };
  }

  #and(): Clause {
    const and = [this.#not()];
    while (this.#word('and') || this.#take('operator', '&') || this.#take('operator', '&&')) and.push(this.#not());
    return and.length === 1 ? (and[0] as Clause) : { and };
  }

  #not(): Clause {
    if (this.#word('not') || this.#take('operator', '!')) return { not: this.#not() };
    if (!this.#take('punctuation', '(')) return this.#clause();
    const inner = this.#or();
    this.#must(')');
    return inner;
  }

  #clause(): Clause {
    const field = this.#name().toLowerCase();
    const negated = this.#word('not');
    if (this.#word('in')) return { field, operator: negated ? 'not in' : 'in', values: this.#list() };
    if (negated) throw this.#unexpected();
    if (this.#word('is')) {
      const operator = this.#word('not') ? 'is not' : 'is';
      if (!this.#word('empty') && !this.#word('null')) throw this.#unexpected();
      return { field, operator, values: [] };
    }
    const token = this.#tokens[this.#at];
    if (token?.type !== 'operator') throw this.#unexpected();
    this.#at += 1;
    return { field, operator: token.text, values: [this.#name()] };
  }

  #list(): string[] {
    this.#must('(');
    const values = [this.#name()];
    while (this.#take('punctuation', ',')) values.push(this.#name());
    this.#must(')');
    return values;
  }

  /** A field's name or a value. */
  #name(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || (token.type !== 'text' && token.type !== 'quoted')) throw this.#unexpected();
    if (token.type === 'text' && RESERVED_WORDS.has(token.text.toLowerCase())) {
      throw new JqlFault(
        `Error in the JQL Query: '${token.text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.`,
      );
    }
    this.#at += 1;
    return token.text;
  }

  #isWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.type === 'text' && token.text.toLowerCase() === word;
  }

  #word(word: string): boolean {
    const is = this.#isWord(word);
    if (is) this.#at += 1;
    return is;
  }

  #take(type: Token['type'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.type !== type || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #must(text: string): void {
    if (!this.#take('punctuation', text)) throw this.#unexpected();
  }

  #unexpected(): JqlFault {
    const token = this.#tokens[this.#at];
    return new JqlFault(
      token === undefined
        ? 'Error in the JQL Query: The query ended unexpectedly.'
        : `Error in the JQL Query: Expecting something else but got '${token.text}'.`,
    );
  }
}
