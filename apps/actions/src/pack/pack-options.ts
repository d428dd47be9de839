import type { AnyRunbook } from '@opsbook/runbook';

/** What a pack is made of. */
export interface PackOptions {
  /** Each becomes an action. */
  runbooks: readonly AnyRunbook[];
  /** The pack's name, and its folder: `^[a-z0-9_]+$`; usually 'opsbook'. */
  ref: string;
  /** Semantic version. */
  version: string;
  /** Also the names that the original pack had. */
  compat?: 'cloud-pack';
  /** Absolute path of node on the StackStorm host. */
  node: string;
  /** Where packs lie there: '/opt/stackstorm/packs'. */
  packsFolder: string;
}
