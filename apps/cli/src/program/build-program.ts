import { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { addMailCommands } from '../mail/add-mail-commands.ts';
import { Session } from '../session.ts';
import type { Backend, Globals } from '../site.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import type { Act } from './act.ts';
import { addActionCommand } from './add-action-command.ts';
import { addAlertCommands } from './add-alert-commands.ts';
import { addControlCommands } from './add-control-commands.ts';
import { addPackCommand } from './add-pack-command.ts';
import { addPeopleCommands } from './add-people-commands.ts';
import { addQueryCommand } from './add-query-command.ts';
import { addRunCommands } from './add-run-commands.ts';
import { addRunbookCommands } from './add-runbook-commands.ts';
import { addSiteCommands } from './add-site-commands.ts';

/** Given the session of the command that was called, and its work. */
export type Perform = (session: Session, work: () => Promise<ExitCode>) => Promise<void>;

const EXIT_CODES = `
Exit codes:
  0  done
  1  failed
  2  bad input, configuration, ledger or name of a file; nothing was sent
  3  refused: a lease, a freeze, an approval (also one still awaited), a change not in the plan, another version's run,
     a ledger of which another daemon takes care
  4  cancelled, or left to be resumed by a second Ctrl-C; 'follow' that was ended before its run
  5  unknown outcome: a person has to say whether something took place

Input of a runbook: --field value, field=value, or --input <file.json|->; 'opsbook describe <runbook>' lists the fields.`;

/** The commands and their options. What a command does is loaded when it is called. */
export function buildProgram(terminal: Terminal, backend: Backend, perform: Perform): Command {
  const program = new Command('opsbook')
    .description('Runbooks for people who run clouds: plan them, run them, follow them, resume them.')
    .option('--config <file>', 'configuration file, instead of searching for opsbook.yaml')
    .option('--ledger <file>', 'ledger file, instead of the configured one')
    .option('--cloud <name>', 'cloud, for every runbook that takes one, and for freeze')
    .option('--sandbox', "use the simulated cloud that 'npm run demo' left", false)
    .option('--json', 'print the result as JSON, and nothing else, on standard output', false)
    .option('--no-color', 'print without colours')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError("See 'opsbook --help', or '<command> --help'.")
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.size().columns,
      getErrHelpWidth: () => terminal.size().columns,
    })
    .exitOverride();

  const act: Act = async (command, work) => {
    const session = new Session(terminal, command.optsWithGlobals<Globals>(), backend);
    await perform(session, () => work(session));
  };
  addRunbookCommands(program, act);
  addRunCommands(program, act);
  addPeopleCommands(program, act);
  addAlertCommands(program, act);
  addControlCommands(program, act);
  addQueryCommand(program, act);
  addSiteCommands(program, act);
  addMailCommands(program, act);
  addActionCommand(program, act);
  addPackCommand(program, act);
  return program;
}
