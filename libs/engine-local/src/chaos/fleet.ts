import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** So many processes that execute the queue, each replaced when it was killed. */
export class Fleet {
  readonly #ledger: string;
  readonly #effects: string;
  readonly #workers = new Set<ChildProcess>();
  /** What workers could not go on with, and those that ended without having been told to. */
  readonly troubles: string[] = [];

  constructor({ ledger, effects, size }: { ledger: string; effects: string; size: number }) {
    this.#ledger = ledger;
    this.#effects = effects;
    for (let i = 0; i < size; i += 1) this.#spawn();
  }

  pids(): number[] {
    return [...this.#workers].map(({ pid }) => pid as number);
  }

  /**
   * Kills a process, and starts another one. It is held still for the moment in which `count` looks at what it is doing.
   * Answers what `count` did.
   */
  async kill(pid: number, count: () => Promise<number>): Promise<number> {
    const worker = [...this.#workers].find((one) => one.pid === pid);
    if (worker === undefined) return 0;
    process.kill(pid, 'SIGSTOP');
    const counted = await count();
    this.#workers.delete(worker);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    this.#spawn();
    return counted;
  }

  /** Ends all in good order. */
  async close(): Promise<void> {
    const workers = [...this.#workers];
    this.#workers.clear();
    for (const { stdin } of workers) stdin?.end();
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
  }

  /** Ends all at once, where something went wrong. */
  abandon(): void {
    for (const worker of this.#workers) worker.kill('SIGKILL');
    this.#workers.clear();
  }

  #spawn(): void {
    const options = ['--conditions=@opsbook/source', '--no-warnings'];
    const worker = spawn(process.execPath, [...options, WORKER, this.#ledger, this.#effects], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#workers.add(worker);
    createInterface({ input: worker.stdout }).on('line', (line) => this.troubles.push(line));
    worker.on('exit', (code, signal) => {
      if (this.#workers.delete(worker)) this.troubles.push(`a worker ended by itself: ${String(code ?? signal)}`);
    });
  }
}
