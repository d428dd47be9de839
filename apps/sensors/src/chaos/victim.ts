import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChaosSite } from './site.ts';

const DAEMON = fileURLToPath(new URL('daemon.ts', import.meta.url));
/** Milliseconds that a start may take. */
const START = 180_000;

/** The daemon as a process of its own, which is killed and started again. */
export class Victim {
  readonly #site: ChaosSite;
  readonly #log: string;
  #process: ChildProcess | undefined;
  kills = 0;

  constructor(site: ChaosSite) {
    this.#site = site;
    this.#log = join(site.folder, 'daemon.log');
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const { folder, ledger, config } = this.#site;
    const { port } = config.serve;
    const log = openSync(this.#log, 'a');
    const data = ledger.slice(0, ledger.lastIndexOf('/'));
    const args = ['--conditions=@opsbook/source', '--no-warnings', DAEMON, folder, data, String(port)];
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', log, log] });
    const until = Date.now() + START;
    while (!(await isReady(port))) {
      if (this.#process.exitCode !== null || Date.now() > until) throw new Error(`it does not start:\n${this.log()}`);
      await pause(50);
    }
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** The end of what it said. */
  log(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-20).join('\n');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}

const isReady = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
};
