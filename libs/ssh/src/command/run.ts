import type { Secret } from '@opsbook/context';

/** What a command gets on its stdin. */
export type Input = string | Uint8Array | AsyncIterable<Uint8Array>;

/** One command, with nothing left open. Times in seconds. */
export interface Run {
  host: string;
  argv: readonly string[];
  env: Readonly<Record<string, string | Secret>>;
  sudo: { user: string; password: Secret | undefined } | undefined;
  stdin: Input | undefined;
  timeout: number;
  idleTimeout: number | undefined;
  /** Bytes kept of stdout, and of stderr. */
  maxOutput: number;
  tooLong: 'mark' | 'fail';
  encoding: 'utf8' | 'base64';
  onStdout: ((chunk: Buffer) => void) | undefined;
  onStderr: ((chunk: Buffer) => void) | undefined;
  /** Whether it may have altered something once it was sent. */
  changes: boolean;
  signal: AbortSignal;
  /** Asks the guard, right before the command is sent. */
  ask: () => void;
}

/** How a command ended, and what it wrote. */
export interface ExecResult {
  host: string;
  /** It exited with 0. */
  ok: boolean;
  /** Exit status; null where a signal ended it. */
  code: number | null;
  /** `SIGTERM`, for example. */
  signal: string | null;
  stdout: string;
  stderr: string;
  /** There was more than was kept. */
  truncated: { stdout: boolean; stderr: boolean };
}
