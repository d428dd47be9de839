import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, type RecordedRequest, SimulatorServer } from '@opsbook/http/testing';
import { serveAlerts } from './alert-api.ts';
import { Api, nowhere } from './api.ts';
import { Deliveries } from './deliveries.ts';
import type { SimulatedAlert, SimulatedNotification, SimulatedSilence } from './records.ts';
import { type AlertmanagerSettings, DEFAULT_SETTINGS } from './settings.ts';
import { serveSilences } from './silence-api.ts';
import { serveStatus } from './status-api.ts';
import { World } from './world.ts';

export interface AlertmanagerSimulatorOptions extends Partial<AlertmanagerSettings> {
  /** Where time comes from; default real time. */
  clock?: Clock;
}

/** One Alertmanager 0.25 as a real HTTP server on 127.0.0.1. */
export class AlertmanagerSimulator {
  readonly server: SimulatorServer;
  readonly #world: World;
  readonly #deliveries: Deliveries;

  constructor({ clock = systemClock, ...given }: AlertmanagerSimulatorOptions = {}) {
    this.server = new SimulatorServer({ clock });
    const settings = { ...DEFAULT_SETTINGS, ...given };
    this.#world = new World(settings, clock, () => this.url);
    this.#deliveries = new Deliveries(this.#world, clock);
    const api = new Api(this.server, this.#world);
    serveAlerts(api);
    serveSilences(api);
    serveStatus(api);
    this.server.fallback((request) => nowhere(request, settings.prefix));
  }

  /** @param port default: a free one */
  async start(port?: number): Promise<void> {
    await this.server.start(port);
  }

  /** Ends every connection and {@link notifyFor}. May be called twice. */
  async stop(): Promise<void> {
    this.#deliveries.stop();
    await this.server.stop();
  }

  /** With the prefix, without a trailing slash: what a client is given. */
  get url(): string {
    return `${this.server.url}${this.#world.settings.prefix}`;
  }

  /** What shall go wrong with requests: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.server.fault;
  }

  /** Every request received. */
  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** Resolved ones too. */
  get alerts(): readonly SimulatedAlert[] {
    return this.#world.alerts.all;
  }

  /** Expired ones too, as long as they are kept; may be edited. */
  get silences(): SimulatedSilence[] {
    return this.#world.silences.kept();
  }

  /** Every notification until now. */
  get notifications(): readonly SimulatedNotification[] {
    this.#world.settle();
    return this.#world.dispatcher.notifications;
  }

  /**
   * Lets that much time pass by the clock, and posts every notification to its receiver's URL when it is due; with Infinity
   * until {@link stop}. Elsewhen a notification for a URL waits.
   * @param seconds by the simulator's clock
   */
  async notifyFor(seconds: number): Promise<void> {
    await this.#deliveries.during(seconds);
  }
}

/** A simulated Alertmanager that answers: `const sim = await startAlertmanager({ clock })`. */
export async function startAlertmanager(options: AlertmanagerSimulatorOptions = {}): Promise<AlertmanagerSimulator> {
  const simulator = new AlertmanagerSimulator(options);
  await simulator.start();
  return simulator;
}
