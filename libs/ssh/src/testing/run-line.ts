import { GROUP_LINE, KILL_LINE } from '../command/command-line.ts';
import { ByteReader } from './byte-reader.ts';
import type { FakeHost } from './fake-host.ts';
import { type Outside, runScript } from './fake-shell.ts';
import type { ProcessGroup } from './process-group.ts';
import type { Surroundings } from './programs.ts';
import { readRemoteLine } from './remote-line.ts';
import type { Readable } from 'node:stream';

/** Where a command's bytes come from and go to. */
export interface Pipes {
  stdin: Readable;
  stdout: (data: string | Buffer) => void;
  stderr: (data: string | Buffer) => void;
}

/** Runs a line as a user's login shell does. Resolves with the exit status. */
export async function runLine(host: FakeHost, line: string, group: ProcessGroup, pipes: Pipes): Promise<number> {
  const stdin = new ByteReader(pipes.stdin);
  const read = readRemoteLine(line);
  if (read === undefined) {
    pipes.stderr('sh: the simulated shell does not understand this\n');
    return 2;
  }
  const { sudo, argv } = read;
  if (sudo !== undefined) {
    const refusal = await host.sudo(group.user, sudo.prompt, { stdin, stderr: pipes.stderr });
    if (refusal !== undefined) {
      pipes.stderr(refusal);
      return 1;
    }
  }
  const user = sudo?.user ?? group.user;
  group.user = user;
  const around: Surroundings = {
    argv,
    user,
    hostname: host.hostname,
    variables: {},
    ...pipes,
    stdin,
    group,
    processes: () => host.processes,
    killGroup: (id, signal) => host.kill(id, signal, user),
  };
  // What the client's own small script begins with: the host tells the process group in its place.
  const script = (argv[2] ?? '').replace(GROUP_LINE, '').replaceAll('$g', String(group.id));
  return await runScript(script, argv.slice(4), around, outsideOf(host));
}

const outsideOf =
  (host: FakeHost): Outside =>
  (argv, around) => {
    if (argv[2]?.startsWith(KILL_LINE) === true) {
      around.killGroup(Number(argv[4]), 'SIGTERM');
      return Promise.resolve(0);
    }
    // What the client's own script says is no command of anybody.
    if (/^opsbook-\w+ (?:begins|ended \d+)$/.test(argv[1] ?? '')) return undefined;
    return host.reply(argv, around);
  };
