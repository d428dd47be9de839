import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';

/** Thrown by {@link skip}. */
export class Skipped extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Skipped';
  }
}

/** Ends an item of an `each` as skipped, with the reason that its report gives. */
export function skip(reason: string): never {
  throw new Skipped(reason);
}

/** Thrown by {@link keep}. */
export class Kept extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Kept';
  }
}

/** Called in an `undo` to leave the change in place on purpose, with the reason that the report gives. */
export function keep(reason: string): never {
  throw new Kept(reason);
}

/** Ends the run as refused: it must not do its work, and the reason says why. */
export function refuse(reason: string): never {
  throw new RunbookError('REFUSED', reason);
}

/** Ends the run as failed and keeps its report as the output. */
export function fail(reason: string, report?: Json): never {
  throw new RunbookError('RUN_FAILED', reason, report === undefined ? {} : { details: report });
}
