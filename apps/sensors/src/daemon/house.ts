import type { Clock, Context } from '@opsbook/context';
import type { AnyRunbook, Engine } from '@opsbook/runbook';
import type { Config, ServiceConnection, Services } from '@opsbook/services';
import type { RuleSet, TriggerStore } from '@opsbook/triggers';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Tracing } from '../tracing/tracing.ts';

/** What every part of the daemon works with. */
export interface House {
  config: Config;
  engine: Engine;
  runbooks: readonly AnyRunbook[];
  /** Of their code. */
  version: string;
  store: TriggerStore;
  clock: Clock;
  log: Logger;
  registry: Registry;
  tracing: Tracing | undefined;
  /** Services that only look. */
  services: Services;
  connect: (context: Context) => ServiceConnection;
  /** As they are now. */
  rules: () => RuleSet;
  /** Of an event. */
  newId: () => string;
}

/** Something that the daemon does beside taking requests and deciding: sensors, timers. */
export interface Part {
  start(): void | Promise<void>;
  /** Other rules hold from now on. */
  rulesChanged?(rules: RuleSet): void | Promise<void>;
  /** Ends what is under way; nothing is begun any more. */
  stop(): Promise<void>;
}
