import { type Command, Option } from 'commander';
import type { Act } from './act.ts';

/** `action`, which the actions of the StackStorm pack call. */
export function addActionCommand(program: Command, act: Act): void {
  program
    .command('action <runbook>')
    .description(
      'run a runbook as an action of the StackStorm pack: input from its environment, result as one JSON object',
    )
    .addOption(
      new Option('--compat <pack>', 'the name and the parameters are those of another pack').choices(['cloud-pack']),
    )
    .action((name: string, { compat }: { compat?: 'cloud-pack' }, command: Command) =>
      act(command, async (session) => (await import('../commands/action.ts')).action(session, name, compat)),
    );
}
