import type { Alert, AlertmanagerClient } from '@opsbook/alertmanager';
import type { Clock } from '@opsbook/context';
import type { AlertNow, TriggerEvent } from '@opsbook/triggers';
import { inTime } from './in-time.ts';
import { silenceText } from './silences.ts';

export interface StillFiresOptions {
  clock: Clock;
  clientOf: (source: string) => AlertmanagerClient | undefined;
}

/** Milliseconds that an answer may take: all alerts of a large site. */
const PATIENCE = 30_000;
/**
 * Milliseconds after its start in which an Alertmanager may not have been told yet of all that fires: it keeps no alerts, and
 * Prometheus sends each again with the first evaluation of its rule after a minute (`--rules.alert.resend-delay`).
 */
const SETTLING = 300_000;

/**
 * Whether the Alertmanager that an alert came from has it firing, with what is silenced and inhibited. Undefined for what is no
 * alert, and for sources whose Alertmanager is not configured. Rejects where it cannot be asked, and where it has not got the
 * alert and was started just now.
 */
export function stillFiresOf({ clock, clientOf }: StillFiresOptions) {
  const askers = new Map<AlertmanagerClient, () => Promise<Known>>();
  const askerOf = (client: AlertmanagerClient) => {
    const asker = askers.get(client) ?? together(() => inTime(clock, ask(client), PATIENCE));
    askers.set(client, asker);
    return asker;
  };
  return async ({ type, source, payload }: TriggerEvent): Promise<AlertNow | undefined> => {
    const client = type === 'alert' ? clientOf(source) : undefined;
    if (client === undefined) return undefined;
    const { fingerprint } = payload;
    if (typeof fingerprint !== 'string') throw new TypeError('the alert has no fingerprint');
    const { alerts, silences, startedAt } = await askerOf(client)();
    const alert = alerts.get(fingerprint);
    if (alert !== undefined) {
      return { fires: true, since: alert.startsAt, silences: alert.silencedBy.map((id) => silences.get(id) ?? id) };
    }
    if (clock.now() - Date.parse(startedAt) >= SETTLING) return { fires: false };
    throw new Error(`it was started at ${startedAt}, and may not have been told yet of all that fires`);
  };
}

interface Known {
  /** By fingerprint. */
  alerts: ReadonlyMap<string, Alert>;
  /** As people call them, by id. */
  silences: ReadonlyMap<string, string>;
  startedAt: string;
}

async function ask(client: AlertmanagerClient): Promise<Known> {
  const alerts = await client.alerts.list();
  const silences = await client.silences.list({ states: ['active'] });
  const { startedAt } = await client.status();
  return {
    alerts: new Map(alerts.map((alert) => [alert.fingerprint, alert])),
    silences: new Map(silences.map((silence) => [silence.id, silenceText(silence)])),
    startedAt,
  };
}

/** A storm of alerts asks once. Whoever comes while somebody is being asked gets the next answer: this one may be older. */
function together<T>(question: () => Promise<T>): () => Promise<T> {
  let now: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const begin = () => {
    next = undefined;
    const asked = question();
    const over = () => {
      if (now === settled) now = undefined;
    };
    const settled = asked.then(over, over);
    now = settled;
    return asked;
  };
  return () => (now === undefined ? begin() : (next ??= now.then(begin)));
}
