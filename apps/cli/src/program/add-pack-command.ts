import { type Command, Option } from 'commander';
import type { PackBuildOptions } from '../commands/pack.ts';
import type { Act } from './act.ts';

/** `pack build`. */
export function addPackCommand(program: Command, act: Act): void {
  program
    .command('pack')
    .description('make the runbooks a pack of StackStorm')
    .command('build')
    .description('write the pack to a folder that is new, empty, or such a pack; nothing is sent')
    .requiredOption('--out <folder>', 'where to')
    .option('--ref <name>', "the pack's name, of a-z, 0-9 and _", 'opsbook')
    .option('--node <path>', 'node on the hosts that run actions', '/usr/bin/node')
    .option('--packs-folder <path>', 'where packs are on these hosts', '/opt/stackstorm/packs')
    .addOption(
      new Option('--compat <pack>', 'also the actions, rules and chat commands of another pack').choices([
        'cloud-pack',
      ]),
    )
    .action((options: PackBuildOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/pack.ts')).build(session, options)),
    );
}
