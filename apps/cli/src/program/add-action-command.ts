import type { Command } from 'commander';
import type { Act } from './act.ts';

/** `action`, which the actions of the StackStorm pack call. */
export function addActionCommand(program: Command, act: Act): void {
  program
    .command('action <runbook>')
    .description(
      'run a runbook as an action of the StackStorm pack: input from its environment, result as one JSON object',
    )
    .action((name: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/action.ts')).action(session, name)),
    );
}
