import { systemUser } from '@opsbook/context';
import type { StopSignal, Terminal } from './terminal.ts';

// Node's own modules and streams, too, are loaded by whoever needs them, for the sake of `opsbook --help`.

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => write(process.stdout, text, printed),
    reserveOut,
    err: (text) => write(process.stderr, text),
    get outLost() {
      return lost;
    },
    get inIsTty() {
      return process.stdin.isTTY;
    },
    get outIsTty() {
      return process.stdout.isTTY;
    },
    get errIsTty() {
      return process.stderr.isTTY;
    },
    size: () => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }),
    env: process.env,
    cwd: process.cwd(),
    get user() {
      return systemUser();
    },
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    prompt,
    onStop: (fn) => {
      const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];
      for (const signal of signals) process.on(signal, fn);
      return () => {
        for (const signal of signals) process.off(signal, fn);
      };
    },
    onReload: (fn) => {
      process.on('SIGHUP', fn);
      return () => process.off('SIGHUP', fn);
    },
    detach,
  };
}

let printed: typeof process.stdout.write | undefined;

function reserveOut(clean: (text: string) => string): void {
  const { stdout, stderr } = process;
  printed = stdout.write.bind(stdout);
  const said = stderr.write.bind(stderr);
  const divert = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const told = rest.find((one): one is () => void => typeof one === 'function');
    return said(clean(text), told);
  };
  stdout.write = divert;
  stderr.write = divert;
}

function write(stream: NodeJS.WriteStream, text: string, through = stream.write.bind(stream)): void {
  // A reader that went away (`opsbook runs | head`), or a full disk, must not take a run under way with it.
  if (stream.listenerCount('error') === 0) stream.on('error', stream === process.stdout ? resultLost : () => undefined);
  through(text);
}

let lost = false;

/** What was asked for is not where it was asked to be: an export of half the length must not end with 0. */
function resultLost({ code, message }: NodeJS.ErrnoException): void {
  lost = true;
  if (code === 'EPIPE') return;
  write(process.stderr, `opsbook: standard output cannot be written: ${message}\n`);
  // The exit code of the command comes later.
  process.once('exit', (given) => {
    if (given === 0) process.exitCode = 1;
  });
}

async function prompt(question: string, signal?: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  lines.on('close', () => closed.abort());
  // While it reads a line, readline takes Ctrl-C for itself; whoever listens for signals must still hear of it.
  lines.on('SIGINT', () => {
    lines.close();
    if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT', 'SIGINT');
  });
  try {
    return await lines.question(question, { signal: AbortSignal.any([closed.signal, ...(signal ? [signal] : [])]) });
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}

async function detach(args: readonly string[], logFile: string): Promise<void> {
  const [{ spawn }, { closeSync, mkdirSync, openSync }, path, { fileURLToPath }] = await Promise.all([
    import('node:child_process'),
    import('node:fs'),
    import('node:path'),
    import('node:url'),
  ]);
  // The same place seen from src/ and from the bundle in dist/.
  const launcher = fileURLToPath(new URL('../bin/opsbook.cjs', import.meta.url));
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  spawn(process.execPath, [launcher, ...args], { detached: true, stdio: ['ignore', log, log] }).unref();
  closeSync(log);
}
