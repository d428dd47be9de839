import { Argument, type Command } from 'commander';
import type { Act } from './act.ts';

interface At {
  path?: string;
}

/** What people say to runs: `pending`, `approve`, `reject` and `answer`. */
export function addPeopleCommands(program: Command, act: Act): void {
  program
    .command('pending')
    .description('list the questions and approvals that wait for a person')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/pending.ts')).pending(session)),
    );

  at(program.command('approve <run>'))
    .description('say yes to a question of a run, or to its plan')
    .option('--plan <hash>', 'of the plan that you have seen, or its beginning; for another one nothing is recorded')
    .option('--reason <text>', 'why; kept with the run')
    .action((id: string, options: At & { plan?: string; reason?: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/approve.ts')).approve(session, id, options)),
    );

  at(program.command('reject <run>'))
    .description('say no')
    .requiredOption('--reason <text>', 'why; kept with the run')
    .action((id: string, options: At & { reason: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/reject.ts')).reject(session, id, options)),
    );

  at(program.command('answer <run>'))
    .description('say whether an effect of unknown outcome took place')
    .addArgument(new Argument('<outcome>', 'whether it took place').choices(['done', 'not-done']))
    .option('--reason <text>', 'how you know; kept with the run')
    .action((id: string, outcome: 'done' | 'not-done', options: At & { reason?: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/answer.ts')).answer(session, id, outcome, options)),
    );
}

const at = (command: Command): Command => command.option('--path <path>', 'which question, where there are several');
