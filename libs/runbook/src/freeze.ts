import { scrub } from '@opsbook/context';
import { RunbookError } from './errors.ts';
import type { Requester, RunRecord } from './run-record.ts';

/** A stop button that was pushed: until it is lifted, no run in its scope starts or goes on. */
export interface Freeze {
  /** The beginning of the targets that it stops; '' stops everything. */
  scope: string;
  /** How people call the scope: a cloud's name, or `everything`. */
  label: string;
  by: Requester;
  reason: string;
  /** UTC ISO 8601. */
  at: string;
}

/** The freeze that stops a run; undefined when none does. */
export function freezeOf(freezes: readonly Freeze[], { targets }: Pick<RunRecord, 'targets'>): Freeze | undefined {
  return freezes.find(({ scope }) => scope === '' || targets.some((target) => isIn(scope, target)));
}

/** A secret may be part of a target's name, and only one of the processes that wrote the two may have known it. */
const isIn = (scope: string, target: string): boolean =>
  target.startsWith(scope) || scrub(target).startsWith(scrub(scope));

/** Who froze what, since when and why. */
export const freezeText = ({ label, by, reason, at }: Freeze): string =>
  `${label} was frozen by ${by.user} through ${by.surface} at ${at}: ${reason}`;

/** What whoever meets a freeze is told. */
export const frozen = (freeze: Freeze): RunbookError =>
  new RunbookError('FROZEN', freezeText(freeze), { details: { ...freeze } });
