import type { ErrorValue, Freeze } from '@opsbook/runbook';
import { unfreezeCommand } from './run/unfreeze-command.ts';
import type { Session } from './session.ts';

/** What to do about an error that kept a command from its work; undefined where its message says it already. */
export function nextStep(
  { code, details }: Pick<ErrorValue, 'code' | 'details'>,
  { command, subject }: Pick<Session, 'command' | 'subject'>,
): string | undefined {
  const about = subject ?? '<run>';
  switch (code) {
    case 'FROZEN':
      return `Lift it: ${unfreezeCommand(details as unknown as Freeze, command)}`;
    case 'VERSION_CHANGED': {
      const { began = 'that began it' } = (details ?? {}) as { began?: string };
      return `The run is as it was. With version ${began} of opsbook: ${command('resume', about)}`;
    }
    case 'NON_DETERMINISTIC':
      return `The run is as it was. For whoever mends the runbook: ${command('show', about, '--export')}`;
    case 'UNKNOWN_RUN':
      return `The latest runs: ${command('runs')}`;
    case 'UNKNOWN_EVENT':
      return `The latest events: ${command('alerts')}; the latest runs: ${command('runs')}`;
    case 'RULES_INVALID':
      return `Mend them, then: ${command('rules', 'check')}`;
    case 'RUN_ENDED':
    case 'ANSWER_REFUSED':
      return `How it stands: ${command('show', about)}`;
    case 'RUN_OWNED':
    case 'RUN_ADOPTED':
      return `Follow it: ${command('follow', about)}`;
    case 'INVALID_INPUT':
      return `What it takes: ${command('describe', subject ?? '<runbook>')}`;
    case 'CONFIG_INVALID':
    case 'CONFIG_SECRET':
      return `Mend it, then: ${command('config', 'check')}`;
    case 'CONFIG_NOT_FOUND':
      return 'Make it, name another with --config, or name none: then it is searched for, and everything has a default';
    case 'LEDGER_UNREACHABLE':
    case 'NOT_A_LEDGER':
      return "Which file it is says 'ledger:' in opsbook.yaml, or --ledger; give this user access to it and its directory, or name another";
    case 'LEDGER_TOO_NEW':
      return 'Use the version of opsbook that the other users of this ledger have';
    case 'BACKUP_EXISTS':
      return 'Name another file';
    case 'DAEMON_RUNNING':
      return `What it has done: ${command('alerts')}; another ledger: --ledger`;
    case 'EADDRINUSE':
      return "Another process listens there: name another port in 'serve.port'";
    case 'LEDGER_BUSY':
      return 'Try it again';
    case 'LEDGER_FULL':
      return `Make room on its disk; a run that this ended is resumed then: ${command('runs')}`;
    case 'LEDGER_DAMAGED':
      return 'Restore it from a backup, or begin a new one with --ledger; first see to it that no run is under way';
  }
  return undefined;
}
