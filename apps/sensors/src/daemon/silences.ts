import { type AlertmanagerClient, type Labels, type Silence, formatMatchers, labelTest } from '@opsbook/alertmanager';
import type { Clock } from '@opsbook/context';
import type { TriggerEvent } from '@opsbook/triggers';
import { inTime } from './in-time.ts';

export interface SilencesOptions {
  clock: Clock;
  clientOf: (source: string) => AlertmanagerClient | undefined;
}

interface Known {
  silence: Silence;
  covers: (labels: Labels) => boolean;
}

/** Milliseconds: a storm of alerts asks once. */
const FRESH = 10_000;
/** Milliseconds that alerts wait for an answer, and for which what failed is not asked again: nothing is decided meanwhile. */
const PATIENCE = 5000;

/**
 * Which silence covers an alert now: Alertmanager tells nobody that one was made after its notification went out. Answers how
 * people call it; undefined when there is none, and for sources whose Alertmanager is not configured.
 */
export function silencesOf({ clock, clientOf }: SilencesOptions) {
  const lists = new Map<string, { began: number; until: number; list: Promise<Known[]> }>();
  const listOf = (source: string, client: AlertmanagerClient, since: number): Promise<Known[]> => {
    const known = lists.get(source);
    const began = clock.now();
    if (known !== undefined && known.began >= since && began < known.until) return known.list;
    const list = inTime(clock, activeSilences(client), PATIENCE);
    const answer = { began, until: began + FRESH, list };
    lists.set(source, answer);
    list.catch(() => (answer.until = clock.now() + PATIENCE));
    return list;
  };
  return async ({ type, source, payload, receivedAt }: TriggerEvent): Promise<string | undefined> => {
    const client = type === 'alert' ? clientOf(source) : undefined;
    if (client === undefined) return undefined;
    const labels = (payload['labels'] ?? {}) as Labels;
    const covering = async (since: number) =>
      (await listOf(source, client, since)).find(
        ({ silence, covers }) => covers(labels) && Date.parse(silence.endsAt) > clock.now(),
      );
    // An alert comes when a silence ends: an answer from before it came does not suppress it.
    const found = (await covering(-Infinity)) && (await covering(Date.parse(receivedAt)));
    return found && silenceText(found.silence);
  };
}

async function activeSilences(client: AlertmanagerClient): Promise<Known[]> {
  const silences = await client.silences.list({ states: ['active'] });
  return silences.map((silence) => ({ silence, covers: labelTest(silence.matchers) }));
}

/** How people call a silence. */
export const silenceText = ({ id, matchers, createdBy, comment, endsAt }: Silence): string =>
  `${id} ${formatMatchers(matchers)} by ${createdBy} until ${endsAt}: ${comment}`;
