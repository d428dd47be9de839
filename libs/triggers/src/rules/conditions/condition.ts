import type { Json } from '@opsbook/runbook';
import type { FieldPath } from './field-path.ts';

export type Payload = Readonly<Record<string, Json | undefined>>;

/** A condition ready to be asked. */
export interface Condition {
  /** As one would read it out: `labels.severity is one of critical, page`. */
  readonly text: string;
  /** A text says why nobody can tell; it does not hold then, and neither does its negation. */
  test(payload: Payload, now: number): boolean | string;
  /** Of one that compares a field. */
  readonly field?: FieldPath;
  /** Of `all`, `any` and `not`. */
  readonly parts?: readonly Condition[];
}

export function all(parts: readonly Condition[]): Condition {
  return {
    text: parts.length === 1 ? textOf(parts) : `(${parts.map(({ text }) => text).join(' and ')})`,
    parts,
    test(payload, now) {
      for (const part of parts) {
        const answer = part.test(payload, now);
        if (answer !== true) return answer;
      }
      return true;
    },
  };
}

export function any(parts: readonly Condition[]): Condition {
  return {
    text: parts.length === 1 ? textOf(parts) : `(${parts.map(({ text }) => text).join(' or ')})`,
    parts,
    test(payload, now) {
      let last: boolean | string = false;
      for (const part of parts) {
        const answer = part.test(payload, now);
        if (answer === true) return true;
        if (last === false) last = answer;
      }
      return last;
    },
  };
}

export function not(part: Condition): Condition {
  return {
    text: `not: ${part.text}`,
    parts: [part],
    test(payload, now) {
      const answer = part.test(payload, now);
      return typeof answer === 'boolean' ? !answer : answer;
    },
  };
}

const textOf = (parts: readonly Condition[]): string => parts.map(({ text }) => text).join('');
