import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.test-support.ts', import.meta.url));

/** Another process at a ledger: see `worker.test-support.ts`. */
export class Worker {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  /** What it said; a line that was cut by its death is left out. */
  readonly words: unknown[] = [];
  readonly #ended: Promise<unknown>;
  #heard: () => void = () => undefined;

  constructor(...args: string[]) {
    const flags = ['--conditions=@opsbook/source', '--no-warnings', '--expose-gc'];
    this.process = spawn(process.execPath, [...flags, WORKER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.process.stdout });
    lines.on('line', (line) => {
      const word = wordOf(line);
      if (word === undefined) return;
      this.words.push(word);
      this.#heard();
    });
    this.#ended = once(lines, 'close');
  }

  /** Resolves once it has said so much. */
  async says(words: number): Promise<void> {
    while (this.words.length < words) await new Promise<void>((resolve) => (this.#heard = resolve));
  }

  /** Resolves when all that it said was heard. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.#ended;
  }
}

function wordOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
