import type { Clock, Context } from '@opsbook/context';
import type { Engine } from '@opsbook/runbook';
import type { Config, ServiceConnection } from '@opsbook/services';
import type { TriggerStore } from '@opsbook/triggers';
import type { Catalog } from './catalog/catalog.ts';
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

/** The place that commands work on: its clouds and its ledger. */
export interface Site {
  readonly clock: Clock;
  /** What the site says about everything; secrets in it print as `***`. */
  readonly config: Config;
  /** `shared` is false for a ledger that is this user's alone. */
  readonly ledger: { readonly path: string; readonly shared: boolean };
  /** The cloud of a runbook that is given none. */
  readonly defaultCloud?: string;
  /** Days for which a run is kept after its end. */
  readonly retention: number;
  /** Runs that one `work` executes at once. */
  readonly concurrency: number;
  /**
   * The runbooks, those of the site's own among them, and the version of their code, which is recorded with each run. Throws a
   * `RunbooksError` for what does not load.
   * @param name the one that is needed: if it only reads, others may be left out
   */
  catalog(name?: string): Promise<Catalog>;
  knownClouds(): string[];
  /**
   * The beginning of the targets of a cloud: what freezing it stops. Throws `CONFIG_UNKNOWN_CLOUD`, or what is wrong with its
   * configuration.
   */
  scopeOf(cloud: string): string;
  connect(context: Context): Connection;
  /** Clients of the site's services, whatever it is that runbooks get. */
  services(context: Context): ServiceConnection;
  /**
   * @param catalog for what starts or executes runs. Without it no code of runbooks is loaded: a freeze must not depend on
   *   what the site's own does.
   */
  openEngine(catalog?: Catalog): Promise<Engine>;
  /** The ledger of events; where nobody has made one yet, an empty one that is kept nowhere. */
  openEvents(): Promise<TriggerStore>;
  /** Copies the ledger as it is now to a new file, while others go on using it. */
  backupLedger(to: string): Promise<void>;
}

/** Where the commands get everything from that is expensive to load; tests bring their own. */
export interface Backend {
  /** Throws a `ConfigError` for a configuration that cannot be used. */
  site(globals: Globals, terminal: Pick<Terminal, 'env' | 'cwd'>): Promise<Site>;
}
