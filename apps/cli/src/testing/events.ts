import { join } from 'node:path';
import type { Json } from '@opsbook/runbook';
import { type FinalState, type TriggerEvent, type TriggerStore, openTriggerStore } from '@opsbook/triggers';
import type { Host } from './host.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An alert that fires. */
export const alertEvent = (
  id: string,
  labels: Record<string, Json> = {},
  more: Partial<TriggerEvent> = {},
): TriggerEvent => ({
  id,
  type: 'alert',
  source: 'prod',
  key: id,
  subject: id,
  status: 'firing',
  receivedAt: '2030-01-01T00:00:00.000Z',
  payload: { status: 'firing', labels: { alertname: 'Dark', instance: 'hall', ...labels }, annotations: {} },
  ...more,
});

/** Gives a host a ledger of events in a file, and writes to it as a daemon does. */
export async function withLedgerOfEvents(host: Host, write: (store: TriggerStore) => Promise<void>): Promise<void> {
  const ledger = host.config.serve?.ledger ?? join(temporaryFolder().path, 'ledger.alerts.db');
  host.config = { ...host.config, serve: { ...host.config.serve, ledger } };
  const { clock } = host.house;
  const store = openTriggerStore({ path: ledger, clock });
  try {
    await write(store);
  } finally {
    await store.close();
  }
}

/** Records an event, in its final state if one is given. */
export const recorded = (store: TriggerStore, event: TriggerEvent, state?: FinalState) =>
  store.append([{ event, ...(state && { state }) }], event.receivedAt);
