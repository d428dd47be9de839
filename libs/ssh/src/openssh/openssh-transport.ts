import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, sleep } from '@opsbook/context';
import { SshError } from '../errors.ts';
import { Limiter } from '../limiter.ts';
import type { Session, SessionEnd, SessionListeners, Transport } from '../transport.ts';
import { errorFromLog, isClosedEarly, wasSent } from './error-from-log.ts';
import { ProcessSession, type SshProcess } from './process-session.ts';
import { type SshSettings, sshArguments, sshConfig } from './ssh-arguments.ts';

export interface OpensshOptions extends SshSettings {
  clock: Clock;
  handshakeTimeout: number;
  handshakes: number;
}

interface Opening {
  listeners: SessionListeners;
  signal: AbortSignal;
  ask: () => void;
}

const ATTEMPTS = 5;
const CONFIG = 'config';

/** Commands over the system's ssh(1), a process for each: certificates, ProxyCommand and whatever else it can. */
export class OpensshTransport implements Transport {
  readonly tellExit = true;
  readonly #options: OpensshOptions;
  readonly #limiter: Limiter;
  // Readable by this user alone: logs name hosts and keys.
  #folder: string | undefined;
  #count = 0;

  constructor(options: OpensshOptions) {
    this.#options = options;
    this.#limiter = new Limiter(options.handshakes);
  }

  async open(host: string, line: string, opening: Opening): Promise<Session> {
    const { clock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.#limiter.run(host, () => this.#begin(host, line, opening));
      if (session !== 'closed early') return session;
      if (attempt === ATTEMPTS) {
        throw new SshError('SSH_UNAVAILABLE', `${host} closed the connection before the handshake`, { host });
      }
      await sleep(clock, 300 * 2 ** attempt, opening.signal).catch((cause: unknown) => {
        throw new SshError('SSH_ABORTED', `connecting to ${host} was aborted`, { host, cause });
      });
    }
  }

  close(): Promise<void> {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    return Promise.resolve();
  }

  #newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-'));
    writeFileSync(join(folder, CONFIG), sshConfig(this.#options), { mode: 0o600 });
    return folder;
  }

  /** Resolves when the first byte says that the login is done, or with its end. */
  async #begin(host: string, line: string, { listeners, signal, ask }: Opening): Promise<Session | 'closed early'> {
    const { clock, handshakeTimeout } = this.#options;
    if (signal.aborted) throw abortedError(host, signal, false);
    ask();
    const folder = (this.#folder ??= this.#newFolder());
    const logFile = join(folder, String((this.#count += 1)));
    const args = sshArguments(line, { host, configFile: join(folder, CONFIG), logFile });
    const release = clock.hold();
    const child: SshProcess = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const first = Promise.withResolvers<'first'>();
    const late = Promise.withResolvers<never>();
    const cancel = clock.after(handshakeTimeout * 1000, () =>
      late.reject(
        new SshError('SSH_HANDSHAKE_TIMEOUT', `${host}: the login took more than ${handshakeTimeout} s`, {
          host,
          outcomeUnknown: wasSent(readLog(logFile)),
        }),
      ),
    );
    const onAbort = () => late.reject(abortedError(host, signal, wasSent(readLog(logFile))));
    signal.addEventListener('abort', onAbort, { once: true });
    const hear = (listener: (chunk: Buffer) => void) => (chunk: Buffer) => {
      first.resolve('first');
      listener(chunk);
    };
    child.stdout.on('data', hear(listeners.stdout));
    child.stderr.on('data', hear(listeners.stderr));
    child.stdin.on('error', () => undefined);
    const ended = endOf(child, { host, logFile });
    void ended.catch(() => undefined).finally(clock.hold());
    try {
      const begun = await Promise.race([first.promise, ended, late.promise]);
      if (begun === 'first')
        return new ProcessSession(
          child,
          ended.then(({ end }) => end),
        );
      if (isClosedEarly(begun.log)) return 'closed early';
      if (begun.end.fault !== undefined) throw begun.end.fault;
      return new ProcessSession(child, Promise.resolve(begun.end));
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      cancel();
      signal.removeEventListener('abort', onAbort);
      release();
    }
  }
}

async function endOf(
  child: SshProcess,
  { host, logFile }: { host: string; logFile: string },
): Promise<{ end: SessionEnd; log: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('close', (code) => resolve(code));
  child.once('error', (cause) =>
    reject(
      new SshError('SSH_CONFIG', "the transport 'openssh' needs the program ssh", {
        host,
        cause,
        faults: ['ssh: cannot be run'],
      }),
    ),
  );
  const code = await promise;
  const log = readLog(logFile);
  rmSync(logFile, { force: true });
  const fault = code === 255 || code === null ? errorFromLog(host, log) : undefined;
  return { end: { code, signal: null, fault }, log };
}

function abortedError(host: string, { reason }: AbortSignal, outcomeUnknown: boolean): SshError {
  return new SshError('SSH_ABORTED', `connecting to ${host} was aborted`, { host, cause: reason, outcomeUnknown });
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
