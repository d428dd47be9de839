import { scrub } from '@opsbook/context';
import type { AnyRunbook, Requester } from '@opsbook/runbook';
import { printable } from './format/printable.ts';
import { quoted } from './format/quoted.ts';
import { type Style, styleOf } from './format/style.ts';
import type { Backend, Globals, Site } from './site.ts';
import type { Terminal } from './terminal.ts';

/**
 * One call of the program: its options, and where its output goes. All output passes here, is free of known secrets, and does
 * to the screen nothing that the program itself does not.
 */
export class Session {
  readonly terminal: Terminal;
  readonly globals: Globals;
  readonly backend: Backend;
  /** The run or the runbook that the command is about, once it is known to exist. */
  subject: string | undefined;
  readonly #requester: Requester;
  #site: Promise<Site> | undefined;

  /** @param requester whoever asks; default: the operating system's user, at the command line */
  constructor(terminal: Terminal, globals: Globals, backend: Backend, requester?: Requester) {
    this.terminal = terminal;
    this.globals = globals;
    this.backend = backend;
    this.#requester = requester ?? { user: terminal.user, surface: 'cli' };
  }

  get json(): boolean {
    return this.globals.json;
  }

  /** Whether a person sits there who can be asked. */
  get interactive(): boolean {
    const { inIsTty, outIsTty, errIsTty } = this.terminal;
    return inIsTty && (this.json ? errIsTty : outIsTty);
  }

  /** Whether {@link say} writes to a screen that can be redrawn. */
  get live(): boolean {
    return this.json ? this.terminal.errIsTty : this.terminal.outIsTty;
  }

  /** Of what is printed. */
  get style(): Style {
    return styleOf(this.#colors(this.terminal.outIsTty));
  }

  /** Of what is said. */
  get sayStyle(): Style {
    return styleOf(this.#colors(this.live));
  }

  /** The command's result: standard output. */
  print(text: string): void {
    this.terminal.out(printable(scrub(text)));
  }

  /** The command's result as JSON. */
  printJson(value: unknown): void {
    this.print(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** What accompanies the result: standard output, or standard error where the result is JSON. */
  say(text: string): void {
    if (this.json) this.note(text);
    else this.print(text);
  }

  /** What a person should know and a pipe should not get: standard error. */
  note(text: string): void {
    this.terminal.err(printable(scrub(text)));
  }

  /** Asks on standard error and reads one line; undefined when the input ends, is interrupted, or `signal` aborts. */
  prompt(question: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.terminal.prompt(printable(scrub(question)), signal);
  }

  /** Takes so many lines off the screen that {@link say} has written. */
  erase(lines: number): void {
    // The cursor may stand behind the `^C` that the terminal echoes.
    const text = `\r\u001b[${lines}A\u001b[J`;
    if (this.json) this.terminal.err(text);
    else this.terminal.out(text);
  }

  /** Columns of the screen that {@link print} writes to; undefined where it writes to none. */
  get width(): number | undefined {
    return this.terminal.outIsTty ? this.terminal.size().columns : undefined;
  }

  /** `opsbook <words>` as one has to type it to reach the same configuration and ledger as this call. */
  readonly command = (...words: string[]): string => {
    const { config, ledger, sandbox } = this.globals;
    const options = [
      ...(sandbox ? ['--sandbox'] : []),
      ...(config === undefined ? [] : ['--config', config]),
      ...(ledger === undefined || words.includes('--ledger') ? [] : ['--ledger', ledger]),
    ];
    // Whoever came by npx has no `opsbook` on the PATH.
    const npx = this.terminal.env['npm_command'] === 'exec' ? ['npx'] : [];
    return [...npx, 'opsbook', ...[...options, ...words].map(quoted)].join(' ');
  };

  by(): Requester {
    return this.#requester;
  }

  site(): Promise<Site> {
    return (this.#site ??= this.backend.site(this.globals, this.terminal));
  }

  #colors(isTty: boolean): boolean {
    const { env } = this.terminal;
    return isTty && this.globals.color && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  }
}

/** The runbook of that name. Throws `UNKNOWN_RUNBOOK` with those that exist. */
export async function findRunbook(runbooks: readonly AnyRunbook[], name: string): Promise<AnyRunbook> {
  const found = runbooks.find((runbook) => runbook.name === name);
  if (found !== undefined) return found;
  const { RunbookError } = await import('@opsbook/runbook');
  const known = runbooks.map((runbook) => runbook.name).sort();
  throw new RunbookError('UNKNOWN_RUNBOOK', `there is no runbook '${name}'; known are ${known.join(', ')}`);
}
