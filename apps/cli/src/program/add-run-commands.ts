import type { Command } from 'commander';
import type { Act } from './act.ts';

/** What is done to runs: `runs`, `show`, `follow`, `resume`, `cancel` and `work`. */
export function addRunCommands(program: Command, act: Act): void {
  const runs = program
    .command('runs')
    .description('list the latest runs')
    .option('--status <status...>', 'waiting, running, done, failed, cancelled, refused')
    .option('--runbook <runbook>', 'of one runbook')
    .option('--limit <count>', 'how many', '20')
    .action((options: { status?: string[]; runbook?: string; limit: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/runs.ts')).runs(session, options)),
    );

  runs
    .command('prune')
    .description('forget runs that ended long ago; the audit trail stays')
    .option('--older-than <duration>', "that ended longer ago (90d); default: 'retention.runs' of the configuration")
    .option('--dry-run', 'only say how many')
    .action((options: { olderThan?: string; dryRun?: true }, command: Command) =>
      act(command, async (session) => (await import('../commands/prune.ts')).prune(session, options)),
    );

  program
    .command('show <run>')
    .description('show a run: its steps, its items, what went wrong, what to do next')
    .option(
      '--export [file]',
      "write all that is known of it as JSON; '-': standard output; default opsbook-<run>.json",
    )
    .action((id: string, options: { export?: string | true }, command: Command) =>
      act(command, async (session) =>
        options.export === undefined
          ? (await import('../commands/show.ts')).show(session, id)
          : (await import('../commands/export-run.ts')).exportRun(session, id, options.export),
      ),
    );

  program
    .command('follow <run>')
    .description('follow a run that another process executes, to its end')
    .action((id: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/follow.ts')).follow(session, id)),
    );

  program
    .command('resume <run>')
    .description('go on with a run that was interrupted, or that waited for a person')
    .option('--stay', 'where nobody sits at the terminal: keep waiting when a person has to answer')
    .action((id: string, options: { stay?: true }, command: Command) =>
      act(command, async (session) => (await import('../commands/resume.ts')).resume(session, id, options)),
    );

  program
    .command('cancel <run>')
    .description('stop a run at its next safe point and undo what it changed')
    .requiredOption('--reason <text>', 'why; kept with the run')
    .action((id: string, options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/cancel.ts')).cancel(session, id, options)),
    );

  program
    .command('work')
    .description('execute the queue: runs that wait, and runs that nobody executes any more')
    .option('--concurrency <count>', "runs at once; default: 'queue.concurrency' of the configuration")
    .action((options: { concurrency?: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/work.ts')).work(session, options)),
    );
}
