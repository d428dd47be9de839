import { existsSync } from 'node:fs';
import type { Site } from '../site.ts';

/** Which process is the site's daemon, in words: it executes what waits. Undefined where there is none on this host. */
export async function daemonOf({ config, ledger }: Pick<Site, 'config' | 'ledger'>): Promise<string | undefined> {
  const { eventLedgerPath } = await import('@opsbook/services');
  const path = eventLedgerPath(config, ledger.path);
  // What tells it takes long to load.
  if (!existsSync(`${path}-lock`)) return undefined;
  const { ledgerHolder } = await import('@opsbook/triggers');
  return ledgerHolder(path);
}

/** How a run that stands still goes on, within a sentence; a command has to follow. */
export const goingOn = (daemon: string | undefined): string =>
  daemon === undefined ? 'go on with it' : `the daemon goes on with it (${daemon}), or by hand`;

/** The same of a run that nobody executes at this moment. A worker leaves no mark by which one would know of it. */
export const takenUp = (daemon: string | undefined): string =>
  daemon === undefined
    ? 'Nobody executes the run now, unless a worker takes it up. Go on with it'
    : `The daemon takes the run up (${daemon}). By hand`;
