import { Secret } from '@opsbook/context';
import type { RuledCommand } from './command/command-rule.ts';
import { quote } from './command/quote.ts';
import { HOST_NAME } from './config/parse-jumps.ts';
import { SshError } from './errors.ts';
import type { ExecOptions } from './exec-options.ts';

/** @throws SSH_INVALID_INPUT for a name that could be taken for an option or for more than a host */
export function checkHost(host: string): void {
  if (typeof host !== 'string' || !HOST_NAME.test(host)) {
    throw new SshError('SSH_INVALID_INPUT', `${JSON.stringify(host)} is no host name`);
  }
}

/** What the allow-list sees of a command. @throws SSH_INVALID_INPUT; UnknownInPlan for what a plan does not know */
export function checkCommand(argv: readonly string[], { sudo, env = {} }: ExecOptions): RuledCommand {
  quote(argv);
  const [program = ''] = argv;
  if (program === '' || program.startsWith('-')) {
    throw new SshError('SSH_INVALID_INPUT', 'a command begins with the name of a program');
  }
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new SshError('SSH_INVALID_INPUT', `env: ${name} is no name of a variable`);
    if (!(value instanceof Secret)) quote([value]);
    else if (/[\0\n]/.test(value.reveal())) {
      throw new SshError('SSH_INVALID_INPUT', `env.${name}: a secret cannot hold a line break`);
    }
  }
  if (typeof sudo === 'string' && !/^[\w.][\w.-]*\$?$/.test(sudo)) {
    throw new SshError('SSH_INVALID_INPUT', 'sudo: no user name');
  }
  return { argv, sudo: sudo !== undefined && sudo !== false, env: Object.keys(env) };
}
