import { AlertmanagerError } from '../errors.ts';
import { Cursor } from './cursor.ts';
import { parseAtom } from './parse-atom.ts';
import { parseFlags } from './parse-flags.ts';
import { parseQuantifier, repeatsFit } from './parse-quantifier.ts';
import { type Flags, type Node, refused } from './syntax.ts';

const DEEPEST = 500;

/** An open group: its finished alternatives, and the one under way. */
interface Group {
  alternatives: Node[];
  current: Node[];
  /** Those outside of it. */
  outer: Flags;
}

/**
 * A regular expression in RE2's syntax as Go's regexp reads it (its Perl flags).
 * @throws ALERTMANAGER_REGEXP where RE2 refuses it, ALERTMANAGER_REGEXP_LIMIT where it nests too deeply
 */
export function parseRegexp(source: string): Node {
  return new Parser(source).parse();
}

class Parser {
  readonly #cursor: Cursor;
  readonly #groups: Group[] = [];
  #flags: Flags = { fold: false, multiline: false, dotNewline: false };
  #group: Group = { alternatives: [], current: [], outer: this.#flags };
  #stacked = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
    this.#cursor = new Cursor(source);
  }

  parse(): Node {
    let repeated = false;
    while (!this.#cursor.done) repeated = this.#parseOne(repeated);
    if (this.#groups.length > 0) throw refused('missing closing )', this.#source);
    return close(this.#group);
  }

  /** Answers whether what was taken is a quantifier: two in a row are refused. */
  #parseOne(afterQuantifier: boolean): boolean {
    const cursor = this.#cursor;
    const start = cursor.position;
    const quantifier = parseQuantifier(cursor);
    if (quantifier !== undefined) {
      cursor.accept('?');
      const written = cursor.since(start);
      if (afterQuantifier) throw refused('a quantifier behind a quantifier', written);
      const of = this.#group.current.pop();
      if (of === undefined) throw refused('nothing to repeat', written);
      const node: Node = { kind: 'repeat', of, ...quantifier };
      if (of.kind === 'repeat') this.#deeper();
      if (quantifier.counted && !repeatsFit(node)) throw refused('repeat counts that multiply to over 1000', written);
      this.#group.current.push(node);
      return true;
    }
    this.#parsePart();
    return false;
  }

  #parsePart(): void {
    switch (this.#cursor.peek()) {
      case '(':
        this.#open();
        return;
      case ')':
        this.#close();
        return;
      case '|':
        this.#cursor.next();
        this.#group.alternatives.push({ kind: 'concat', of: this.#group.current });
        this.#group.current = [];
        return;
      default:
        for (const part of parseAtom(this.#cursor, this.#flags)) this.#group.current.push(part);
    }
  }

  #open(): void {
    const outer = this.#flags;
    if (this.#cursor.looksAt('(?')) {
      const { flags, opens } = parseFlags(this.#cursor, this.#flags);
      this.#flags = flags;
      if (!opens) return;
    } else {
      this.#cursor.next();
    }
    this.#groups.push(this.#group);
    if (this.#groups.length > DEEPEST) throw this.#tooDeep();
    this.#group = { alternatives: [], current: [], outer };
  }

  #close(): void {
    this.#cursor.next();
    const closed = this.#group;
    const around = this.#groups.pop();
    if (around === undefined) throw refused('unexpected )', this.#source);
    this.#flags = closed.outer;
    this.#group = around;
    this.#group.current.push(close(closed));
  }

  // `a*(?i)*(?i)*...` nests without groups.
  #deeper(): void {
    this.#stacked += 1;
    if (this.#stacked > DEEPEST) throw this.#tooDeep();
  }

  #tooDeep(): AlertmanagerError {
    const message = `a regular expression nests more than ${DEEPEST} levels: '${this.#source.slice(0, 80)}...'`;
    return new AlertmanagerError('ALERTMANAGER_REGEXP_LIMIT', message);
  }
}

const close = ({ alternatives, current }: Group): Node => {
  const last: Node = { kind: 'concat', of: current };
  return alternatives.length === 0 ? last : { kind: 'alternate', of: [...alternatives, last] };
};
