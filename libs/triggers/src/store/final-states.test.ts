import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import type { TriggerStore } from '../trigger-store.ts';
import { T0, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let store: TriggerStore;
/** Somebody with `sqlite3` at the file. */
let db: DatabaseSync;
beforeEach(async () => {
  ledger = temporaryLedger();
  store = openTriggerStore({ path: ledger.path, clock: new VirtualClock() });
  await store.append([{ event: alert(1) }, { event: alert(2), state: { state: 'unmatched' } }], T0);
  db = new DatabaseSync(ledger.path);
});
afterEach(async () => {
  db.close();
  await store.close();
  ledger.remove();
});

it.each([
  ['leave its final state', "UPDATE events SET stage = 'ran' WHERE id = 'e0002'", 'a final state is final'],
  ['be received again', "UPDATE events SET stage = 'undecided', decided_at = NULL", 'a final state is final'],
  ['get another reason', "UPDATE events SET detail = '{}' WHERE id = 'e0002'", 'a final state is final'],
  ['change', "UPDATE events SET payload = '{}'", 'an event is not changed'],
  ['change its key', "UPDATE OR REPLACE events SET key = 'x' WHERE id = 'e0001'", 'an event is not changed'],
  ['go before it is decided', "DELETE FROM events WHERE id = 'e0001'", 'without a final state is not forgotten'],
  ['go with all the others', 'DELETE FROM events', 'without a final state is not forgotten'],
  ['be final without a time', "UPDATE events SET stage = 'ran' WHERE id = 'e0001'", 'CHECK constraint failed'],
  ['be in a state of its own', "UPDATE events SET stage = 'odd' WHERE id = 'e0001'", 'CHECK constraint failed'],
])('an event cannot %s', (_what, sql, why) => {
  const before = store.list({});
  expect(() => db.exec(sql)).toThrow(why);
  expect(store.list({})).toEqual(before);
  expect(before).toHaveLength(2);
});
