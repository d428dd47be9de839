import type { Clock, Context } from '@opsbook/context';
import type { AnyRunbook, Engine } from '@opsbook/runbook';
import type { Terminal } from './terminal.ts';

/** What the global options say. */
export interface Globals {
  /** Configuration file. */
  config?: string;
  /** Ledger file, instead of the configured one. */
  ledger?: string;
  json: boolean;
  /** False: no colours even on a terminal. */
  color: boolean;
  /** The cloud of inputs that have a field `cloud`. */
  cloud?: string;
  /** Use the sandbox's configuration. */
  sandbox: boolean;
}

/** Clients of one run or plan. */
export type Connection = object & { close?(): void };

/** The place that commands work on: its clouds, its runbooks and its ledger. */
export interface Site {
  readonly runbooks: readonly AnyRunbook[];
  /** The code's version, recorded with each run. */
  readonly version: string;
  readonly clock: Clock;
  /** `shared` is false for a ledger that is this user's alone. */
  readonly ledger: { readonly path: string; readonly shared: boolean };
  /** The cloud of a runbook that is given none. */
  readonly defaultCloud?: string;
  knownClouds(): string[];
  connect(context: Context): Connection;
  openEngine(): Promise<Engine>;
}

/** Where the commands get everything from that is expensive to load; tests bring their own. */
export interface Backend {
  /** Needs no configuration. */
  runbooks(): Promise<readonly AnyRunbook[]>;
  /** Throws a `ConfigError` for a configuration that cannot be used. */
  site(globals: Globals, terminal: Pick<Terminal, 'env' | 'cwd'>): Promise<Site>;
}
