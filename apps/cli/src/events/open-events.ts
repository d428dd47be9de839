import { existsSync } from 'node:fs';
import { eventLedgerPath } from '@opsbook/services';
import { type TriggerStore, openTriggerStore } from '@opsbook/triggers';
import type { Site } from '../site.ts';

/** The ledger of events; where nobody has made one yet, an empty one that is kept nowhere: who looks makes no files. */
export function openEvents({ config, ledger, clock }: Pick<Site, 'config' | 'ledger' | 'clock'>): TriggerStore {
  const path = eventLedgerPath(config, ledger.path);
  return openTriggerStore({ path: existsSync(path) ? path : ':memory:', clock });
}
