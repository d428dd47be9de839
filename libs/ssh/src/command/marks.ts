import { exitMark, startMark, sudoPrompt } from './command-line.ts';

export interface MarkListeners {
  /** sudo asks for the password. */
  onPrompt: () => void;
  onStart: (group: number | undefined) => void;
  /** What the command itself writes. */
  onOutput: (chunk: Buffer) => void;
}

// Noise of login shells and of sudo before the command begins, kept for errors.
const MOST_NOISE = 8192;
// What a mark for the end has at most behind its token.
const EXIT_MARK = ' ended 255\n'.length;

/**
 * Takes the marks out of a command's stderr. What comes before the command begins is noise (login scripts, sudo's
 * lecture); what could be the beginning of the mark for the end is held back until more is there.
 */
export class Marks {
  readonly #token: string;
  readonly #tellsExit: boolean;
  readonly #listeners: MarkListeners;
  #started = false;
  #held = '';
  #exitCode: number | undefined;
  #noise = '';

  constructor(token: string, tellsExit: boolean, listeners: MarkListeners) {
    this.#token = token;
    this.#tellsExit = tellsExit;
    this.#listeners = listeners;
  }

  get started(): boolean {
    return this.#started;
  }

  /** Told by the mark for the end. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** What was said before the command began. */
  get noise(): string {
    return `${this.#noise}${this.#started ? '' : this.#held}`;
  }

  push(chunk: Buffer): void {
    // latin1 keeps every byte as it is.
    this.#held += chunk.toString('latin1');
    if (!this.#started) this.#lookForStart();
    if (this.#started) this.#pass();
  }

  /** Nothing more will come. */
  end(): void {
    if (this.#started) this.#give(this.#held);
  }

  #lookForStart(): void {
    const prompt = this.#held.indexOf(sudoPrompt(this.#token));
    if (prompt >= 0) {
      this.#note(this.#held.slice(0, prompt));
      this.#held = this.#held.slice(prompt + sudoPrompt(this.#token).length);
      this.#listeners.onPrompt();
    }
    const mark = startMark(this.#token).exec(this.#held);
    if (mark === null) {
      const surplus = Math.max(0, this.#held.length - MOST_NOISE);
      this.#note(this.#held.slice(0, surplus));
      this.#held = this.#held.slice(surplus);
      return;
    }
    this.#note(this.#held.slice(0, mark.index));
    this.#held = this.#held.slice(mark.index + mark[0].length);
    this.#started = true;
    this.#listeners.onStart(mark[1] === '' ? undefined : Number(mark[1]));
  }

  #pass(): void {
    if (!this.#tellsExit) {
      this.#give(this.#held);
      return;
    }
    const mark = exitMark(this.#token).exec(this.#held);
    if (mark !== null) {
      this.#exitCode = Number(mark[1]);
      this.#held = this.#held.slice(0, mark.index) + this.#held.slice(mark.index + mark[0].length);
    }
    const safe = this.#exitCode === undefined ? this.#holdFrom() : this.#held.length;
    const ready = this.#held.slice(0, safe);
    this.#held = this.#held.slice(safe);
    this.#write(ready);
  }

  // Where a mark that is not complete yet may begin.
  #holdFrom(): number {
    const whole = this.#held.lastIndexOf(this.#token);
    if (whole >= 0 && this.#held.length - whole < this.#token.length + EXIT_MARK) return whole;
    for (let length = Math.min(this.#token.length - 1, this.#held.length); length > 0; length -= 1) {
      if (this.#held.endsWith(this.#token.slice(0, length))) return this.#held.length - length;
    }
    return this.#held.length;
  }

  #give(text: string): void {
    this.#held = '';
    this.#write(text);
  }

  #write(text: string): void {
    if (text !== '') this.#listeners.onOutput(Buffer.from(text, 'latin1'));
  }

  #note(text: string): void {
    this.#noise = `${this.#noise}${text}`.slice(-MOST_NOISE);
  }
}
