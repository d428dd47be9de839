import { type Clock, type Release, isoNow } from '@opsbook/context';
import { type ErrorValue, type Json, errorValue } from '@opsbook/runbook';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { type Announcement, compareFindings } from './compare-findings.ts';
import type { Finding, OpenFinding } from './finding.ts';

/** Seconds after the first failure until the next look; doubled by each further one, up to `every`. */
const PATIENCE = 30;
/** Share of the interval, and seconds at most, that are left to chance: sensors of one interval do not look all at once. */
const JITTER = 0.1;
const MOST_JITTER = 60;
const POLLED = 'polledAt';
const FINDING = 'finding/';

export interface SensorOptions {
  /** Also the source of its events. */
  name: string;
  /** Seconds between the ends of one look and the beginning of the next. */
  every: number;
  /** Seconds after which what is still there is announced again; default: never. */
  announceEvery?: number;
  /** What is wrong now, all of it. A look that fails changes nothing. */
  look: (signal: AbortSignal) => Promise<readonly Finding[]>;
  store: Pick<TriggerStore, 'memory' | 'remember'>;
  clock: Clock;
  /** Of an event. */
  newId: () => string;
  random?: () => number;
  /** Called after each look, and when it has begun to. */
  onHealth?: (health: SensorHealth) => void;
}

/** How a sensor is doing. Times are UTC ISO 8601. */
export interface SensorHealth {
  name: string;
  polledAt?: string;
  succeededAt?: string;
  /** Looks that failed since the last one that did not. */
  failures: number;
  error?: ErrorValue;
  /** Findings that are open. */
  open: number;
}

/**
 * Looks every so often and tells what is wrong: at first sight, again after an interval, and when it is gone. What it told is
 * remembered in the same write as its events: after a restart it goes on as if nothing had been. It never looks twice at once.
 */
export class Sensor {
  readonly #options: SensorOptions;
  readonly #stop = new AbortController();
  #release: Release = () => undefined;
  #looking: Promise<void> = Promise.resolve();
  #health: SensorHealth;

  constructor(options: SensorOptions) {
    this.#options = options;
    this.#health = { name: options.name, failures: 0, open: Object.keys(this.#open()).length };
  }

  get health(): SensorHealth {
    return this.#health;
  }

  /** Looks when the interval since the last look is over, at once if there was none. */
  start(): void {
    const { store, clock, every } = this.#options;
    const polled = store.memory(this.#owner)[POLLED];
    const last = typeof polled === 'string' ? Date.parse(polled) : Number.NEGATIVE_INFINITY;
    // A clock that was put back must not make it wait for longer than an interval.
    const due = last > clock.now() ? clock.now() : last + every * 1000;
    this.#in(Math.max(0, due - clock.now()));
  }

  /** Ends a look under way, of which nothing is kept. */
  async stop(): Promise<void> {
    this.#release();
    this.#stop.abort(new Error(`the sensor ${this.#options.name} was stopped`));
    await this.#looking;
  }

  get #owner(): string {
    return `sensor/${this.#options.name}`;
  }

  #in(milliseconds: number): void {
    if (this.#stop.signal.aborted) return;
    const { clock, every, random = Math.random } = this.#options;
    const jitter = random() * Math.min(JITTER * every, MOST_JITTER) * 1000;
    this.#release = clock.after(milliseconds + jitter, () => {
      this.#looking = this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const { clock, every, look, onHealth } = this.#options;
    const { signal } = this.#stop;
    let release: Release = () => undefined;
    try {
      const found = await look(signal);
      if (signal.aborted) return;
      release = clock.hold();
      const now = isoNow(clock);
      const open = await this.#tell(found, now);
      this.#health = { name: this.#health.name, polledAt: now, succeededAt: now, failures: 0, open };
      this.#in(every * 1000);
    } catch (error) {
      if (signal.aborted) return;
      const failures = this.#health.failures + 1;
      this.#health = { ...this.#health, polledAt: isoNow(clock), failures, error: errorValue(error) };
      this.#in(Math.min(every, PATIENCE * 2 ** (failures - 1)) * 1000);
    } finally {
      release();
    }
    onHealth?.(this.#health);
  }

  /** Answers how many findings are open now. */
  async #tell(found: readonly Finding[], now: string): Promise<number> {
    const { store, announceEvery } = this.#options;
    const open = this.#open();
    const { announcements, changes } = compareFindings({
      open,
      found,
      now,
      ...(announceEvery !== undefined && { announceEvery }),
    });
    const remembered: Record<string, Json | undefined> = { [POLLED]: now };
    for (const [key, change] of Object.entries(changes)) remembered[`${FINDING}${key}`] = change;
    const events = announcements.map((one) => this.#event(one, now));
    await store.remember(this.#owner, remembered, events, now);
    return new Set(found.map(({ key }) => key)).size;
  }

  #open(): Record<string, OpenFinding> {
    const memory = Object.entries(this.#options.store.memory(this.#owner));
    const known = memory.filter(([name]) => name.startsWith(FINDING));
    return Object.fromEntries(known.map(([name, value]) => [name.slice(FINDING.length), value as OpenFinding]));
  }

  #event({ status, open }: Announcement, now: string): TriggerEvent {
    const { name, newId } = this.#options;
    const subject = `${open.finding.key}/${open.since}`;
    return {
      id: newId(),
      type: 'sensor',
      source: name,
      key: `${subject}/${status === 'resolved' ? status : open.announcements}`,
      subject,
      status,
      receivedAt: now,
      payload: { sensor: name, finding: open.finding, since: open.since, announcements: open.announcements },
    };
  }
}
