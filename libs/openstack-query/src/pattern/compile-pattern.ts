import { characterAt } from './character-at.ts';
import { type Assertion, type PatternNode, parsePattern } from './parse-pattern.ts';
import { PatternFault } from './pattern-fault.ts';

type Instruction =
  | { do: 'one'; fits: (character: string) => boolean; next: number }
  | { do: 'assert'; what: Assertion; next: number }
  | { do: 'split'; next: number; other: number }
  | { do: 'match' };

const MOST_INSTRUCTIONS = 5000;

/**
 * A regular expression as a test that takes time proportional to the text, whatever the expression: all its ways are walked
 * at once, character by character, without going back. It fits anywhere in the text, unless it is anchored.
 * @throws PatternFault
 */
export function compilePattern(pattern: string, { ignoreCase = false } = {}): (text: string) => boolean {
  const program = new Program(parsePattern(pattern, ignoreCase));
  return (text) => program.test(text);
}

class Program {
  readonly #code: Instruction[] = [];
  readonly #start: number;
  /** At which character an instruction was last waited at: no way is walked twice. */
  readonly #seen: number[];
  #effort = 0;

  constructor(root: PatternNode) {
    this.#start = this.#emit(root, this.#add({ do: 'match' }));
    this.#seen = this.#code.map(() => -1);
  }

  test(text: string): boolean {
    this.#seen.fill(-1);
    let current: number[] = [];
    let before = '';
    for (let at = 0; ;) {
      const character = characterAt(text, at);
      if (this.#follow(this.#start, at, current, before, character)) return true;
      // What waits was followed before this character was known: assertions stand between two.
      if (character === '') return false;
      const next: number[] = [];
      const after = at + character.length;
      const following = characterAt(text, after);
      for (const index of current) {
        const instruction = this.#code[index] as Extract<Instruction, { do: 'one' }>;
        if (!instruction.fits(character)) continue;
        if (this.#follow(instruction.next, after, next, character, following)) return true;
      }
      current = next;
      before = character;
      at = after;
    }
  }

  /** Puts every instruction that can be reached without a character into `into`; true: the end is reached. */
  #follow(from: number, at: number, into: number[], before: string, after: string): boolean {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#seen[index] === at) continue;
      this.#seen[index] = at;
      const instruction = this.#code[index] as Instruction;
      switch (instruction.do) {
        case 'match':
          return true;
        case 'one':
          into.push(index);
          break;
        case 'split':
          open.push(instruction.other, instruction.next);
          break;
        case 'assert':
          if (holds(instruction.what, before, after)) open.push(instruction.next);
      }
    }
    return false;
  }

  #emit(node: PatternNode, next: number): number {
    if ((this.#effort += 1) > 4 * MOST_INSTRUCTIONS) throw tooLarge();
    switch (node.kind) {
      case 'one':
        return this.#add({ do: 'one', fits: node.fits, next });
      case 'assert':
        return this.#add({ do: 'assert', what: node.what, next });
      case 'sequence':
        return node.of.reduceRight((after, one) => this.#emit(one, after), next);
      case 'choice':
        return node.of
          .map((one) => this.#emit(one, next))
          .reduceRight((other, one) => this.#add({ do: 'split', next: one, other }));
      case 'repeat':
        return this.#repeat(node, next);
    }
  }

  #repeat({ of, min, max }: Extract<PatternNode, { kind: 'repeat' }>, next: number): number {
    let entry = next;
    if (max === Infinity) {
      const loop = this.#add({ do: 'split', next, other: next });
      this.#code[loop] = { do: 'split', next: this.#emit(of, loop), other: next };
      entry = loop;
    } else {
      for (let i = min; i < max; i += 1) entry = this.#add({ do: 'split', next: this.#emit(of, entry), other: next });
    }
    for (let i = 0; i < min; i += 1) entry = this.#emit(of, entry);
    return entry;
  }

  #add(instruction: Instruction): number {
    if (this.#code.length >= MOST_INSTRUCTIONS) throw tooLarge();
    return this.#code.push(instruction) - 1;
  }
}

const tooLarge = (): PatternFault =>
  new PatternFault(`the expression is too large: it may have ${MOST_INSTRUCTIONS} states`, 0);

const isWord = (character: string): boolean => /^\w$/.test(character);

function holds(what: Assertion, before: string, after: string): boolean {
  switch (what) {
    case 'start':
      return before === '';
    case 'end':
      return after === '';
    case 'boundary':
      return isWord(before) !== isWord(after);
    case 'no-boundary':
      return isWord(before) === isWord(after);
  }
}
