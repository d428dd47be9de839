import type { AlertmanagerClient } from '@opsbook/alertmanager';
import { type Clock, isoNow, type Release } from '@opsbook/context';
import type { Json } from '@opsbook/runbook';
import type { TriggerEvent, TriggerStore } from '@opsbook/triggers';
import type { Logger } from 'pino';
import type { IntakeMetrics } from '../metrics/intake-metrics.ts';

/** A group of which a notification left alerts out (`max_alerts`). */
export interface TruncatedGroup {
  source: string;
  receiver: string;
  groupKey: string;
  groupLabels: Record<string, string>;
  externalURL: string;
  /** How many. */
  left: number;
}

/** As it is remembered: a notification that comes while another one's group is fetched is another reason to fetch it. */
interface Noted extends TruncatedGroup {
  note: number;
}

export interface TruncatedGroupsOptions {
  store: TriggerStore;
  clock: Clock;
  metrics: IntakeMetrics;
  log: Logger;
  /** Which Alertmanager a source is; undefined where the configuration does not say. */
  clientOf: (source: string) => AlertmanagerClient | undefined;
  /** Alerts of a group as a notification with them would have told them. */
  eventsOf: (group: TruncatedGroup, alerts: readonly Json[]) => TriggerEvent[];
}

const OWNER = 'truncated';
// Seconds until the first and the longest pause between two attempts.
const FIRST = 1;
const LONGEST = 300;

/**
 * Fetches what notifications leave out from Alertmanager. Which groups are open is in the ledger, so that a crash forgets none.
 * Alerts that were resolved meanwhile are not to be had any more; the notification about their end may tell of them.
 */
export class TruncatedGroups {
  readonly #options: TruncatedGroupsOptions;
  #release: Release = () => undefined;
  #pause = FIRST;
  #stopped = false;
  #working: Promise<void> = Promise.resolve();

  constructor(options: TruncatedGroupsOptions) {
    this.#options = options;
    options.metrics.truncatedOpen.set(this.#open().length);
  }

  /** Remembers a group, durably. */
  async note(group: TruncatedGroup, now: number): Promise<void> {
    const { store, metrics, clientOf, log } = this.#options;
    metrics.truncated.inc({ source: group.source }, group.left);
    if (clientOf(group.source) === undefined) {
      log.warn(
        { source: group.source, left: group.left },
        'a notification left alerts out, and no Alertmanager to ask is configured',
      );
      return;
    }
    const key = `${group.source}/${group.groupKey}`;
    const noted = { ...group, note: (this.#open().find(([other]) => other === key)?.[1].note ?? 0) + 1 };
    await store.remember(OWNER, { [key]: noted }, [], new Date(now).toISOString());
    metrics.truncatedOpen.set(this.#open().length);
    this.#pause = FIRST;
    this.#soon(0);
  }

  /** Goes on with what an earlier process has left. */
  start(): void {
    if (this.#open().length > 0) this.#soon(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#release();
    await this.#working;
  }

  #open(): [string, Noted][] {
    return Object.entries(this.#options.store.memory(OWNER)) as unknown as [string, Noted][];
  }

  #soon(seconds: number): void {
    if (this.#stopped) return;
    this.#release();
    this.#release = this.#options.clock.after(seconds * 1000, () => {
      this.#working = this.#working.then(() => this.#work());
    });
  }

  async #work(): Promise<void> {
    const { metrics } = this.#options;
    let failed = false;
    for (const [key, group] of this.#open()) {
      if (this.#stopped) return;
      failed = !(await this.#fetch(key, group)) || failed;
    }
    metrics.truncatedOpen.set(this.#open().length);
    if (!failed) return;
    this.#soon(this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST);
  }

  async #fetch(key: string, group: Noted): Promise<boolean> {
    const { store, clock, log, clientOf, eventsOf } = this.#options;
    try {
      const client = clientOf(group.source);
      const events = client === undefined ? [] : eventsOf(group, await alertsOf(client, group));
      const isLatest = this.#open().some(([other, { note }]) => other === key && note === group.note);
      await store.remember(OWNER, isLatest ? { [key]: undefined } : {}, events, isoNow(clock));
      log.info(
        { source: group.source, groupKey: group.groupKey, alerts: events.length },
        'fetched the alerts of a truncated notification',
      );
      return true;
    } catch (error) {
      log.warn(
        { err: error, source: group.source, groupKey: group.groupKey },
        'the alerts of a truncated notification cannot be fetched yet',
      );
      return false;
    }
  }
}

/** The alerts of a group that Alertmanager would notify of, as a notification writes them. */
async function alertsOf(client: AlertmanagerClient, { receiver, groupLabels }: TruncatedGroup): Promise<Json[]> {
  const groups = await client.groups.list({
    receiver: receiver.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    silenced: false,
    inhibited: false,
    matchers: Object.entries(groupLabels).map(([name, value]) => ({ name, value, operator: '=' })),
  });
  const same = groups.filter(({ labels }) => Object.keys(labels).length === Object.keys(groupLabels).length);
  return same.flatMap(({ alerts }) =>
    alerts.map(({ fingerprint, labels, annotations, startsAt, generatorUrl }) => ({
      status: 'firing',
      labels: { ...labels },
      annotations: { ...annotations },
      startsAt,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: generatorUrl,
      fingerprint,
    })),
  );
}
