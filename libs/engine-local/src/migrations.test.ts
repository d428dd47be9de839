import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { type AnyRunbook, type RunContext, absent, done } from '@opsbook/runbook';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { makeLedgerOfSchema1 } from './ledger-of-schema-1.test-support.ts';
import { RUNS } from './migrations.ts';
import { openLocalEngine } from './open-local-engine.ts';
import { SqliteStore } from './sqlite-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
beforeEach(() => {
  ledger = temporaryLedger();
  makeLedgerOfSchema1(ledger.path);
});
afterEach(() => ledger.remove());

const T0 = '2030-01-01T00:00:00.000Z';
const T1 = '2030-01-01T00:00:01.000Z';
const bob = { user: 'bob', surface: 'cli' };

/** Everything in a schema: tables, indexes, triggers. */
function tables(path: string): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  const pragmas = ['user_version', 'application_id'].map((name) => db.prepare(`PRAGMA ${name}`).get());
  db.close();
  return [...rows, ...pragmas].map((row) => ({ ...row }));
}

describe('a ledger of an older opsbook', () => {
  it('has the tables of a new one when it was opened', () => {
    const fresh = join(ledger.directory, 'fresh.db');
    new Database(fresh, RUNS).close();
    expect(tables(ledger.path)).not.toEqual(tables(fresh));
    new Database(ledger.path, RUNS).close();
    expect(tables(ledger.path)).toEqual(tables(fresh));
  });

  it('keeps its runs, journals, leases, answers and who broke a lease', async () => {
    const store = new SqliteStore(ledger.path, new VirtualClock());
    expect(store.listRuns({ first: 'oldest' })).toMatchObject([
      { id: 'tree', status: 'done', createdAt: T0, startedAt: T0, endedAt: T0, output: 'on', targets: ['cloud/a'] },
      { id: 'tree.fa1334979d3b', root: 'tree', parent: 'tree', status: 'done', changed: true },
      { id: 'asks', status: 'running', epoch: 2, startedAt: T0, plan: { hash: 'abc' } },
      { id: 'waits', status: 'waiting', epoch: 0, createdAt: T1, input: {} },
    ]);
    expect(store.getRun('asks')).not.toHaveProperty('endedAt');
    expect(store.journal('tree').map(({ path }) => path)).toEqual(['#lease:cloud/a', 'toy.switch']);
    expect(store.events('asks', 0)).toHaveLength(4);
    expect(store.deadlines('asks').size).toBe(2);
    expect(store.leases()).toMatchObject([{ target: 'cloud/c', run: 'asks', token: 3 }]);
    expect(store.answers('asks', 'x')).toEqual([{ path: 'x', decision: 'approved', by: bob, at: T1 }]);
    expect(store.audit({})).toEqual([
      {
        seq: 1,
        kind: 'lease-broken',
        at: T1,
        by: bob,
        run: 'asks',
        root: 'asks',
        runbook: 'toy.ask',
        targets: ['cloud/d'],
        details: { reason: 'its host burnt down', token: 4 },
      },
    ]);
    expect(await store.prune(T1, bob, T1)).toBe(2);
    expect(store.listRuns({}).map(({ id }) => id)).toEqual(['waits', 'asks']);
    await store.close();
  });

  it('lets a run go on from where the older opsbook left it', async () => {
    const effects = ['before'];
    const ensured = (ctx: RunContext<unknown>, name: string) =>
      ctx.ensure(name, {
        check: async () => (effects.includes(name) ? done(name) : absent()),
        change: async () => void effects.push(name),
        assume: name,
      });
    const anything = { safeParse: (data: unknown) => ({ success: true, data }) };
    const asks: AnyRunbook<unknown> = {
      name: 'toy.ask',
      summary: 'A test',
      risk: 'safe',
      input: anything,
      output: anything,
      targets: () => [],
      run: async (ctx) => {
        await ensured(ctx, 'before');
        await ctx.ask('Go on?');
        return await ensured(ctx, 'after');
      },
    };
    const clock = new VirtualClock();
    const engine = openLocalEngine({ path: ledger.path, runbooks: [asks], version: '2', connect: () => ({}), clock });
    expect(engine.isInterrupted(await engine.get('asks'))).toBe(true);
    const { ended } = await engine.execute('asks');
    await sleep(clock, 1000);
    await engine.answer('asks', { path: '#ask:1', decision: 'approved', by: bob });
    expect(await ended).toMatchObject({ status: 'done', changed: true, output: 'after', epoch: 3 });
    expect(effects).toEqual(['before', 'after']);
    await engine.close();
  });

  it('is left as it was when its migration fails', () => {
    const before = tables(ledger.path);
    const db = new DatabaseSync(ledger.path);
    db.exec('CREATE TABLE audit (x)');
    db.close();
    expect(() => new Database(ledger.path, RUNS)).toThrow('table audit already exists');
    const again = new DatabaseSync(ledger.path);
    again.exec('DROP TABLE audit');
    again.close();
    expect(tables(ledger.path)).toEqual(before);
  });
});

describe('a process that has the ledger open while another one migrates it', () => {
  /** The statements with which the first opsbook executes runs. */
  const STATEMENTS = {
    insert: `INSERT INTO runs (id, root, parent, runbook, status, epoch, owner_id, owner, heartbeat_at, cancel, record)
      VALUES ('new', 'new', NULL, 'toy.test', 'waiting', 0, NULL, NULL, NULL, NULL, '{}') ON CONFLICT (id) DO NOTHING`,
    update: `UPDATE runs SET root = root, parent = parent, runbook = runbook, status = 'running', epoch = epoch + 1,
      owner_id = 'old', owner = '{}', heartbeat_at = '', cancel = cancel, record = record WHERE id = 'waits'`,
    epoch: "SELECT epoch FROM runs WHERE id = 'asks'",
  };

  it('and knows only the first schema, can neither start nor go on with a run', () => {
    const old = new DatabaseSync(ledger.path);
    const [insert, update, epoch] = [STATEMENTS.insert, STATEMENTS.update, STATEMENTS.epoch].map((s) => old.prepare(s));
    expect({ ...epoch!.get() }).toEqual({ epoch: 1 });
    new Database(ledger.path, RUNS).close();
    expect(() => insert!.run()).toThrow('this ledger was migrated to schema 2: restart this process');
    expect(() => update!.run()).toThrow('this ledger was migrated to schema 2: restart this process');
    // It asks for this before every write and every changing request, and finds that the run was adopted.
    expect({ ...epoch!.get() }).toEqual({ epoch: 2 });
    old.close();
  });

  it('and knows schemas, is told to be updated at its next write', async () => {
    const store = new SqliteStore(ledger.path, new VirtualClock());
    const newer = new DatabaseSync(ledger.path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(store.release('asks', 2)).rejects.toMatchObject({
      code: 'LEDGER_TOO_NEW',
      message: expect.stringContaining('schema 99'),
    });
    expect(store.getRun('asks')).toMatchObject({ status: 'running' });
    await store.close();
  });
});
