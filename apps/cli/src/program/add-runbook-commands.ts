import type { Command } from 'commander';
import type { Act } from './act.ts';

interface InputOptions {
  input?: string;
  help?: true;
}

interface PlanOptions extends InputOptions {
  out?: string;
}

interface RunOptions extends InputOptions {
  yes?: true;
  detach?: true;
  queue?: true;
  wait?: string;
  stay?: true;
}

/** `list`, `describe`, `plan` and `run`. */
export function addRunbookCommands(program: Command, act: Act): void {
  program
    .command('list')
    .description('list the runbooks')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/list.ts')).list(session)),
    );

  program
    .command('describe <runbook>')
    .description('say what a runbook does and what input it takes')
    .action((runbook: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/describe.ts')).describe(session, runbook)),
    );

  // Both take whatever flags the runbook's input has, and show them when asked for help.
  withInput(program.command('plan'))
    .description('show what a runbook would change; reads only')
    .option('--out <folder>', 'write the plan there, with a file for each mail; the folder must be new or empty')
    .action((name: string | undefined, args: string[], options: PlanOptions, command: Command) => {
      if (name === undefined) return command.help({ error: options.help !== true });
      return act(command, async (session) =>
        options.help === true
          ? (await import('../commands/describe.ts')).describe(session, name, 'plan')
          : (await import('../commands/plan.ts')).plan(session, { ...options, name, args, file: options.input }),
      );
    });

  withInput(program.command('run'))
    .description('plan a runbook, ask, and run it')
    .option('-y, --yes', 'start without planning and asking')
    .option('--detach', 'run in the background and print the id')
    .option('--queue', "leave it to a worker ('opsbook work') and print the id")
    .option('--wait <duration>', 'wait so long for a lease that another run holds (90, 30s, 10m, 2h)')
    .option('--stay', 'where nobody sits at the terminal: keep waiting when a person has to answer')
    .action((name: string | undefined, args: string[], options: RunOptions, command: Command) => {
      if (name === undefined) return command.help({ error: options.help !== true });
      return act(command, async (session) =>
        options.help === true
          ? (await import('../commands/describe.ts')).describe(session, name, 'run')
          : (await import('../commands/run.ts')).run(session, { ...options, name, args, file: options.input }),
      );
    });
}

function withInput(command: Command): Command {
  return command
    .argument('[runbook]', "its name, see 'opsbook list'")
    .argument('[input...]', 'field=value, and --field value')
    .option('--input <file>', "input as JSON from a file, or '-' for standard input")
    .allowUnknownOption()
    .helpOption(false)
    .option('-h, --help', 'what it does and takes');
}
