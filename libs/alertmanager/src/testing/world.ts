import type { Clock } from '@opsbook/context';
import type { Labels } from '../matcher/label-test.ts';
import { AlertStore } from './alert-store.ts';
import { Dispatcher } from './dispatcher.ts';
import { Inhibition } from './inhibition.ts';
import type { SimulatedAlert } from './records.ts';
import { type Route, rootRoute } from './routes.ts';
import type { AlertmanagerSettings, ReceiverSettings } from './settings.ts';
import { SilenceStore } from './silence-store.ts';

/** What suppresses an alert. */
export interface Suppression {
  silencedBy: string[];
  inhibitedBy: string[];
}

/**
 * The simulated Alertmanager behind its API. What is due by the clock happens, in order and each at its own time, when
 * somebody looks: so a virtual clock jumps only as far as the program under test waits.
 */
export class World {
  readonly settings: AlertmanagerSettings;
  readonly startedAt: number;
  readonly alerts = new AlertStore();
  readonly silences: SilenceStore;
  readonly dispatcher: Dispatcher;
  readonly root: Route;
  /** Called when alerts came in. */
  onAlerts: () => void = () => undefined;
  readonly #clock: Clock;
  readonly #inhibition: Inhibition;
  #settling: number | undefined;

  constructor(settings: AlertmanagerSettings, clock: Clock, externalUrl: () => string) {
    this.settings = settings;
    this.#clock = clock;
    this.startedAt = clock.now();
    this.silences = new SilenceStore(
      () => this.now(),
      () => settings.retention,
    );
    this.#inhibition = new Inhibition(settings.inhibitRules);
    this.root = rootRoute(settings.route, settings.receivers[0]?.name ?? '');
    this.dispatcher = new Dispatcher({
      root: this.root,
      start: this.startedAt,
      receiver: (name) => this.#receiver(name),
      externalUrl,
      muted: ({ labels }) => {
        const { silencedBy, inhibitedBy } = this.suppressionOf(labels);
        return silencedBy.length + inhibitedBy.length > 0;
      },
    });
  }

  /** Milliseconds since the Unix epoch; inside what happens late, the time at which it was due. */
  now(): number {
    return this.#settling ?? this.#clock.now();
  }

  /** Makes everything happen that is due. */
  settle(): void {
    const now = this.#clock.now();
    try {
      for (let next = this.dispatcher.next; next <= now; next = this.dispatcher.next) {
        this.#settling = next;
        this.dispatcher.step(next);
      }
    } finally {
      this.#settling = undefined;
    }
    if (this.dispatcher.next === Infinity) this.dispatcher.skipTo(now);
  }

  post(alerts: readonly SimulatedAlert[]): void {
    const now = this.now();
    for (const alert of alerts) this.dispatcher.insert(this.alerts.put(alert, now), now);
    this.onAlerts();
  }

  suppressionOf(labels: Labels): Suppression {
    const inhibitor = this.#inhibition.inhibitorOf(labels, this.alerts.all, this.now());
    return { silencedBy: this.silences.silencing(labels), inhibitedBy: inhibitor === undefined ? [] : [inhibitor] };
  }

  #receiver(name: string): ReceiverSettings {
    const receiver = this.settings.receivers.find((one) => one.name === name);
    if (receiver === undefined) throw new TypeError(`a route names the receiver '${name}', which is not configured`);
    return receiver;
  }
}
