import { randomBytes } from 'node:crypto';
import { type Clock, scrub } from '@opsbook/context';
import type { SFTPWrapper } from 'ssh2';
import { SshError, type SshErrorCode } from '../errors.ts';
import type { FileToWrite } from '../transport.ts';
import type { Connection } from './connection.ts';

interface Using {
  clock: Clock;
  signal: AbortSignal;
}

// Status codes of SFTP version 3, draft-ietf-secsh-filexfer-02 section 7.
const CODES: Partial<Record<number, SshErrorCode>> = { 2: 'SSH_NOT_FOUND', 3: 'SSH_FORBIDDEN' };
const CHUNK = 32 * 1024;

/**
 * Writes a file beside its place, with its mode, and renames it there in one step: nobody sees half of it. The rename is
 * OpenSSH's extension (PROTOCOL, "posix-rename@openssh.com"); a server without it refuses to replace a file.
 */
export async function writeRemoteFile(connection: Connection, file: FileToWrite, using: Using): Promise<void> {
  const { path, content, mode } = file;
  await withSftp(connection, using, { path, changes: true }, async (sftp, ask, unlessEnded) => {
    const draft = `${path}.opsbook-${randomBytes(6).toString('hex')}`;
    const handle = await ask<Buffer>((done) => sftp.open(draft, 'wx', { mode: 0o600 }, done));
    try {
      let position = 0;
      for await (const chunk of chunksOf(content, unlessEnded)) {
        for (let at = 0; at < chunk.length; at += CHUNK) {
          const part = Buffer.from(chunk.subarray(at, at + CHUNK));
          await ask((done) => sftp.write(handle, part, 0, part.length, position, done));
          position += part.length;
        }
      }
      await ask((done) => sftp.fchmod(handle, mode, done));
      await ask((done) => sftp.close(handle, done));
      await ask((done) => rename(sftp, { from: draft, to: path }, done));
    } catch (error) {
      await ask((done) => sftp.unlink(draft, done)).catch(() => undefined);
      throw error;
    }
  });
}

/** @throws SSH_OUTPUT_TOO_LONG for a larger file */
export async function readRemoteFile(
  connection: Connection,
  path: string,
  { maxBytes, ...using }: Using & { maxBytes: number },
): Promise<Buffer> {
  return await withSftp(connection, using, { path, changes: false }, async (sftp, ask) => {
    const handle = await ask<Buffer>((done) => sftp.open(path, 'r', done));
    const parts: Buffer[] = [];
    for (let position = 0; ;) {
      const part = await ask<Buffer>((done) => readPart(sftp, { handle, position }, done));
      if (part.length === 0) break;
      parts.push(part);
      position += part.length;
      if (position > maxBytes) {
        const message = `${path} on ${connection.host} has more than ${maxBytes} bytes`;
        throw new SshError('SSH_OUTPUT_TOO_LONG', message, { host: connection.host });
      }
    }
    await ask((done) => sftp.close(handle, done));
    return Buffer.concat(parts);
  });
}

type Done<T> = (error?: Error | null, value?: T) => void;
type Ask = <T = unknown>(request: (done: Done<T>) => unknown) => Promise<T>;
type UnlessEnded = <T>(promise: Promise<T>) => Promise<T>;

// Content that never comes must not outlast the transfer.
async function* chunksOf(content: FileToWrite['content'], unlessEnded: UnlessEnded): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in content ? content[Symbol.asyncIterator]() : content[Symbol.iterator]();
  try {
    for (;;) {
      const next = await unlessEnded(Promise.resolve(iterator.next()));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

async function withSftp<T>(
  connection: Connection,
  { clock, signal }: Using,
  { path, changes }: { path: string; changes: boolean },
  work: (sftp: SFTPWrapper, ask: Ask, unlessEnded: UnlessEnded) => Promise<T>,
): Promise<T> {
  const { host } = connection;
  const sftp = await connection.sftp();
  // One thing is waited for at a time; what ends the transfer ends that one and each later one.
  let waiting: (error: SshError) => void = () => undefined;
  let ended: SshError | undefined;
  const end = (error: SshError) => {
    ended ??= error;
    waiting(ended);
  };
  const forget = connection.onClose(() => end(fileError(connection, { path, changes }, new Error('closed'))));
  const onAbort = () => {
    const message = `the transfer of ${path} on ${host} was aborted`;
    end(new SshError('SSH_ABORTED', message, { host, cause: signal.reason, outcomeUnknown: changes }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  sftp.on('error', () => undefined);
  const unlessEnded: UnlessEnded = async <T>(given: Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    waiting = reject;
    if (ended !== undefined) reject(ended);
    given.then(resolve, reject);
    return await promise;
  };
  const ask: Ask = async <T>(request: (done: Done<T>) => unknown): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const release = clock.hold();
    request((error, value) => (error ? reject(fileError(connection, { path, changes }, error)) : resolve(value as T)));
    return await unlessEnded(promise).finally(release);
  };
  try {
    return await work(sftp, ask, unlessEnded);
  } finally {
    signal.removeEventListener('abort', onAbort);
    forget();
    sftp.end();
  }
}

function fileError(
  connection: Connection,
  { path, changes }: { path: string; changes: boolean },
  cause: Error & { code?: unknown },
): SshError {
  const { host } = connection;
  if (connection.closed) {
    const { message } = connection.lostError();
    return new SshError('SSH_CONNECTION_LOST', message, { host, cause, outcomeUnknown: changes });
  }
  const code = (typeof cause.code === 'number' ? CODES[cause.code] : undefined) ?? 'SSH_FILE';
  const serviceMessage = scrub(cause.message);
  return new SshError(code, `${path} on ${host}: ${serviceMessage}`, { host, serviceMessage, cause });
}

function rename(sftp: SFTPWrapper, { from, to }: { from: string; to: string }, done: Done<unknown>): void {
  try {
    sftp.ext_openssh_rename(from, to, (error) => done(error, undefined));
  } catch {
    // ssh2 throws where the server did not announce the extension.
    sftp.rename(from, to, (error) => done(error, undefined));
  }
}

function readPart(
  sftp: SFTPWrapper,
  { handle, position }: { handle: Buffer; position: number },
  done: Done<Buffer>,
): void {
  sftp.read(handle, Buffer.alloc(CHUNK), 0, CHUNK, position, (error, count, buffer) => {
    // ssh2 tells the end of the file as an error with status 1 (SSH_FX_EOF), or as nothing read.
    if (statusOf(error) === 1) done(null, Buffer.alloc(0));
    else done(error, buffer.subarray(0, count));
  });
}

const statusOf = (error: unknown): number | undefined => (error as { code?: number } | undefined)?.code;
