import type { Secret } from '@opsbook/context';
import type { Input } from './command/run.ts';

/** What commands of both kinds take. Times in seconds. */
export interface ReadOptions {
  /** `true` for root, or another user to become. Default: as who logs in. */
  sudo?: boolean | string;
  /** Until the command must have ended; default that of the client. Its process group is ended then. */
  timeout?: number;
  /** For so long it may say nothing; default unlimited. */
  idleTimeout?: number;
  /** Bytes kept of stdout, and of stderr; default that of the client. Listeners get everything. */
  maxOutput?: number;
  /** What becomes of a command that writes more: `mark` (default) tells it in `truncated`, `fail` ends the command. */
  tooLong?: 'mark' | 'fail';
  /** How bytes become text; default `utf8`. */
  encoding?: 'utf8' | 'base64';
  onStdout?: (chunk: Uint8Array) => void;
  onStderr?: (chunk: Uint8Array) => void;
  signal?: AbortSignal;
}

export interface ExecOptions extends ReadOptions {
  /** Default: none, stdin is empty. */
  stdin?: Input;
  /** Variables. A Secret goes through stdin, so that no process list shows it, and holds no line break. */
  env?: Readonly<Record<string, string | Secret>>;
}

/** For many hosts. */
export interface OnAll {
  /** Hosts at once; default 32. */
  concurrency?: number;
}
