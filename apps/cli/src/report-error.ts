import { errorValue } from '@opsbook/runbook';
import { type ExitCode, exitCodeForError } from './exit-code.ts';
import { nextStep } from './next-step.ts';
import type { Session } from './session.ts';

/** Says what kept a command from its work; with `--json` as an object with `error` on standard output. */
export function reportError(session: Session, thrown: unknown): ExitCode {
  const error = errorValue(thrown);
  if (session.json) session.printJson({ error });
  const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`;
  session.note(`opsbook: ${error.message}${request}\n`);
  const next = nextStep(error, session);
  if (next !== undefined) session.note(`${next}\n`);
  // An error without a code is a mistake in the code: its place is what a report of it needs.
  if (error.code === 'UNEXPECTED' && thrown instanceof Error) session.note(`${thrown.stack ?? ''}\n`);
  return exitCodeForError(error);
}
