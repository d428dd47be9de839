import { type Context, currentScope, defaultContext, scrub } from '@opsbook/context';
import { checkCommand, checkHost } from './check-command.ts';
import { isAllowed, isAllowedPath } from './command/command-rule.ts';
import { quote } from './command/quote.ts';
import { runCommand } from './command/run-command.ts';
import type { ExecResult } from './command/run.ts';
import { SshError } from './errors.ts';
import type { ExecOptions, OnAll, ReadOptions } from './exec-options.ts';
import { readFile, writeFile, type Transfer } from './files.ts';
import { type HostOutcome, onAll } from './on-all.ts';
import { type CheckedOptions, asSecret } from './options.ts';
import type { Transport } from './transport.ts';

/** A file for a host. */
export interface Upload {
  /** Where it goes: an absolute path. What is there is replaced in one step. */
  path: string;
  content: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Permission bits, default 0o644. */
  mode?: number;
  timeout?: number;
  signal?: AbortSignal;
}

export interface DownloadOptions {
  /** Default 16 MiB. */
  maxBytes?: number;
  timeout?: number;
  signal?: AbortSignal;
}

type Effect = 'read' | 'change';

/** Commands and files on hosts. Errors are `SshError`; what the guard throws, and UnknownInPlan, come through as they are. */
export class SshClient {
  readonly #options: CheckedOptions;
  readonly #context: Context;
  readonly #transport: Transport;
  readonly #closing = new AbortController();
  readonly #underway = new Set<Promise<unknown>>();

  /** @internal */
  constructor(options: CheckedOptions, transport: Transport, context: Context = defaultContext) {
    this.#options = options;
    this.#transport = transport;
    this.#context = context;
  }

  /**
   * Runs a command, which counts as a change. Resolves when it has ended, whatever its exit status.
   * @throws SSH_NOT_ALLOWED, SSH_COMMAND_TIMEOUT, SSH_CONNECTION_LOST (`outcomeUnknown`), SSH_SUDO and those of connecting
   */
  async exec(host: string, argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const command = checkCommand(argv, options);
    const { allow } = this.#options;
    if (allow !== undefined && !isAllowed(allow.commands ?? [], command))
      throw notAllowed(host, argv, 'allow.commands');
    return await this.#run('change', { host, argv, options });
  }

