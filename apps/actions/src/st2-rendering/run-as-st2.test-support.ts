import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { commandEnvironment } from './command-environment.ts';
import { type ParameterSources, renderFinalParameters, renderLiveParameters } from './render-parameters.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/**
 * Runs `cmd` of an execution with its environment, as the local runner does for an action of another user: a shell is given the command
 * `sudo -E -H -u stanley -- bash -c '<cmd>'` (st2 `st2common/models/system/action.py`); only `sudo` is left out.
 *
 * @returns the standard output.
 */
export async function runAsSt2(sources: ParameterSources): Promise<string> {
  const parameters = renderFinalParameters({ ...sources, given: renderLiveParameters(sources) });
  const execution = {
    id: '5e1f0c0ffee0000000000001',
    pack: 'opsbook',
    apiUrl: 'http://127.0.0.1:9101/v1',
    token: 'secret',
  };
  const { cmd } = parameters;
  if (typeof cmd !== 'string') throw new TypeError('no command');
  const env = { PATH: process.env['PATH'], ...commandEnvironment(parameters, execution) };
  // Without a standard input, as below a service: given a socket, bash takes itself for a remote shell and reads ~/.bashrc.
  const child = spawn('/bin/sh', ['-c', `bash -c ${quoted(cmd)}`], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, faults] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`ended with ${String(child.exitCode)}: ${faults}`);
  return output;
}
