import type { Alert, AlertmanagerClient } from '@opsbook/alertmanager';
import type { Clock } from '@opsbook/context';
import type { AlertNow, TriggerEvent } from '@opsbook/triggers';
import { inTime } from './in-time.ts';
import { silenceText } from './silences.ts';

export interface StillFiresOptions {
  clock: Clock;
  clientOf: (source: string) => AlertmanagerClient | undefined;
}

/** Milliseconds for which a storm of alerts asks once. */
const FRESH = 10_000;
/** Milliseconds that an answer may take: all alerts of a large site. */
const PATIENCE = 10_000;
/** Milliseconds for which what failed is not asked again. */
const REST = 5000;
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
  const answers = new Map<AlertmanagerClient, { began: number; until: number; known: Promise<Known> }>();
  const answerOf = (client: AlertmanagerClient, since: number): Promise<Known> => {
    const last = answers.get(client);
    const began = clock.now();
    if (last !== undefined && last.began >= since && began < last.until) return last.known;
    const known = inTime(clock, ask(client, began), PATIENCE);
    const answer = { began, until: began + FRESH, known };
    answers.set(client, answer);
    known.catch(() => (answer.until = clock.now() + REST));
    return known;
  };
  return async (event: TriggerEvent, since = Date.parse(event.receivedAt)): Promise<AlertNow | undefined> => {
    const { type, source, payload } = event;
    const client = type === 'alert' ? clientOf(source) : undefined;
    if (client === undefined) return undefined;
    const { fingerprint } = payload;
    if (typeof fingerprint !== 'string') throw new TypeError('the alert has no fingerprint');
    const { alerts, silences, startedAt, askedAt } = await answerOf(client, since);
    const alert = alerts.get(fingerprint);
    if (alert !== undefined) {
      return { fires: true, since: alert.startsAt, silences: alert.silencedBy.map((id) => silences.get(id) ?? id) };
    }
    if (askedAt - Date.parse(startedAt) >= SETTLING) return { fires: false };
    throw new Error(`it was started at ${startedAt}, and may not have been told yet of all that fires`);
  };
}

interface Known {
  /** By fingerprint. */
  alerts: ReadonlyMap<string, Alert>;
  /** As people call them, by id. */
  silences: ReadonlyMap<string, string>;
  startedAt: string;
  /** Milliseconds since the epoch. */
  askedAt: number;
}

async function ask(client: AlertmanagerClient, askedAt: number): Promise<Known> {
  const alerts = await client.alerts.list();
  const silences = await client.silences.list({ states: ['active'] });
  const { startedAt } = await client.status();
  return {
    alerts: new Map(alerts.map((alert) => [alert.fingerprint, alert])),
    silences: new Map(silences.map((silence) => [silence.id, silenceText(silence)])),
    ...{ startedAt, askedAt },
  };
}
