import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@opsbook/context';

/** The ids of the runs that a process starts: they sort by time and are short enough to be read aloud. */
export class RunIds {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** No two of a process share a millisecond, so that only processes have to be told apart by chance. */
  next(): string {
    this.#last = Math.max(this.#clock.now(), this.#last + 1);
    return `${this.#last.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
  }
}

/** Whether a text is a whole id, of a run or of a child, and not the beginning of one. */
export const isRunId = (text: string): boolean => /^[0-9a-z]{9,}-[0-9a-f]{6,}(\.[0-9a-f]{12})*$/.test(text);

/** A child's id is the same in every replay of its parent. 48 bits: two of ten thousand children must not share one. */
export const childRunId = (parent: string, path: string): string =>
  `${parent}.${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
