import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.test-support.ts', import.meta.url));

/** What a worker says. */
export type Word = Record<string, unknown>;

/** Another process that executes runs: see `worker.test-support.ts`. */
export class Worker {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #words: Word[] = [];
  #heard: () => void = () => undefined;

  constructor(ledger: string, effects: string, ...more: string[]) {
    const options = ['--conditions=@opsbook/source', '--no-warnings'];
    this.process = spawn(process.execPath, [...options, WORKER, ledger, effects, ...more], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      this.#words.push(JSON.parse(line) as Word);
      this.#heard();
    });
  }

  tell(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  /** The next word with these fields. */
  async hears(fields: Word): Promise<Word> {
    for (;;) {
      const index = this.#words.findIndex((word) =>
        Object.entries(fields).every(([key, value]) => word[key] === value),
      );
      const [word] = index < 0 ? [] : this.#words.splice(index, 1);
      if (word !== undefined) return word;
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
  }

  async ends(signal?: 'SIGKILL'): Promise<unknown[]> {
    const exit = once(this.process, 'exit');
    if (signal === undefined) this.tell('close');
    else this.process.kill(signal);
    return (await exit) as unknown[];
  }
}
