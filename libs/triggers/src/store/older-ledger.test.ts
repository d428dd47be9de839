import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { T0, T1, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';
import { EVENTS } from './schema.ts';

it('a ledger of before events were handed over keeps all that it has, and takes them', async () => {
  const ledger = temporaryLedger();
  const old = new DatabaseSync(ledger.path);
  const [first] = EVENTS.migrations;
  old.exec(
    `PRAGMA journal_mode = WAL; ${first}; PRAGMA application_id = ${EVENTS.applicationId}; PRAGMA user_version = 1`,
  );
  const insert = old.prepare(
    `INSERT INTO events (id, type, source, key, subject, status, received_at, payload, stage, detail, decided_at, last_at)
     VALUES (?, 'alert', 'prod', ?, 's', 'firing', ?, '{}', ?, ?, ?, ?)`,
  );
  insert.run('e0001', 'k1', T0, 'undecided', null, null, T0);
  insert.run('e0002', 'k2', T0, 'unmatched', '{"state":"unmatched"}', T1, T0);
  insert.run('e0003', 'k3', T0, 'unmatched', '{"state":"unmatched"}', T1, T0);
  // The newest was pruned.
  old.exec("DELETE FROM events WHERE id = 'e0003'");
  old.close();

  const store = openTriggerStore({ path: ledger.path, clock: new VirtualClock() });
  expect(store.list({ first: 'oldest' })).toMatchObject([
    { event: { id: 'e0001' }, state: { state: 'received' } },
    { event: { id: 'e0002' }, state: { state: 'unmatched' }, decidedAt: T1 },
  ]);
  const emits = { trigger: 'opsbook.alert', traceTag: 'e0001' };
  await store.append([{ event: alert(4) }], T0);
  await store.decide([{ id: 'e0001', state: { state: 'received', emits } }], T1);
  expect(store.emitting({ limit: 9 })).toMatchObject([{ event: { id: 'e0001' }, state: { emits } }]);
  expect(store.undecided({ limit: 9 })).toMatchObject([{ event: { id: alert(4).id } }]);
  expect(store.counts({})).toMatchObject({ received: 2, unmatched: 1 });
  await store.decide([{ id: 'e0001', state: { state: 'emitted', ...emits } }], T1);
  expect(store.counts({ state: ['emitted'] }).emitted).toBe(1);
  await expect(store.decide([{ id: 'e0001', state: { state: 'unmatched' } }], T1)).rejects.toThrow('is emitted since');
  await store.close();
  const db = new DatabaseSync(ledger.path);
  expect(db.prepare('SELECT seq FROM events ORDER BY seq').all()).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 4 }]);
  db.close();
  ledger.remove();
});
