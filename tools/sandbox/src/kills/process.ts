import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { opsbook } from '../paths.ts';

const POLL = 2;

/** One `opsbook` that works on a run, and may be killed. */
export class OpsbookProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #said = '';

  constructor(words: readonly string[]) {
    this.#child = spawn(process.execPath, [opsbook, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (text: Buffer) => {
        this.#said += text.toString();
      });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get said(): string {
    return this.#said;
  }

  /** Resolves with true when it is time, with false when the process ended before. */
  async until(isTime: () => boolean): Promise<boolean> {
    while (this.#runs) {
      if (isTime()) return true;
      await pause(POLL);
    }
    return false;
  }

  async ended(): Promise<void> {
    await this.#exit;
  }

  /** Kills it with SIGKILL. It is held still for the moment in which `look` sees what it is doing; answers what that saw. */
  async kill(look: () => Promise<boolean>): Promise<boolean> {
    if (!this.#runs) return false;
    this.#child.kill('SIGSTOP');
    const seen = await look();
    this.#child.kill('SIGKILL');
    await this.#exit;
    return seen;
  }

  get #runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }
}
