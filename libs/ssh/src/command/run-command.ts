import { randomBytes } from 'node:crypto';
import { type Clock, scrub } from '@opsbook/context';
import { SshError, isSshError } from '../errors.ts';
import type { Session, SessionEnd, Transport } from '../transport.ts';
import { AfterMark } from './after-mark.ts';
import { CappedOutput } from './capped-output.ts';
import { beginMark, commandLine, endGroup } from './command-line.ts';
import { Marks } from './marks.ts';
import type { ExecResult, Input, Run } from './run.ts';
import { lateError, notStartedError, tooLongError } from './run-errors.ts';
import { signalName } from './signal-name.ts';

// Seconds: for the mark of the beginning that may be on its way, for the processes to end once they were told to, and for a kill that has to log in first.
const BEGINNING = 2;
const GRACE = 5;
const ENDING = 20;

/** Runs a command over a transport, within its limits; a command that exceeds one is ended with its process group. */
export async function runCommand(transport: Transport, run: Run, clock: Clock): Promise<ExecResult> {
  return await new Runner(transport, run, { clock }).run();
}

class Runner {
  readonly #transport: Transport;
  readonly #run: Run;
  readonly #clock: Clock;
  readonly #stdout: CappedOutput;
  readonly #stderr: CappedOutput;
  readonly #marks: Marks;
  readonly #stdoutMark: AfterMark;
  readonly #token = `opsbook-${randomBytes(9).toString('hex')}`;
  readonly #stop = Promise.withResolvers<Error>();
  #stopped = false;
  #preamble = '';
  readonly #opened = Promise.withResolvers<Session>();
  readonly #begun = Promise.withResolvers<undefined>();
  #session: Session | undefined;
  #group: number | undefined;
  #asked = 0;
  #cancelIdle: () => void = () => undefined;

  readonly #killable: boolean;

