import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { type AnyRunbook, EmbeddedEngine, absent, done } from '@opsbook/runbook';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { localOwner } from './local-owner.ts';
import { RUNS } from './migrations.ts';
import { SqliteStore } from './sqlite-store.ts';

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const HEADER = 32;
const FRAME = 24 + 4096;

/** What the ledger held once its `-wal` file had grown to a size. */
interface Commit {
  size: number;
  rows: string;
}

let ledger: ReturnType<typeof temporaryLedger>;
let commits: Commit[];
let file: Buffer;
let wal: Buffer;

const runbook: AnyRunbook<Set<string>> = {
  name: 'toy.lines',
  summary: 'A test',
  risk: 'safe',
  input: { safeParse: (data: unknown) => ({ success: true, data }) },
  output: { safeParse: (data: unknown) => ({ success: true, data }) },
  targets: () => ['toy'],
  run: (ctx) =>
    ctx.each('write', ['a', 'b', 'c', 'd'], { key: (line) => line, concurrency: 2 }, (step, line) =>
      step.ensure('line', {
        check: async () => (ctx.services.has(line) ? done(line) : absent()),
        change: async () => void ctx.services.add(line),
        assume: line,
      }),
    ),
};

/** Every row of every table. */
function rowsOf(db: DatabaseSync): string {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return JSON.stringify(tables.map(({ name }) => [name, db.prepare(`SELECT * FROM ${String(name)}`).all()]));
}

beforeAll(async () => {
  ledger = temporaryLedger();
  const db = new Database(ledger.path, RUNS);
  const reader = new DatabaseSync(ledger.path, { readOnly: true });
  const note = () => commits.push({ size: statSync(`${ledger.path}-wal`).size, rows: rowsOf(reader) });
  commits = [{ size: 0, rows: rowsOf(reader) }];
  const write = db.write.bind(db);
  db.write = (fn) => {
    const result = write(fn);
    note();
    return result;
  };
  const clock = new VirtualClock();
  const store = new SqliteStore(ledger.path, clock, db);
  const lines = new Set<string>();
  const owner = localOwner();
  const options = { runbooks: [runbook], version: '1', connect: () => lines, store, clock, owner, isGone: () => false };
  const engine = new EmbeddedEngine(options);
  const { id } = await engine.start({ runbook: 'toy.lines', input: {}, requestedBy: { user: 'ann', surface: 'test' } });
  const { ended } = await engine.execute(id);
  expect(await ended).toMatchObject({ status: 'done', changed: true });
  // As a dying host would leave them.
  [file, wal] = [readFileSync(ledger.path), readFileSync(`${ledger.path}-wal`)];
  reader.close();
  await engine.close();
});
afterAll(() => ledger.remove());

/** What is found in a ledger whose `-wal` file was left like this. */
function found(left: Buffer): string {
  const path = join(ledger.directory, 'found.db');
  for (const old of [`${path}-wal`, `${path}-shm`]) rmSync(old, { force: true });
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, left);
  // It opens as any ledger does.
  new Database(path, RUNS).close();
  const db = new DatabaseSync(path);
  const sound = db.prepare('PRAGMA integrity_check').get();
  const rows = rowsOf(db);
  db.close();
  expect({ ...sound }).toEqual({ integrity_check: 'ok' });
  return rows;
}

/** What was durable when the `-wal` file had this size. */
const durableAt = (size: number) => commits.findLast((commit) => commit.size <= size)!.rows;

const frameOf = (offset: number) => (offset < HEADER ? 0 : offset - ((offset - HEADER) % FRAME));

it('was written in many commits, each of which shows in the file', () => {
  expect(commits.length).toBeGreaterThan(8);
  expect(new Set(commits.map(({ rows }) => rows)).size).toBe(commits.length);
  expect(commits.map(({ size }) => size)).toEqual(commits.map(({ size }) => size).sort((a, b) => a - b));
  expect(wal.length).toBe(commits.at(-1)!.size);
});

it('a -wal file that was cut anywhere gives what was committed before the cut, and nothing else', () => {
  const ends = commits.slice(1).flatMap(({ size }) => [size - FRAME, size - 1, size, size + 1, size + 24]);
  const others = Array.from({ length: 20 }, (_, i) => Math.floor((wal.length * i * 7919) / 20) % wal.length);
  const cuts = [...new Set([0, 1, HEADER, ...ends, ...others])].filter((cut) => cut >= 0 && cut <= wal.length);
  for (const cut of cuts) expect([cut, found(wal.subarray(0, cut))]).toEqual([cut, durableAt(cut)]);
});

it('a -wal file with a flipped bit gives what was committed before it, and nothing else', () => {
  const inFrames = commits.slice(1).flatMap(({ size }) => [size - FRAME, size - FRAME + 9, size - 1, size - 2000]);
  for (const offset of [0, 3, 4, 9, 17, 25, ...inFrames]) {
    const left = Buffer.from(wal);
    left[offset]! ^= 0x10;
    expect([offset, found(left)]).toEqual([offset, durableAt(frameOf(offset))]);
  }
});
