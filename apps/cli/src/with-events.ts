import type { TriggerStore } from '@opsbook/triggers';
import type { Session } from './session.ts';
import type { Site } from './site.ts';

/** Opens the ledger of events for a command and closes it afterwards. */
export async function withEvents<T>(
  session: Session,
  work: (store: TriggerStore, site: Site) => Promise<T> | T,
): Promise<T> {
  const site = await session.site();
  const store = await site.openEvents();
  try {
    return await work(store, site);
  } finally {
    await store.close();
  }
}
