import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '@opsbook/context';

export interface Command {
  /** For a shell. */
  cmd: string;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string | undefined;
  clock: Clock;
  /** Milliseconds of the clock until the whole session gets a SIGTERM. */
  timeout: number;
}

export interface Ended {
  /** That of the process; where a signal ended it, the negative number of that. */
  code: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGKILL: 9, SIGTERM: 15 };

const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/**
 * Runs a command as the local runner does for an action of another user: a shell leads a session of its own and is given
 * `sudo -E -H -u stanley -- bash -c '<cmd>'`; only `sudo` is left out. Sources: st2common/models/system/action.py,
 * contrib/runners/local_runner/local_runner/base.py, st2common/util/shell.py (`kill_process`).
 */
export async function runCommand({ cmd, env, cwd, clock, timeout }: Command): Promise<Ended> {
  // Without a standard input, as below a service: given a socket, bash takes itself for a remote shell and reads ~/.bashrc.
  const child = spawn('/bin/sh', ['-c', `bash -c ${quoted(cmd)}`], {
    ...{ env: { ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    ...(cwd !== undefined && { cwd }),
  });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (data: Buffer) => output.stdout.push(data));
  child.stderr.on('data', (data: Buffer) => output.stderr.push(data));
  let timedOut = false;
  const release = clock.after(timeout, () => {
    timedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  });
  try {
    await once(child, 'close');
  } finally {
    release();
  }
  const [stdout, stderr] = [Buffer.concat(output.stdout).toString(), Buffer.concat(output.stderr).toString()];
  return { code: child.exitCode ?? -(SIGNALS[child.signalCode ?? 'SIGKILL'] ?? 1), stdout, stderr, timedOut };
}
