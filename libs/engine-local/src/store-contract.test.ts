import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { storeContract } from '@opsbook/runbook/testing';
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

describe('a ledger', () => {
  it.each(storeContract)('$name', ({ holds }) => holds(store));
});
