import type { RunRecord, Work } from '@opsbook/runbook';
import type { RuleSet } from '@opsbook/triggers';
import type { FastifyInstance } from 'fastify';
import { emitting } from '../emit/emitting.ts';
import { intakeMetrics } from '../metrics/intake-metrics.ts';
import { runMetrics } from '../metrics/run-metrics.ts';
import { sensing } from '../sensors/sensing.ts';
import { ticking } from '../sensors/ticking.ts';
import { Intake } from '../server/intake.ts';
import { intakeServer } from '../server/intake-server.ts';
import { TruncatedGroups } from '../server/truncated-groups.ts';
import { truncatedEvents } from '../server/read-body.ts';
import { traceRun } from '../tracing/trace-run.ts';
import { alertmanagersOf } from './alertmanagers.ts';
import { deciding } from './deciding.ts';
import type { House, Part } from './house.ts';
import { keepRetention } from './retention.ts';
import { runLog } from './run-log.ts';

/** Seconds that requests under way have when the daemon stops. */
const GRACE = 1;

/** All that goes on in a daemon, in the order in which it is started; it is stopped the other way round. */
export class Running {
  readonly #house: House;
  readonly #parts: readonly Part[];
  readonly #truncated: TruncatedGroups;
  readonly #app: FastifyInstance;
  readonly #notReady: string[] = [];
  readonly #work: Part;
  readonly #retention: Part;

  constructor(house: House, more: readonly ((house: House) => Part)[]) {
    this.#house = house;
    const { config, services, registry, store, clock, log, newId, tracing } = house;
    const metrics = intakeMetrics(registry);
    const eventsOf = truncatedEvents(house);
    const clientOf = alertmanagersOf(config, services);
    this.#truncated = new TruncatedGroups({ store, clock, metrics, log, clientOf, eventsOf });
    const intake = new Intake({ store, clock, metrics, newId, tracing });
    const notReady = () => this.#notReady;
    const settings = config.serve;
    const truncated = this.#truncated;
    this.#app = intakeServer({ settings, intake, truncated, metrics, registry, clock, newId, log, notReady });
    this.#work = working(house);
    this.#retention = pruning(house);
    this.#parts = [
      deciding(house),
      emitting(house),
      sensing(house),
      ticking(house),
      ...more.map((part) => part(house)),
    ];
  }

  /** Answers where it listens. */
  async start(): Promise<string> {
    try {
      const { host, port } = this.#house.config.serve;
      // What arrives is in the ledger, however long the rest takes; and where the port is somebody else's, nothing was begun.
      const url = await this.#app.listen({ host, port });
      for (const part of this.#inOrder()) await part.start();
      return url;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async rulesChanged(rules: RuleSet): Promise<void> {
    for (const part of this.#parts) await part.rulesChanged?.(rules);
  }

  async stop(): Promise<void> {
    this.#notReady.push('it stops');
    // Requests under way end first: what they bring is in the ledger, and decided by the next daemon. Nobody looks any more after
    // those who send slowly, or who opened a connection and ask nothing: whatever is cut off is sent again.
    const release = this.#house.clock.after(GRACE * 1000, () => this.#app.server.closeAllConnections());
    await this.#app.close();
    release();
    for (const part of this.#inOrder().reverse()) await part.stop();
  }

  #inOrder(): Part[] {
    return [this.#work, ...this.#parts, this.#truncated, this.#retention];
  }
}

/** Executes the queue, and what was interrupted. */
function working({ engine, config, log, registry, store, clock, tracing }: House): Part {
  const metrics = runMetrics(registry, { engine, store, clock });
  let work: Work | undefined;
  return {
    start: () => {
      const { onEnded, ...others } = runLog(log, metrics);
      const told = (run: RunRecord) => {
        onEnded(run);
        if (tracing !== undefined) void traceRun(tracing, engine, run);
      };
      work = engine.work({ concurrency: config.queue.concurrency, ...others, onEnded: told });
    },
    stop: async () => work?.stop(),
  };
}

function pruning({ store, clock, log, config }: House): Part {
  let release: () => void = () => undefined;
  return {
    start: () => {
      release = keepRetention({ store, clock, log, days: config.serve.retention });
    },
    stop: () => {
      release();
      return Promise.resolve();
    },
  };
}
