import type { Clock, Release } from '@opsbook/context';
import { type AnyRunbook, type ApprovalRule, MemoryStore, memoryEngine } from '@opsbook/runbook';
import { ConfigError, type ConfigInput, configOf, connectServices } from '@opsbook/services';
import { openEvents } from '../events/open-events.ts';
import { main } from '../main.ts';
import type { Backend, Site } from '../site.ts';
import type { StopSignal } from '../terminal.ts';
import { type Output, type Setting, fakeTerminal } from './fake-terminal.ts';
import { House } from './house.ts';
import { type Rooms, askFirst, askTwice, lightHouse, ringBell } from './runbooks.ts';

/** What one command printed, and how it ended. */
export interface Said extends Output {
  code: number;
}

/** A ledger that several engines use at once: one that closes it leaves it to the others. */
class SharedStore extends MemoryStore {
  /** Seconds until an engine hears of what others wrote. */
  lag = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override watch(fn: () => void): () => void {
    return super.watch(() => {
      if (this.lag === 0) fn();
      else this.#clock.after(this.lag * 1000, fn);
    });
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A host with a ledger in memory and a house for a cloud, on which commands are called one after the other. */
export class Host {
  readonly house = new House();
  readonly store = new SharedStore(this.house.clock);
  /** What was started in the background. */
  readonly detached: { args: readonly string[]; logFile: string }[] = [];
  /** Where the ledger was copied to. */
  readonly backups: string[] = [];
  /** Its path; what is in it is in memory. */
  ledger = '/state/ledger.db';
  shared = true;
  defaultCloud: string | undefined;
  /** Of the code that the next command is. */
  version = '1';
  runbooks: readonly AnyRunbook<Rooms>[] = [lightHouse, askFirst, ringBell, askTwice];
  approvals: readonly ApprovalRule[] = [];
  /** Days. */
  retention = 90;
  /** What else the site says. */
  config: ConfigInput = {};

  /** Calls `opsbook <line>`; a line is split at blanks. */
  async opsbook(line: string | readonly string[], setting: Setting = {}): Promise<Said> {
    const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
    const said = { out: '', err: '' };
    const onDetach = (args: readonly string[], logFile: string) => void this.detached.push({ args, logFile });
    // Loading a command takes none of the house's time.
    const release = this.house.clock.hold();
    try {
      const code = await main(argv, fakeTerminal(said, { onDetach, ...setting }), this.#backend(release));
      return { code, ...said };
    } finally {
      release();
    }
  }

  /** Does something so many seconds from now; what it does takes no time until it waits itself. */
  async later<T>(seconds: number, act: () => Promise<T>): Promise<T> {
    const { clock } = this.house;
    const release = await new Promise<Release>((resolve) => {
      clock.after(seconds * 1000, () => resolve(clock.hold()));
    });
    const acting = act();
    release();
    return await acting;
  }

  /** Presses Ctrl-C `times` times, two seconds into the next command. */
  interrupt(times: number, signal: StopSignal = 'SIGINT'): NonNullable<Setting['onStart']> {
    return this.stopAfter(2, signal, times);
  }

  /** Stops the next command so many seconds after it began to listen. */
  stopAfter(seconds: number, signal: StopSignal = 'SIGINT', times = 1): NonNullable<Setting['onStart']> {
    return (stop) => {
      this.house.clock.after(seconds * 1000, () => {
        for (let i = 0; i < times; i += 1) stop(signal);
      });
    };
  }

  #backend(loaded: () => void): Backend {
    const { runbooks, version, approvals } = this;
    const config = configOf(this.config);
    const ledger = { path: this.ledger, shared: this.shared };
    const { clock, connect } = this.house;
    const { approvalExpires } = config.defaults;
    const site: Site = {
      catalog: async () => ({
        runbooks: [...runbooks].sort((a, b) => (a.name < b.name ? -1 : 1)),
        sourceOf: () => 'opsbook',
        version,
      }),
      clock,
      concurrency: 2,
      retention: this.retention,
      config,
      ledger,
      ...(this.defaultCloud !== undefined && { defaultCloud: this.defaultCloud }),
      knownClouds: () => ['home', 'office'],
      scopeOf: (cloud) => {
        if (cloud === 'home' || cloud === 'office') return `house/${cloud}`;
        throw new ConfigError('CONFIG_UNKNOWN_CLOUD', `the cloud "${cloud}" is not known`);
      },
      connect,
      services: (context) => connectServices(config, context),
      openEvents: async () => openEvents({ config, ledger, clock }),
      openEngine: async (catalog) => {
        const known = catalog === undefined ? [] : runbooks;
        return memoryEngine({
          runbooks: known,
          version,
          connect,
          clock,
          store: this.store,
          approvals,
          approvalExpires,
        });
      },
      backupLedger: async (to) => void this.backups.push(to),
    };
    return {
      site: async () => {
        loaded();
        return site;
      },
    };
  }
}
