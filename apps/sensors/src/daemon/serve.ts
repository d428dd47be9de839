import { type Clock, type Context, readOnly, systemClock } from '@opsbook/context';
import { type AnyRunbook, type Engine, RunIds } from '@opsbook/runbook';
import { type Config, type ServiceConnection, eventLedgerPath } from '@opsbook/services';
import { type TriggerStore, holdLedger, openTriggerStore } from '@opsbook/triggers';
import type { Logger } from 'pino';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { daemonLog } from '../log/daemon-log.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { tracingOf } from '../tracing/tracing-of.ts';
import { decisionMetrics } from '../metrics/decision-metrics.ts';
import { meteredStore } from '../metrics/metered-store.ts';
import type { House, Part } from './house.ts';
import { Running } from './running.ts';
import { RulesKeeper } from './rules-keeper.ts';

export interface ServeOptions {
  config: Config;
  /** Where the runs are. Whoever opened it closes it, after the daemon has stopped. */
  engine: Engine;
  runbooks: readonly AnyRunbook[];
  /** Of their code. */
  version: string;
  /** Builds the clients of a plan or of a look, with this context's guard. */
  connect: (context: Context) => ServiceConnection;
  /** Path of the ledger of runs: that of events stands beside it, unless the configuration says where. */
  ledger: string;
  /** Default: real time. */
  clock?: Clock;
  /** Default: JSON lines on standard error. */
  log?: Logger;
  /** Opens the ledger of events; default: the file beside the ledger of runs. */
  openStore?: typeof openTriggerStore;
  /** Default: what the environment says, see `tracingOf`; mostly none. The daemon ends it. */
  tracing?: Tracing;
  /** What else it does. */
  parts?: readonly ((house: House) => Part)[];
}

/** A daemon that works. */
export interface Daemon {
  /** Where it listens: `http://127.0.0.1:9095`. */
  readonly url: string;
  readonly log: Logger;
  /** Reads the rules again; false where they have faults, and those of before hold on. */
  reload(): Promise<boolean>;
  /** Takes nothing more, ends the requests under way, leaves its runs to be resumed, and closes its ledger. */
  stop(): Promise<void>;
}

/**
 * Starts the daemon: it takes events, decides them by the rules, and executes the queue of runs, those that were interrupted among
 * them. When this resolves it listens.
 * @throws TriggersError RULES_INVALID; DAEMON_RUNNING where another one has the ledger of events; LedgerError; what `listen` throws
 */
export async function serve(options: ServeOptions): Promise<Daemon> {
  const { config, clock = systemClock, log = daemonLog(), runbooks, ledger, engine } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const rules = new RulesKeeper({ paths: config.serve.rules, runbooks, log, registry });
  const path = eventLedgerPath(config, ledger);
  const release = holdLedger(path);
  let store: TriggerStore | undefined;
  try {
    const tracing = options.tracing ?? (await tracingOf(process.env));
    const { openStore = openTriggerStore } = options;
    const opened = (store = openStore({ path, clock }));
    const metered = meteredStore(opened, decisionMetrics(registry), (event, state, at) =>
      tracing?.decided(event, state, at),
    );
    const { version, connect } = options;
    const services = connect({ guard: readOnly, clock });
    const house: House = {
      ...{ config, engine, runbooks, version, store: metered, clock, log, registry, services, connect, tracing },
      rules: () => rules.current,
      newId: idsOf(clock),
    };
    const running = new Running(house, options.parts ?? []);
    const url = await running.start();
    log.info({ url, ledger: path, rules: rules.current.rules.length, pid: process.pid }, 'serving');
    const close = async () => {
      await running.stop();
      await opened.close();
      await tracing?.stop();
      services.close();
      release();
    };
    return daemonOf({ url, log, rules, running, close });
  } catch (error) {
    await store?.close();
    release();
    throw error;
  }
}

const idsOf = (clock: Clock) => {
  const ids = new RunIds(clock);
  return () => ids.next();
};

function daemonOf({
  url,
  log,
  rules,
  running,
  close,
}: Pick<Daemon, 'url' | 'log'> & {
  rules: RulesKeeper;
  running: Running;
  close: () => Promise<void>;
}): Daemon {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    log.info('stopping: what is under way is left to be resumed');
    await close();
    log.info('stopped');
  };
  return {
    url,
    log,
    reload: () => rules.reload((read) => running.rulesChanged(read)),
    stop: () => (stopping ??= stop()),
  };
}
