/** The environment variables of the process; tests give their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What asks the program to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Everything the program shares with the outside, so that commands can be run inside a test. */
export interface Terminal {
  /** Writes to standard output, as it is. */
  out(text: string): void;
  /**
   * From now on nothing but {@link out} writes to standard output: what libraries print there goes to standard error.
   * @param clean what is done to a text that libraries print
   */
  reserveOut(clean: (text: string) => string): void;
  /** Writes to standard error, as it is. */
  err(text: string): void;
  /** Nobody reads standard output any more, or it cannot be written: what else goes there is lost. */
  readonly outLost: boolean;
  readonly inIsTty: boolean;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** Width and height in characters, as they are now. */
  size(): { columns: number; rows: number };
  readonly env: Environment;
  /** The directory that relative file names start from. */
  readonly cwd: string;
  /** The operating system's name of the user. */
  readonly user: string;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** Asks on standard error and reads one line; undefined when the input ends, is interrupted, or `signal` aborts. */
  prompt(question: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Calls `fn` for each Ctrl-C and each SIGTERM instead of ending the process; the answer undoes it. */
  onStop(fn: (signal: StopSignal) => void): () => void;
  /** Calls `fn` for each SIGHUP, which ends the process otherwise; the answer undoes it. */
  onReload(fn: () => void): () => void;
  /** Starts `opsbook <args>` as a process of its own that outlives this one; its output is appended to `logFile`. */
  detach(args: readonly string[], logFile: string): Promise<void>;
}
