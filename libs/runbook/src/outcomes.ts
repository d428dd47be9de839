import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';

const SKIPPED = Symbol.for('@opsbook/runbook.skipped');
const KEPT = Symbol.for('@opsbook/runbook.kept');

const has = (thrown: unknown, mark: symbol): thrown is Error =>
  typeof thrown === 'object' && thrown !== null && mark in thrown;

/** Whether it was thrown by {@link skip}, of whichever copy of the package. */
export const isSkipped = (thrown: unknown): thrown is Error => has(thrown, SKIPPED);

/** Whether it was thrown by {@link keep}, of whichever copy of the package. */
export const isKept = (thrown: unknown): thrown is Error => has(thrown, KEPT);

class Skipped extends Error {
  readonly [SKIPPED] = true;

  constructor(reason: string) {
    super(reason);
    this.name = 'Skipped';
  }
}

/** Ends an item of an `each` as skipped, with the reason that its report gives. */
export function skip(reason: string): never {
  throw new Skipped(reason);
}

class Kept extends Error {
  readonly [KEPT] = true;

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
