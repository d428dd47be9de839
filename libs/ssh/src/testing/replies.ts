import { type CommandRule, isAllowed } from '../command/command-rule.ts';

/** How a simulated host answers a command. */
export interface Reply {
  stdout?: string | Uint8Array;
  stderr?: string;
  /** Exit status, default 0. */
  code?: number;
  /** It ends by this signal instead: `SIGKILL`. */
  signal?: string;
  /** Seconds on the clock before it ends; its output comes at once. `Infinity`: it hangs. */
  delay?: number;
}

/** A command that was begun on a simulated host. */
export interface RecordedRun {
  /** Who ran it: the user who logged in, or the one that sudo made of him. */
  user: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Only of a command with a reply: others read their own. */
  stdin: string;
}

export type Answer = Reply | ((run: RecordedRun) => Reply);

/** What was said about commands; the latest counts. */
export class Replies {
  readonly #replies: { rule: CommandRule; answer: Answer }[] = [];

  add(argv: readonly string[], answer: Answer): void {
    this.#replies.unshift({ rule: { argv }, answer });
  }

  find(argv: readonly string[]): Answer | undefined {
    return this.#replies.find(({ rule }) => isAllowed([rule], { argv, sudo: false, env: [] }))?.answer;
  }
}
