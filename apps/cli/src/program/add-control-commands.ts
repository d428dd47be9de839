import type { Command } from 'commander';
import type { AuditOptions } from '../commands/audit.ts';
import type { Act } from './act.ts';

/** What concerns all runs: `freeze`, `unfreeze`, `audit` and `ledger`. */
export function addControlCommands(program: Command, act: Act): void {
  program
    .command('freeze')
    .description('stop all runs at their next safe point and start none; with --cloud <name> those of that cloud')
    .requiredOption('--reason <text>', 'why; told to everybody who meets it')
    .action((options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/freeze.ts')).freeze(session, options)),
    );

  program
    .command('unfreeze')
    .description('lift the freeze of everything, or with --cloud <name> that of a cloud')
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .action((options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/unfreeze.ts')).unfreeze(session, options)),
    );

  program
    .command('audit')
    .description('who asked for what, who decided, and what was changed')
    .option('--run <run>', 'a run and all that it started; of one that was pruned the whole id')
    .option('--kind <kind...>', 'requested, claimed, answered, changed, change-failed, undone, ended ...')
    .option('--user <user>', 'who did it')
    .option('--runbook <runbook>', 'of one runbook')
    .option('--target <text>', 'part of a target')
    .option('--since <time>', 'from then on: 30m, 2h or 3d ago, or a time in ISO 8601 (UTC)')
    .option('--until <time>', 'before then')
    .option('--limit <count>', 'the latest so many; default 100, with --json all')
    .action((options: AuditOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/audit.ts')).audit(session, options)),
    );

  program
    .command('ledger')
    .description('look after the ledger')
    .command('backup <file>')
    .description('copy it to a new file while others go on using it')
    .action((file: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/ledger.ts')).backup(session, file)),
    );
}
