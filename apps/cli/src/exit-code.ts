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

/** Errors that say that the command line, the configuration or the ledger cannot be used; nothing was sent. */
const INVALID = new Set([
  'USAGE',
  'INVALID_INPUT',
  'UNKNOWN_RUNBOOK',
  'UNKNOWN_RUN',
  'RUNBOOKS_INVALID',
  'CONFIG_INVALID',
  'CONFIG_NOT_FOUND',
  'CONFIG_SECRET',
  'CONFIG_UNKNOWN_CLOUD',
  'OPENSTACK_CONFIG',
  'NOT_A_LEDGER',
  'LEDGER_UNREACHABLE',
  'LEDGER_TOO_NEW',
  'BACKUP_EXISTS',
  'RULES_INVALID',
  'INVALID_BODY',
  'UNKNOWN_EVENT',
  'PACK_OPTIONS',
  'PACK_FAULTY',
  'PACK_FOLDER',
  'PACK_NO_BUNDLE',
  'BRIDGE_INVALID',
]);

/** Somebody else, or another version, has to do it; nothing was sent. */
const REFUSED = new Set(['RUN_ENDED', 'RUN_OWNED', 'RUN_ADOPTED', 'VERSION_CHANGED', 'DAEMON_RUNNING']);

/** The code for an error that kept a command from its work. Codes decide: a service's conflict is no refusal of ours. */
export function exitCodeForError({ code, kind }: Pick<ErrorValue, 'code' | 'kind'>): ExitCode {
  if (INVALID.has(code)) return EXIT.invalid;
  return kind === 'refused' || REFUSED.has(code) ? EXIT.refused : EXIT.failed;
}
