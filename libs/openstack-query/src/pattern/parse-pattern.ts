import { characterAt } from './character-at.ts';
import { PatternFault } from './pattern-fault.ts';

/** What a regular expression is made of. */
export type PatternNode =
  | { kind: 'one'; fits: (character: string) => boolean }
  | { kind: 'assert'; what: Assertion }
  | { kind: 'sequence' | 'choice'; of: PatternNode[] }
  | { kind: 'repeat'; of: PatternNode; min: number; max: number };

export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary';

const DEEPEST = 100;
const MOST_REPEATS = 1000;

const ATOM_ESCAPE = /\\(?:[dDwWsStnrfv]|0(?!\d)|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|[pP]\{[^}]*\})/y;
const CLASS = /\[(?:\\[^]|[^\]\\])*\]/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
const GROUP = /\((?:\?(?::|<[A-Za-z_]\w*>))?/y;

/** Reads JavaScript's regular expressions, but for what needs backtracking: references back and looks around. */
class PatternParser {
  readonly #text: string;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, ignoreCase: boolean) {
    this.#text = text;
    this.#flags = ignoreCase ? 'iu' : 'u';
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#text.length) throw new PatternFault('this ) closes nothing', this.#at);
    return node;
  }

  #choice(): PatternNode {
    if ((this.#depth += 1) > DEEPEST) throw new PatternFault(`groups lie deeper than ${DEEPEST}`, this.#at);
    const first = this.#sequence();
    const of = [first];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      of.push(this.#sequence());
    }
    this.#depth -= 1;
    return of.length === 1 ? first : { kind: 'choice', of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', of };
      of.push(this.#quantified(this.#atom()));
    }
  }

  #quantified(of: PatternNode): PatternNode {
    const at = this.#at;
    const found = this.#take(QUANTIFIER);
    if (found === null) return of;
    if (of.kind === 'assert') throw new PatternFault('an anchor cannot be repeated', at);
    const [, sign, from, comma, to] = found;
    const min = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
    const bounded = comma === undefined ? min : to === '' ? Infinity : Number(to);
    const max = sign === undefined ? bounded : sign === '?' ? 1 : Infinity;
    if (max < min) throw new PatternFault('the numbers are out of order', at);
    if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity)) {
      throw new PatternFault(`more than ${MOST_REPEATS} repeats`, at);
    }
    return { kind: 'repeat', of, min, max };
  }

  #atom(): PatternNode {
    const at = this.#at;
    const character = characterAt(this.#text, at);
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '^':
      case '$':
        this.#at += 1;
        return { kind: 'assert', what: character === '^' ? 'start' : 'end' };
      case '*':
      case '+':
      case '?':
        throw new PatternFault('there is nothing to repeat', at);
      case '{':
        throw new PatternFault('this { is no number of repeats: write \\{', at);
      default:
        this.#at += character.length;
        return character === '.' ? this.#one('.') : this.#literal(character);
    }
  }

  #group(): PatternNode {
    const at = this.#at;
    this.#take(GROUP);
    if (this.#text[this.#at] === '?') {
      throw new PatternFault('only (...), (?:...) and (?<name>...) are known: the others need backtracking', at);
    }
    const inner = this.#choice();
    if (this.#text[this.#at] !== ')') throw new PatternFault('this ( is not closed', at);
    this.#at += 1;
    return inner;
  }

  #class(): PatternNode {
    const at = this.#at;
    const found = this.#take(CLASS);
    if (found === null) throw new PatternFault('this [ is not closed', at);
    return this.#one(found[0], at);
  }

  #escape(): PatternNode {
    const at = this.#at;
    const found = this.#take(ATOM_ESCAPE);
    if (found !== null) return this.#one(found[0], at);
    const character = this.#text.slice(at + 1, at + 2);
    if (character === 'b' || character === 'B') {
      this.#at += 2;
      return { kind: 'assert', what: character === 'b' ? 'boundary' : 'no-boundary' };
    }
    if (character === '') throw new PatternFault('a lone \\ at the end', at);
    if (/[1-9k]/.test(character)) throw new PatternFault('references back need backtracking', at);
    if (/[A-Za-z0-9]/.test(character)) throw new PatternFault(`\\${character} is not known`, at);
    const escaped = characterAt(this.#text, at + 1);
    this.#at += 1 + escaped.length;
    return this.#literal(escaped);
  }

  #literal(literal: string): PatternNode {
    if (this.#flags === 'u') return { kind: 'one', fits: (character) => character === literal };
    return this.#one(/[\^$\\.*+?()[\]{}|/]/.test(literal) ? `\\${literal}` : literal);
  }

  /** A single character is matched by the engine itself: what a class or `\p{...}` means is not written twice. */
  #one(source: string, at = this.#at): PatternNode {
    let single: RegExp;
    try {
      single = new RegExp(`^(?:${source})$`, this.#flags);
    } catch (error) {
      throw new PatternFault(`${source} is not valid: ${(error as Error).message.replace(/^.*: /, '')}`, at);
    }
    return { kind: 'one', fits: (character) => single.test(character) };
  }

  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at;
    const found = what.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }
}

/** @throws PatternFault */
export const parsePattern = (text: string, ignoreCase: boolean): PatternNode =>
  new PatternParser(text, ignoreCase).parse();