  constructor(transport: Transport, run: Run, { clock, killable = true }: { clock: Clock; killable?: boolean }) {
    this.#killable = killable;
    this.#transport = transport;
    this.#run = run;
    this.#clock = clock;
    this.#stdout = new CappedOutput(run.maxOutput);
    this.#stderr = new CappedOutput(run.maxOutput);
    this.#stdoutMark = new AfterMark(beginMark(this.#token));
    this.#marks = new Marks(this.#token, transport.tellExit, {
      onPrompt: () => this.#answerPrompt(),
      onStart: (group) => this.#begins(group),
      onOutput: (chunk) => this.#output(chunk, this.#stderr, this.#run.onStderr),
    });
  }

  async run(): Promise<ExecResult> {
    const { host, argv, env, sudo, timeout, signal, ask } = this.#run;
    const dressed = sudo && { user: sudo.user, password: sudo.password !== undefined };
    const { line, preamble } = commandLine({
      argv,
      env,
      sudo: dressed,
      token: this.#token,
      tellExit: this.#transport.tellExit,
    });
    this.#preamble = preamble;
    const listeners = {
      stdout: (chunk: Buffer) => {
        this.#armIdle();
        const own = this.#stdoutMark.push(chunk);
        if (own.length > 0) this.#output(own, this.#stdout, this.#run.onStdout);
      },
      stderr: (chunk: Buffer) => {
        this.#armIdle();
        this.#marks.push(chunk);
      },
    };
    const session = await this.#transport.open(host, line, { listeners, signal, ask }).catch((error: unknown) => {
      throw this.#judged(error);
    });
    this.#session = session;
    this.#opened.resolve(session);
    const cancelTimeout = this.#clock.after(timeout * 1000, () => this.#fail(this.#late(`${timeout} s`)));
    this.#armIdle();
    const onAbort = () =>
      this.#fail(new SshError('SSH_ABORTED', `the command on ${host} was aborted`, { cause: signal.reason }));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // Where sudo may ask for a password, the command's own input waits until the command has begun.
    if (sudo?.password === undefined || this.#marks.started) void this.#feed();
    try {
      const end = await Promise.race([session.ended, this.#stop.promise]);
      if (end instanceof Error) throw await this.#endRemotely(end);
      this.#marks.end();
      return this.#result(end);
    } catch (error) {
      throw this.#judged(error);
    } finally {
      this.#stopped = true;
      cancelTimeout();
      this.#cancelIdle();
      signal.removeEventListener('abort', onAbort);
      session.close();
    }
  }

  #result(end: SessionEnd): ExecResult {
    const { host, encoding, tooLong } = this.#run;
    if (!this.#marks.started) throw this.#refusal(end.fault);
    const { code, signal } = this.#transport.tellExit ? this.#toldEnd(end) : end;
    const truncated = { stdout: this.#stdout.truncated, stderr: this.#stderr.truncated };
    if (tooLong === 'fail' && (truncated.stdout || truncated.stderr)) throw this.#tooLong();
    const [stdout, stderr] = [this.#stdout.text(encoding), this.#stderr.text(encoding)];
    return { host, ok: code === 0, code, signal, stdout, stderr, truncated };
  }

  // A shell says a signal as 128 and its number.
  #toldEnd({ fault }: SessionEnd): SessionEnd {
    const code = this.#marks.exitCode;
    if (code === undefined) {
      const why = fault?.serviceMessage === undefined ? '' : `: ${fault.serviceMessage}`;
      const message = `the connection to ${this.#run.host} ended before the command did${why}`;
      throw new SshError('SSH_CONNECTION_LOST', message, { serviceMessage: fault?.serviceMessage });
    }
    const signal = code > 128 ? signalName(code - 128) : undefined;
    return signal === undefined ? { code, signal: null } : { code: null, signal };
  }

  #output(chunk: Buffer, kept: CappedOutput, listener: ((chunk: Buffer) => void) | undefined): void {
    if (this.#stopped) return;
    this.#armIdle();
    kept.push(chunk);
    try {
      listener?.(chunk);
    } catch (error) {
      this.#fail(error as Error);
    }
    if (kept.truncated && this.#run.tooLong === 'fail') this.#fail(this.#tooLong());
  }

  #begins(group: number | undefined): void {
    this.#group = group;
    this.#begun.resolve(undefined);
    if (this.#run.sudo?.password !== undefined && this.#session !== undefined) void this.#feed();
  }

  #answerPrompt(): void {
    this.#asked += 1;
    const password = this.#run.sudo?.password;
    const again = this.#asked > 1;
    // The prompt can come before the transport has given the session out.
    void this.#opened.promise.then((session) => {
      if (again || password === undefined) session.endInput();
      else void session.write(Buffer.from(`${password.reveal()}\n`));
    });
  }

  async #feed(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      if (this.#preamble !== '') await session.write(Buffer.from(this.#preamble));
      for await (const chunk of chunksOf(this.#run.stdin)) {
        if (this.#stopped) return;
        await session.write(chunk);
      }
      session.endInput();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #armIdle(): void {
    const { idleTimeout } = this.#run;
    if (idleTimeout === undefined || this.#stopped) return;
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.after(idleTimeout * 1000, () =>
      this.#fail(this.#late(`${idleTimeout} s without output`)),
    );
  }

  #fail(error: Error): void {
    this.#stopped = true;
    this.#cancelIdle();
    this.#stop.resolve(error);
  }

  /** Ends what still runs there, and says in the error whether that succeeded. */
  async #endRemotely(error: Error): Promise<Error> {
    const ended = await this.#kill();
    if (!isSshError(error)) return error;
    const { code, host, cause } = error;
    return new SshError(code, `${error.message}; ${ended}`, { host, cause, outcomeUnknown: this.#run.changes });
  }

  async #kill(): Promise<string> {
    const session = this.#session;
    void session?.ended.catch(() => undefined);
    if (!this.#killable) return 'it was left alone';
    await this.#within(this.#begun.promise, BEGINNING);
    const group = this.#group;
    if (session === undefined || group === undefined) {
      session?.sendSignal('TERM');
      session?.sendSignal('KILL');
      const said = this.#marks.started ? '' : this.#said();
      const instead = said === '' ? '' : ` (said so far: ${said})`;
      return `it had not told its process group, so that it may still run${instead}`;
    }
    const run: Run = {
      ...this.#run,
      argv: endGroup(group),
      env: {},
      stdin: undefined,
      timeout: ENDING,
      idleTimeout: undefined,
      maxOutput: 1000,
      tooLong: 'mark',
      onStdout: undefined,
      onStderr: undefined,
      signal: new AbortController().signal,
      // The guard has allowed the command; ending it must be possible when changes are refused already.
      ask: () => undefined,
    };
    try {
      await this.#withEnding(run);
    } catch (error) {
      return `its process group ${group} could not be ended and may still run: ${(error as Error).message}`;
    }
    if (await this.#within(session.ended, GRACE)) return 'its process group was ended';
    return `its process group ${group} was told to end, and something of it still holds the session`;
  }

  // A kill that hangs is given up, and not killed in turn.
  async #withEnding(run: Run): Promise<void> {
    const controller = new AbortController();
    const cancel = this.#clock.after(ENDING * 1000, () => controller.abort(new Error(`not within ${ENDING} s`)));
    const killer = { clock: this.#clock, killable: false };
    try {
      await new Runner(this.#transport, { ...run, signal: controller.signal }, killer).run();
    } finally {
      cancel();
    }
  }

  /** Whether it is settled in time. */
  async #within(promise: Promise<unknown>, seconds: number): Promise<boolean> {
    const { promise: settled, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#clock.after(seconds * 1000, () => resolve(false));
    void promise.catch(() => undefined).then(() => resolve(true));
    const inTime = await settled;
    cancel();
    return inTime;
  }

  #judged(error: unknown): unknown {
    if (!isSshError(error)) return error;
    const { code, host = this.#run.host, place, fingerprint, serviceMessage, faults, cause } = error;
    // Only a connection that was lost leaves open what became of a command that was sent.
    const outcomeUnknown = (error.outcomeUnknown || code === 'SSH_CONNECTION_LOST') && this.#run.changes;
    const output = this.#marks.started
      ? { stdout: this.#stdout.text('utf8'), stderr: this.#stderr.text('utf8') }
      : undefined;
    return new SshError(code, error.message, {
      host,
      place,
      fingerprint,
      serviceMessage,
      faults,
      cause,
      outcomeUnknown,
      output,
    });
  }

  #late(limit: string): SshError {
    return lateError(this.#run.host, limit);
  }

  #tooLong(): SshError {
    return tooLongError(this.#run);
  }

  // A hop's words come where the command's would.
  #refusal(fault: SshError | undefined): SshError {
    const said = this.#said();
    if (fault === undefined) return notStartedError(this.#run, { said, wrongPassword: this.#asked > 1 });
    if (said === '') return fault;
    const { code, host, place, fingerprint, faults, cause } = fault;
    const details = { host, place, fingerprint, faults, cause, serviceMessage: said };
    return new SshError(code, `${fault.message}: ${said}`, details);
  }

  // What was said before the command began, or in its place.
  #said(): string {
    const said = scrub(`${this.#marks.noise}${this.#stdoutMark.noise}`).replaceAll(this.#token, 'sudo:');
    return said.trim().slice(0, 500);
  }
}

async function* chunksOf(input: Input | undefined): AsyncGenerator<Uint8Array> {
  if (input === undefined) return;
  if (typeof input === 'string') yield Buffer.from(input);
  else if (input instanceof Uint8Array) yield input;
  else yield* input;
}
