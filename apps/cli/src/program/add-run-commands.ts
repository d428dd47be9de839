import type { Command } from 'commander';
import type { Act } from './act.ts';

interface ApproveOptions {
  path?: string;
  reject?: true;
  done?: true;
  notDone?: true;
  reason?: string;
}

/** What is done to runs: `runs`, `show`, `follow`, `resume`, `cancel` and `approve`. */
export function addRunCommands(program: Command, act: Act): void {
  program
    .command('runs')
    .description('list the latest runs')
    .option('--status <status...>', 'waiting, running, done, failed, cancelled, refused')
    .option('--runbook <runbook>', 'of one runbook')
    .option('--limit <count>', 'how many', '20')
    .action((options: { status?: string[]; runbook?: string; limit: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/runs.ts')).runs(session, options)),
    );

  program
    .command('show <run>')
    .description('show a run: its steps, its items, what went wrong, what to do next')
    .action((id: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/show.ts')).show(session, id)),
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
    .command('approve <run>')
    .description('answer a question of a run')
    .option('--path <path>', 'which question, where there are several')
    .option('--reject', 'say no')
    .option('--done', 'an unknown outcome: it did take place')
    .option('--not-done', 'an unknown outcome: it did not take place')
    .option('--reason <text>', 'why; kept with the run')
    .action((id: string, options: ApproveOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/approve.ts')).approve(session, id, options)),
    );
}
