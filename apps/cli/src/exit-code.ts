import type { ErrorValue, RunRecord } from '@opsbook/runbook';

/** How the process ends; the same table stands in `opsbook --help` and in the README. */
export const EXIT = { done: 0, failed: 1, invalid: 2, refused: 3, cancelled: 4, unknown: 5 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The code for a run that has ended. */
export function exitCodeOf(run: Pick<RunRecord, 'status' | 'error'>): ExitCode {
  switch (run.status) {
    case 'done':
      return EXIT.done;
    case 'refused':
      return EXIT.refused;
    case 'cancelled':
      return EXIT.cancelled;
    case 'failed':
    case 'waiting':
    case 'running':
      return run.error?.outcomeUnknown === true ? EXIT.unknown : EXIT.failed;
  }
}

/** The code for an error that kept a command from its work. */
export function exitCodeForError({ code, kind }: Pick<ErrorValue, 'code' | 'kind'>): ExitCode {
  if (kind === 'invalid-input' || code === 'UNKNOWN_RUNBOOK' || code === 'UNKNOWN_RUN') return EXIT.invalid;
  return kind === 'refused' || kind === 'conflict' ? EXIT.refused : EXIT.failed;
}
