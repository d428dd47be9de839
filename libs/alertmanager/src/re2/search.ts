import type { Program } from './program.ts';
import type { Assertion } from './syntax.ts';

const NEWLINE = 10;

/**
 * Whether the program matches anywhere in the text. It follows all states at once, so that its time is the length of the
 * text times the size of the program, whatever the expression: there is no backtracking.
 */
export function search({ instructions, start }: Program, text: string): boolean {
  const points = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const seen = new Int32Array(instructions.length).fill(-1);
  let states: number[] = [];
  for (let at = 0; at <= points.length; at += 1) {
    const pending = [start, ...states];
    const waiting: number[] = [];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      if (seen[state] === at) continue;
      seen[state] = at;
      const instruction = instructions[state];
      switch (instruction?.op) {
        case 'match':
          return true;
        case 'char':
          waiting.push(state);
          break;
        case 'assert':
          if (holds(instruction.at, points, at)) pending.push(instruction.next);
          break;
        case 'split':
          pending.push(instruction.right, instruction.left);
          break;
        case undefined:
      }
    }
    states = [];
    const point = points[at];
    if (point === undefined) return false;
    for (const state of waiting) {
      const instruction = instructions[state];
      if (instruction?.op === 'char' && instruction.test(point)) states.push(instruction.next);
    }
  }
  return false;
}

function holds(assertion: Assertion, points: readonly number[], at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === points.length;
    case 'line-start':
      return at === 0 || points[at - 1] === NEWLINE;
    case 'line-end':
      return at === points.length || points[at] === NEWLINE;
    case 'word-edge':
      return isWord(points[at - 1]) !== isWord(points[at]);
    case 'no-word-edge':
      return isWord(points[at - 1]) === isWord(points[at]);
  }
}

const isWord = (point: number | undefined): boolean =>
  point !== undefined && point < 0x80 && /\w/.test(String.fromCharCode(point));
