import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
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

const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/**
 * Runs a command as the local runner does for an action of another user: a shell leads a session of its own and is given
 * `sudo -E -H -u stanley -- bash -c '<cmd>'`; only `sudo` is left out. Once the time is over it is that shell which is waited for.
 * Sources: st2common/models/system/action.py, contrib/runners/local_runner/local_runner/base.py, st2common/util/shell.py
 * (`kill_process`), st2common/util/green/shell.py.
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
  const late = new AbortController();
  const release = clock.after(timeout, () => {
    late.abort();
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  });
  const closed = once(child, 'close');
  try {
    await Promise.race([closed, once(child, 'exit')]);
  } finally {
    release();
  }
  // What goes on behind a shell that the signal has ended is read no more.
  const timedOut = late.signal.aborted;
  if (timedOut) for (const stream of [child.stdout, child.stderr]) stream.destroy();
  else await closed;
  const [stdout, stderr] = [Buffer.concat(output.stdout).toString(), Buffer.concat(output.stderr).toString()];
  return { code: child.exitCode ?? -constants.signals[child.signalCode ?? 'SIGKILL'], stdout, stderr, timedOut };
}
