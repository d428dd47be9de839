import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import { SqliteStore } from './sqlite-store.ts';
import { temporaryLedger } from './temporary-ledger.test-support.ts';

const WORKER = fileURLToPath(new URL('worker.test-support.ts', import.meta.url));

let ledger: ReturnType<typeof temporaryLedger>;
let effects: string;
let workers: Worker[];
beforeEach(() => {
  ledger = temporaryLedger();
  effects = join(ledger.directory, 'effects');
  writeFileSync(effects, '');
  workers = [];
});
afterEach(() => {
  for (const { process } of workers) process.kill('SIGKILL');
  ledger.remove();
});

/** What a worker says. */
type Word = Record<string, unknown>;

class Worker {
  readonly process: ChildProcess;
  readonly #words: Word[] = [];
  #heard: () => void = () => undefined;

  constructor(...more: string[]) {
    const options = ['--conditions=@opsbook/source', '--no-warnings'];
    this.process = spawn(process.execPath, [...options, WORKER, ledger.path, effects, ...more], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: this.process.stdout! }).on('line', (line) => {
      this.#words.push(JSON.parse(line) as Word);
      this.#heard();
    });
    workers.push(this);
  }

  tell(line: string): void {
    this.process.stdin!.write(`${line}\n`);
  }

  /** The next word with these fields. */
  async hears(fields: Word): Promise<Word> {
    for (;;) {
      const index = this.#words.findIndex((word) =>
        Object.entries(fields).every(([key, value]) => word[key] === value),
      );
      if (index >= 0) return this.#words.splice(index, 1)[0]!;
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

const written = () => readFileSync(effects, 'utf8').trim().split('\n').sort();
const numbered = (...names: string[]) => names.flatMap((name) => [1, 2, 3, 4, 5, 6].map((i) => `${name}${i}`)).sort();

it('two processes execute their runs on one file; one is killed midway and the other finishes its run at once', async () => {
  const [one, two] = [new Worker('a3'), new Worker()];
  one.tell('run a 6');
  two.tell('run b 6');
  two.tell('run c 6');
  const { id } = await one.hears({ name: 'a' });
  for (const name of ['b', 'c']) {
    const run = await two.hears({ name });
    await two.hears({ id: run['id'], status: 'done', epoch: 1 });
  }
  await one.hears({ hanging: 'a3' });

  two.tell(`execute ${String(id)}`);
  await two.hears({ id, refused: 'RUN_OWNED' });
  expect(await one.ends('SIGKILL')).toEqual([null, 'SIGKILL']);
  const store = new SqliteStore(ledger.path, systemClock);
  expect(store.leases()).toMatchObject([{ target: 'a', run: id }]);
  two.tell(`execute ${String(id)}`);
  await two.hears({ id, status: 'done', epoch: 2 });

  // Nothing twice, nothing forgotten.
  expect(written()).toEqual(numbered('a', 'b', 'c'));
  expect(store.listRuns({}).map(({ status, changed }) => [status, changed])).toEqual(Array(3).fill(['done', true]));
  expect(store.leases()).toEqual([]);
  await store.close();
  expect(await two.ends()).toEqual([0, null]);
  expect(existsSync(`${ledger.path}-wal`)).toBe(false);
});
