import { join, parse } from 'node:path';
import type { Config } from './config.ts';

/**
 * Where the ledger of events is: where the configuration says, or beside that of runs, `ledger.alerts.db` for `ledger.db`.
 * @param runs path of the ledger of runs
 */
export function eventLedgerPath({ serve }: Pick<Config, 'serve'>, runs: string): string {
  if (serve.ledger !== undefined) return serve.ledger;
  const { dir, name, ext } = parse(runs);
  return join(dir, `${name}.alerts${ext}`);
}
