import type { Command } from 'commander';
import type { Act } from './act.ts';

/** `leases` and `config`. */
export function addSiteCommands(program: Command, act: Act): void {
  const leases = program
    .command('leases')
    .description('list who holds what')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/leases.ts')).leases(session)),
    );
  leases
    .command('break <target>')
    .description('free a target, whoever holds it')
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .action((target: string, options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('../commands/leases.ts')).breakLease(session, target, options)),
    );

  const config = program.command('config').description('look at the configuration');
  config
    .command('check')
    .description('validate it and log in to each cloud')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/config.ts')).check(session)),
    );
  config
    .command('path')
    .description('say which file it is and where the ledger is')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/config.ts')).path(session)),
    );
  config
    .command('show')
    .description('print it with its defaults, secrets masked')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/config.ts')).show(session)),
    );
}
