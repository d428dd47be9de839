import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

const launcher = fileURLToPath(new URL('../../bin/opsbook.cjs', import.meta.url));

/** What an action of the pack gives its process. */
export interface ActionCall {
  execution: string;
  params: Record<string, unknown>;
  context?: Record<string, unknown>;
  /** The pack's setting. */
  environment?: Record<string, string>;
  env?: Record<string, string>;
}

/** A folder with a configuration, a ledger and runbooks of the site's own, in which real processes carry out actions. */
export class ActionSite {
  readonly path = temporaryFolder().path;

  /**
   * @param runbook the source of a module in `./site`
   * @param configuration what else opsbook.yaml says
   */
  constructor(runbook: string, configuration = '') {
    mkdirSync(join(this.path, 'site'));
    writeFileSync(join(this.path, 'site/runbook.ts'), runbook);
    writeFileSync(join(this.path, 'opsbook.yaml'), `ledger: ledger.db\nrunbooks: [./site]\n${configuration}`);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** All bytes of the ledger as they are on the disk now, its write-ahead log among them. */
  ledger(): string {
    const files = readdirSync(this.path).filter((name) => name.startsWith('ledger.db'));
    return files.map((name) => readFileSync(this.file(name), 'latin1')).join('');
  }

  start(name: string, { execution, params, context = {}, environment = {}, env = {} }: ActionCall): ActionProcess {
    const bridge = { params, context: { user: 'grace', ...context }, environment };
    // As StackStorm does it: through bash, as the leader of a session.
    const child = spawn('bash', ['-c', `"${process.execPath}" "${launcher}" action ${name}; exit $?`], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH: process.env['PATH'], HOME: this.path, NODE_OPTIONS: '', SITE: this.path },
        ...{ OPSBOOK_CONFIG: this.file('opsbook.yaml'), OPSBOOK_PARAMS: JSON.stringify(bridge) },
        ...{ ST2_ACTION_EXECUTION_ID: execution, ...env },
      },
    });
    return new ActionProcess(child);
  }
}

/** One process that carries out an action. */
export class ActionProcess {
  out = '';
  err = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = once(child, 'close');
    child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (this.err += text.toString()));
  }

  /** The leader of its session, and everything that it started. */
  get processes(): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && sessionOf(pid) === this.#child.pid);
  }

  /** Resolves when it holds; rejects when the process ended before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#child.exitCode !== null) throw new Error(`it ended before: ${this.out}${this.err}`);
      await pause(10);
    }
  }

  /** To all of its session, as StackStorm does it. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    process.kill(-(this.#child.pid ?? 0), signal);
  }

  async ended(): Promise<{ code: number | null; result: Record<string, unknown> }> {
    await this.#closed;
    return { code: this.#child.exitCode, result: JSON.parse(this.out) as Record<string, unknown> };
  }

  async died(): Promise<void> {
    await this.#closed;
  }

  /** Hears no more of it, as StackStorm when the time is over and the shell has ended; resolves when all of its session have. */
  async endedUnheard(): Promise<void> {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    while (this.processes.length > 0) await pause(10);
  }
}

/** Field 6 of proc_pid_stat(5). */
function sessionOf(pid: number): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  try {
    const stat = readFileSync(path, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
  } catch {
    // It ended in between.
    return 0;
  }
}
