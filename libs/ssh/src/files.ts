import { randomBytes } from 'node:crypto';
import { type Clock, scrub } from '@opsbook/context';
import { runCommand } from './command/run-command.ts';
import type { ExecResult, Run } from './command/run.ts';
import { SshError, type SshErrorCode } from './errors.ts';
import type { FileToWrite, Transport } from './transport.ts';

/** What a transfer needs beside the file. */
export interface Transfer {
  host: string;
  /** Seconds. */
  timeout: number;
  signal: AbortSignal;
  ask: () => void;
  clock: Clock;
}

// As writeRemoteFile of SFTP: beside its place, with its mode, and then renamed. The renaming is a command of its own: the
// host takes the end of a connection for the end of the content.
const WRITE = 'umask 077; cat >"$1" && chmod "$2" "$1" || { rm -f "$1"; exit 1; }';
// mv would put it into a folder that stands there.
const PLACE =
  '{ [ ! -d "$2" ] || { echo "Is a directory" >&2; false; }; } && mv -f "$1" "$2" || { rm -f "$1"; exit 1; }';

/** Writes a file over the transport's own protocol, else with commands. */
export async function writeFile(transport: Transport, file: FileToWrite, transfer: Transfer): Promise<void> {
  const { host, ask } = transfer;
  if (transport.files !== undefined) {
    await within(transfer, (limited) => transport.files?.write(host, file, { signal: limited, ask }));
    return;
  }
  const draft = `${file.path}.opsbook-${randomBytes(6).toString('hex')}`;
  const run = async (argv: string[], stdin?: Run['stdin']) => {
    const one = { ...runOf(transfer, argv), stdin, changes: true };
    const result = await runCommand(transport, one, transfer.clock);
    if (!result.ok) throw commandError(result, file.path);
  };
  await run(['sh', '-c', WRITE, 'sh', draft, file.mode.toString(8)], iterate(file.content));
  await run(['sh', '-c', PLACE, 'sh', draft, file.path]);
}

/** @throws SSH_OUTPUT_TOO_LONG for a larger file */
export async function readFile(
  transport: Transport,
  { path, maxBytes }: { path: string; maxBytes: number },
  transfer: Transfer,
): Promise<Buffer> {
  const { host, ask } = transfer;
  const { files } = transport;
  if (files !== undefined) {
    return await within(transfer, (signal) => files.read(host, path, { maxBytes, signal, ask }));
  }
  const run: Run = { ...runOf(transfer, ['cat', path]), maxOutput: maxBytes, tooLong: 'fail', encoding: 'base64' };
  const result = await runCommand(transport, run, transfer.clock);
  if (!result.ok) throw commandError({ ...result, stderr: Buffer.from(result.stderr, 'base64').toString() }, path);
  return Buffer.from(result.stdout, 'base64');
}

const runOf = ({ host, timeout, signal, ask }: Transfer, argv: readonly string[]): Run => ({
  host,
  argv,
  env: { LC_ALL: 'C' },
  sudo: undefined,
  stdin: undefined,
  timeout,
  idleTimeout: undefined,
  maxOutput: 4096,
  tooLong: 'mark',
  encoding: 'utf8',
  onStdout: undefined,
  onStderr: undefined,
  changes: false,
  signal,
  ask,
});

async function* iterate(content: FileToWrite['content']): AsyncGenerator<Uint8Array> {
  yield* content;
}

async function within<T>(
  { clock, timeout, signal, host }: Transfer,
  work: (signal: AbortSignal) => T,
): Promise<Awaited<T>> {
  const late = new AbortController();
  const cancel = clock.after(timeout * 1000, () => late.abort(new Error(`not within ${timeout} s`)));
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted) throw error;
    throw new SshError('SSH_COMMAND_TIMEOUT', `the transfer with ${host} did not end within ${timeout} s`, {
      host,
      cause: error,
      outcomeUnknown: (error as Partial<SshError>).outcomeUnknown,
    });
  } finally {
    cancel();
  }
}

const SAID: readonly [RegExp, SshErrorCode][] = [
  [/No such file or directory|Directory nonexistent|Not a directory/i, 'SSH_NOT_FOUND'],
  [/Permission denied|Operation not permitted/i, 'SSH_FORBIDDEN'],
];

function commandError({ host, stderr }: ExecResult, path: string): SshError {
  const code = SAID.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'SSH_FILE';
  const serviceMessage = scrub(stderr).trim();
  return new SshError(code, `${path} on ${host}: ${serviceMessage}`, { host, serviceMessage });
}
