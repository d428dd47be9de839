import type { Runner } from '../runner.ts';
import type { PythonObject } from '../templates/python-value.ts';
import { commandEnvironment } from './command-environment.ts';
import { runCommand } from './run-command.ts';
import { shellResult } from './shell-result.ts';

export interface LocalShellRunnerOptions {
  /** What the service itself has in its environment; default: the PATH of this process. */
  environment?: Readonly<Record<string, string>>;
}

/**
 * Runs the actions of `local-shell-cmd` for real: `cmd`, in `cwd`, with `env` and what StackStorm adds, as processes of this host and of
 * this user; a virtual clock stands still meanwhile. Every other action succeeds with its parameters. As with StackStorm, cancelling
 * does not reach the process.
 * Source: contrib/runners/local_runner/local_runner/base.py.
 */
export function localShellRunner({ environment }: LocalShellRunnerOptions = {}): Runner {
  const service = environment ?? { PATH: process.env['PATH'] ?? '' };
  return async ({ id, pack, runner, parameters, apiUrl, token, clock, write }) => {
    if (runner !== 'local-shell-cmd') return { status: 'succeeded', result: parameters };
    const { cmd, cwd, timeout } = parameters;
    const facts = { id, pack, apiUrl, token };
    const env = { ...service, ...commandEnvironment(parameters as PythonObject, facts) };
    const release = clock.hold();
    try {
      const seconds = Number(timeout);
      const folder = typeof cwd === 'string' ? cwd : undefined;
      const ended = await runCommand({ cmd: String(cmd), cwd: folder, env, clock, timeout: seconds * 1000 });
      if (ended.stdout !== '') write(ended.stdout);
      if (ended.stderr !== '') write(ended.stderr, 'stderr');
      return shellResult(ended, seconds);
    } finally {
      release();
    }
  };
}