  /** Runs a command that the configuration (`readOnly`) declares to change nothing. @throws SSH_NOT_ALLOWED for another one */
  async read(host: string, argv: readonly string[], options: ReadOptions = {}): Promise<ExecResult> {
    const { stdin: _stdin, env: _env, ...rest } = options as ExecOptions;
    if (!isAllowed(this.#options.readOnly, checkCommand(argv, rest))) throw notAllowed(host, argv, 'readOnly');
    return await this.#run('read', { host, argv, options: rest });
  }

  /** {@link exec} on many hosts: an outcome for each, in their order. Throws only where nothing may be sent at all. */
  async execOnAll(
    hosts: readonly string[],
    argv: readonly string[],
    { concurrency = 32, ...options }: ExecOptions & OnAll = {},
  ): Promise<HostOutcome<ExecResult>[]> {
    checkCommand(argv, options);
    if (hosts[0] !== undefined) this.#ask('change', summary(hosts[0], argv, options));
    return await onAll(hosts, concurrency, (host) => this.exec(host, argv, options));
  }

  /** {@link read} on many hosts. */
  async readOnAll(
    hosts: readonly string[],
    argv: readonly string[],
    { concurrency = 32, ...options }: ReadOptions & OnAll = {},
  ): Promise<HostOutcome<ExecResult>[]> {
    return await onAll(hosts, concurrency, (host) => this.read(host, argv, options));
  }

  /** Puts a file on a host: written beside its place, with its mode, and renamed. @throws SSH_NOT_FOUND, SSH_FORBIDDEN, SSH_FILE */
  async upload(host: string, { path, content, mode = 0o644, timeout, signal }: Upload): Promise<void> {
    const { allow } = this.#options;
    checkPath(path);
    if (allow !== undefined && !isAllowedPath(allow.uploads ?? [], path))
      throw notAllowed(host, [path], 'allow.uploads');
    const bytes =
      typeof content === 'string' ? [Buffer.from(content)] : content instanceof Uint8Array ? [content] : content;
    await this.#transfer('change', { host, what: `upload ${path}`, timeout, signal }, (transfer) =>
      writeFile(this.#transport, { path, content: bytes, mode }, transfer),
    );
  }

  /** Gets a file from a host. @throws SSH_NOT_FOUND, SSH_FORBIDDEN, SSH_OUTPUT_TOO_LONG */
  async download(host: string, path: string, options: DownloadOptions = {}): Promise<Uint8Array> {
    const { maxBytes = 2 ** 24, timeout, signal } = options;
    const { allow } = this.#options;
    checkPath(path);
    if (allow !== undefined && !isAllowedPath(allow.downloads ?? [], path))
      throw notAllowed(host, [path], 'allow.downloads');
    return await this.#transfer('read', { host, what: `download ${path}`, timeout, signal }, (transfer) =>
      readFile(this.#transport, { path, maxBytes }, transfer),
    );
  }

  /** Ends what is under way, which fails with SSH_ABORTED, and closes the connections. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the client was closed'));
    await Promise.allSettled(this.#underway);
    await this.#transport.close();
  }

  async #run(
    effect: Effect,
    { host, argv, options }: { host: string; argv: readonly string[]; options: ExecOptions },
  ): Promise<ExecResult> {
    const { maxOutput, timeout, sudo } = this.#options;
    const what = summary(host, argv, options);
    const user = options.sudo === true ? 'root' : options.sudo;
    return await this.#tracked(effect, { host, what, signal: options.signal }, (signal, ask) =>
      runCommand(
        this.#transport,
        {
          host,
          argv,
          env: options.env ?? {},
          sudo: user === undefined || user === false ? undefined : { user, password: asSecret(sudo.password) },
          stdin: options.stdin,
          timeout: options.timeout ?? timeout,
          idleTimeout: options.idleTimeout,
          maxOutput: options.maxOutput ?? maxOutput,
          tooLong: options.tooLong ?? 'mark',
          encoding: options.encoding ?? 'utf8',
          onStdout: options.onStdout,
          onStderr: options.onStderr,
          changes: effect === 'change',
          signal,
          ask,
        },
        this.#context.clock,
      ),
    );
  }

  async #transfer<T>(
    effect: Effect,
    {
      host,
      what,
      timeout,
      signal,
    }: { host: string; what: string; timeout: number | undefined; signal: AbortSignal | undefined },
    work: (transfer: Transfer) => Promise<T>,
  ): Promise<T> {
    const { clock } = this.#context;
    const limit = timeout ?? this.#options.timeout;
    return await this.#tracked(effect, { host, what: `ssh ${host}: ${what}`, signal }, (joined, ask) =>
      work({ host, timeout: limit, signal: joined, ask, clock }),
    );
  }

  // The guard is asked before anything is done, and once more right before something is sent: a login takes its time.
  async #tracked<T>(
    effect: Effect,
    { host, what, signal }: { host: string; what: string; signal: AbortSignal | undefined },
    work: (signal: AbortSignal, ask: () => void) => Promise<T>,
  ): Promise<T> {
    checkHost(host);
    const ask = () => this.#ask(effect, what);
    ask();
    const given = [this.#closing.signal, this.#context.signal, signal, currentScope()?.signal];
    const joined = AbortSignal.any(given.filter((one) => one !== undefined));
    const { clock, log } = this.#context;
    const start = clock.now();
    const task = work(joined, ask);
    this.#underway.add(task);
    try {
      const result = await task;
      log?.(`${what} done in ${clock.now() - start} ms`, { host });
      return result;
    } catch (error) {
      log?.(`${what} failed in ${clock.now() - start} ms`, { host, code: (error as Partial<SshError>).code });
      throw error;
    } finally {
      this.#underway.delete(task);
    }
  }

  #ask(effect: Effect, what: string): void {
    this.#context.guard.check({ effect, summary: what });
  }
}

const summary = (host: string, argv: readonly string[], { sudo }: ReadOptions) => {
  const as = sudo === undefined || sudo === false ? '' : `sudo -u ${sudo === true ? 'root' : sudo} `;
  return scrub(`ssh ${host}: ${as}${quote(argv)}`);
};

function checkPath(path: string): void {
  if (!quote([path]).includes('/') || !path.startsWith('/')) {
    throw new SshError('SSH_INVALID_INPUT', 'a path on a host is absolute');
  }
}

function notAllowed(host: string, argv: readonly string[], option: string): SshError {
  return new SshError('SSH_NOT_ALLOWED', `${option} does not allow ${scrub(quote(argv))}`, { host });
}
