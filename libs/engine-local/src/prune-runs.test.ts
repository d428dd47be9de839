import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { type RunRecord, auditOf } from '@opsbook/runbook';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { SqliteStore } from './sqlite-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let store: SqliteStore;
beforeEach(() => {
  ledger = temporaryLedger();
  store = new SqliteStore(ledger.path, new VirtualClock());
});
afterEach(async () => {
  await store.close();
  ledger.remove();
});

const T0 = '2030-01-01T00:00:00.000Z';
const T1 = '2030-01-02T00:00:00.000Z';
const ann = { user: 'ann', surface: 'cli' };

const record = (id: string, root = id): RunRecord => ({
  ...{ id, root, runbook: 'toy.test', version: '1', risk: 'safe', status: 'waiting', input: {}, requestedBy: ann },
  ...{ createdAt: T0, targets: [], leaseWait: 0, approval: 'given', epoch: 0 },
  ...(root !== id && { parent: root }),
});

/** A run with a row in every table. */
async function ended(id: string, root = id): Promise<void> {
  const run = record(id, root);
  await Promise.all([
    store.insertRun(run),
    store.append(id, 0, {
      entries: [{ path: 'x', value: 1, startedAt: T0, at: T0 }],
      deadlines: [{ path: 'x', at: 1 }],
      events: [{ type: 'progress', key: 'x', path: 'x', data: 1, at: T0 }],
      audit: [auditOf(run, { kind: 'changed', at: T0, path: 'x' })],
    }),
    store.signal(id, { path: 'x', value: 1 }),
    store.answer(id, { path: 'x', decision: 'approved', by: ann, at: T0 }, () => undefined),
    store.takeLease(`of ${id}`, run, T0),
    store.updateRun(id, 0, { status: 'done', endedAt: T0 }),
    // By a mistake of some tool; it must not stop the pruning.
    store.takeLease(`left by ${id}`, run, T0),
  ]);
}

/** Rows by table. */
function rows(): Record<string, number> {
  const db = new DatabaseSync(ledger.path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all();
  const counts = tables.map(({ name }) => [
    name,
    (db.prepare(`SELECT count(*) AS n FROM ${String(name)}`).get() as { n: number }).n,
  ]);
  db.close();
  return Object.fromEntries(counts) as Record<string, number>;
}

it('removes many runs in several transactions, between which others write, and leaves no row but the trail', async () => {
  const ids = Array.from({ length: 450 }, (_, i) => `run-${i}`);
  await Promise.all(ids.map((id) => ended(id)));
  await ended('run-0.1', 'run-0');
  const trail = store.audit({}).length;
  const other = new SqliteStore(ledger.path, new VirtualClock());
  const [pruned] = await Promise.all([store.prune(T1, ann, T1), other.insertRun(record('new'))]);
  expect(pruned).toBe(451);
  expect(rows()).toEqual({
    ...{ runs: 1, journal: 0, deadlines: 0, events: 0, leases: 0, signals: 0, answers: 0, freezes: 0 },
    audit: trail + 1 + 3,
  });
  const pruning = store.audit({ kind: ['pruned'] }).map(({ details }) => details as { runs: number });
  expect(pruning.map(({ runs }) => runs)).toEqual([201, 200, 50]);
  await other.close();
});
