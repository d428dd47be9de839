import { Command } from 'commander';
import { type ExitCode } from './exit-code.ts';
import { Session } from './session.ts';
import { type Backend, type Globals } from './site.ts';
import { type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Given the session of the command that was called, and its work. */
export type Perform = (session: Session, work: () => Promise<ExitCode>) => Promise<void>;

const EXIT_CODES = `
Exit codes:
  0  done
  1  failed
  2  bad input or configuration; nothing was sent
  3  refused: a lease, an approval, or a change that was not in the plan
  4  cancelled
  5  unknown outcome: a person has to say whether something took place

Input of a runbook: --field value, field=value, or --input <file.json|->; 'opsbook describe <runbook>' lists the fields.`;

/** The commands and their options. What a command does is loaded when it is called. */
export function buildProgram(terminal: Terminal, backend: Backend, perform: Perform): Command {
  const program = new Command('opsbook')
    .description('Runbooks for people who run clouds: plan them, run them, follow them, resume them.')
    .option('--config <file>', 'configuration file, instead of searching for opsbook.yaml')
    .option('--ledger <file>', 'ledger file, instead of the configured one')
    .option('--cloud <name>', 'cloud, for every runbook that takes one')
    .option('--sandbox', "use the simulated cloud that 'npm run demo' left", false)
    .option('--json', 'print the result as JSON, and nothing else, on standard output', false)
    .option('--no-color', 'print without colours')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.size().columns,
      getErrHelpWidth: () => terminal.size().columns,
    })
    .exitOverride();

  const act = async (command: Command, work: (session: Session) => Promise<ExitCode>): Promise<void> => {
    const session = new Session(terminal, command.optsWithGlobals<Globals>(), backend);
    await perform(session, () => work(session));
  };

  program
    .command('list')
    .description('list the runbooks')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('./commands/list.ts')).list(session)),
    );

  program
    .command('describe <runbook>')
    .description('say what a runbook does and what input it takes')
    .action((runbook: string, _options, command: Command) =>
      act(command, async (session) => (await import('./commands/describe.ts')).describe(session, runbook)),
    );

  // Both take whatever flags the runbook's input has, and show them when asked for help.
  withInput(program.command('plan'))
    .description('show what a runbook would change; reads only')
    .action((name: string | undefined, args: string[], options: InputOptions, command: Command) => {
      if (name === undefined) return command.help({ error: options.help !== true });
      return act(command, async (session) =>
        options.help === true
          ? (await import('./commands/describe.ts')).describe(session, name, 'plan')
          : (await import('./commands/plan.ts')).plan(session, { name, args, file: options.input }),
      );
    });

  withInput(program.command('run'))
    .description('plan a runbook, ask, and run it')
    .option('-y, --yes', 'start without planning and asking')
    .option('--detach', 'run in the background and print the id')
    .option('--wait <duration>', 'wait so long for a lease that another run holds (90, 30s, 10m, 2h)')
    .option('--stay', 'where nobody sits at the terminal: keep waiting when a person has to answer')
    .action((name: string | undefined, args: string[], options: RunOptions, command: Command) => {
      if (name === undefined) return command.help({ error: options.help !== true });
      return act(command, async (session) =>
        options.help === true
          ? (await import('./commands/describe.ts')).describe(session, name, 'run')
          : (await import('./commands/run.ts')).run(session, { ...options, name, args, file: options.input }),
      );
    });

  program
    .command('runs')
    .description('list the latest runs')
    .option('--status <status...>', 'waiting, running, done, failed, cancelled, refused')
    .option('--runbook <runbook>', 'of one runbook')
    .option('--limit <count>', 'how many', '20')
    .action((options: { status?: string[]; runbook?: string; limit: string }, command: Command) =>
      act(command, async (session) => (await import('./commands/runs.ts')).runs(session, options)),
    );

  program
    .command('show <run>')
    .description('show a run: its steps, its items, what went wrong, what to do next')
    .action((id: string, _options, command: Command) =>
      act(command, async (session) => (await import('./commands/show.ts')).show(session, id)),
    );

  program
    .command('follow <run>')
    .description('follow a run that another process executes, to its end')
    .action((id: string, _options, command: Command) =>
      act(command, async (session) => (await import('./commands/follow.ts')).follow(session, id)),
    );

  program
    .command('resume <run>')
    .description('go on with a run that was interrupted, or that waited for a person')
    .option('--stay', 'where nobody sits at the terminal: keep waiting when a person has to answer')
    .action((id: string, options: { stay?: true }, command: Command) =>
      act(command, async (session) => (await import('./commands/resume.ts')).resume(session, id, options)),
    );

  program
    .command('cancel <run>')
    .description('stop a run at its next safe point and undo what it changed')
    .requiredOption('--reason <text>', 'why; kept with the run')
    .action((id: string, options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('./commands/cancel.ts')).cancel(session, id, options)),
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
      act(command, async (session) => (await import('./commands/approve.ts')).approve(session, id, options)),
    );

  const leases = program
    .command('leases')
    .description('list who holds what')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('./commands/leases.ts')).leases(session)),
    );
  leases
    .command('break <target>')
    .description('free a target, whoever holds it')
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .action((target: string, options: { reason: string }, command: Command) =>
      act(command, async (session) => (await import('./commands/leases.ts')).breakLease(session, target, options)),
    );

  const config = program.command('config').description('look at the configuration');
  config
    .command('check')
    .description('validate it and log in to each cloud')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('./commands/config.ts')).check(session)),
    );
  config
    .command('path')
    .description('say which file it is and where the ledger is')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('./commands/config.ts')).path(session)),
    );
  config
    .command('show')
    .description('print it with its defaults, secrets masked')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('./commands/config.ts')).show(session)),
    );

  return program;
}

interface InputOptions {
  input?: string;
  help?: true;
}

interface RunOptions extends InputOptions {
  yes?: true;
  detach?: true;
  wait?: string;
  stay?: true;
}

interface ApproveOptions {
  path?: string;
  reject?: true;
  done?: true;
  notDone?: true;
  reason?: string;
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
