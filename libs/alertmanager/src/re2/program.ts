import { AlertmanagerError } from '../errors.ts';
import type { Assertion, CharTest, Node } from './syntax.ts';

/** The time to match a text is at most its length times this. */
const MOST_INSTRUCTIONS = 20_000;

/** One state of the automaton; targets are indices. */
export type Instruction =
  | { op: 'match' }
  | { op: 'char'; test: CharTest; next: number }
  | { op: 'assert'; at: Assertion; next: number }
  | { op: 'split'; left: number; right: number };

/** A non-deterministic automaton. */
export interface Program {
  instructions: readonly Instruction[];
  start: number;
}

/** @throws ALERTMANAGER_REGEXP_LIMIT */
export function compile(node: Node): Program {
  const instructions: Instruction[] = [{ op: 'match' }];
  const emit = (instruction: Instruction): number => {
    if (instructions.length >= MOST_INSTRUCTIONS) {
      const message = `a regular expression is too large to be matched here (more than ${MOST_INSTRUCTIONS} states)`;
      throw new AlertmanagerError('ALERTMANAGER_REGEXP_LIMIT', message);
    }
    return instructions.push(instruction) - 1;
  };

  // From the end to the beginning: the state that each part leads to is known when the part is made.
  const add = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'char':
        return emit({ op: 'char', test: part.test, next });
      case 'assert':
        return emit({ op: 'assert', at: part.at, next });
      case 'concat':
        return part.of.reduceRight((target, one) => add(one, target), next);
      case 'alternate':
        return part.of.map((one) => add(one, next)).reduceRight((right, left) => emit({ op: 'split', left, right }));
      case 'repeat':
        return addRepeat(part, next);
    }
  };
  const addRepeat = ({ of, min, max }: Extract<Node, { kind: 'repeat' }>, next: number): number => {
    let start = next;
    if (max === Infinity) {
      const loop = { op: 'split' as const, left: next, right: next };
      start = emit(loop);
      loop.left = add(of, start);
    } else {
      for (let count = min; count < max; count += 1) {
        start = emit({ op: 'split', left: add(of, start), right: next });
      }
    }
    for (let count = 0; count < min; count += 1) start = add(of, start);
    return start;
  };
  return { start: add(node, 0), instructions };
}
