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
    .option('--ref <name>', "the pack's name, of a-z, 0-9 and _; default: opsbook, with --compat the other pack's")
    .option('--node <path>', 'node on the hosts that run actions', '/usr/bin/node')
    .option('--packs-folder <path>', 'where packs are on these hosts', '/opt/stackstorm/packs')
    .addOption(
      new Option('--compat <pack>', 'also the actions, rules and chat commands of another pack').choices([
        'cloud-pack',
      ]),
    )
    .action(({ ref, ...options }: Partial<PackBuildOptions> & Omit<PackBuildOptions, 'ref'>, command: Command) => {
      // In its place the pack is found by whatever named the other one.
      const usual = options.compat === undefined ? 'opsbook' : 'stackstorm_openstack';
      return act(command, async (session) =>
        (await import('../commands/pack.ts')).build(session, { ...options, ref: ref ?? usual }),
      );
    });
}
