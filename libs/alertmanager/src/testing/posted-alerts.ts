import type { Labels } from '../matcher/label-test.ts';
import { quote } from '../matcher/quote.ts';
import { bodyOf, isFields, required, unreadable } from './body.ts';
import type { SimulatedAlert } from './records.ts';
import { parseStamp, stampOf } from './stamp.ts';

type PostedAlert = Omit<SimulatedAlert, 'fingerprint'>;

/** Reads what was posted to `/alerts`: the good ones, and what is wrong with the others. @param resolveTimeout seconds */
export function readAlerts(
  body: unknown,
  now: number,
  resolveTimeout: number,
): { alerts: PostedAlert[]; faults: string[] } {
  const posted = bodyOf(body, 'alerts');
  if (!Array.isArray(posted)) {
    throw unreadable('alerts', 'json: cannot unmarshal object into Go value of type models.PostableAlerts');
  }
  const read = posted.map((one: unknown, index) => readAlert(one, index, now, resolveTimeout));
  const judged = read.map((alert) => ({ alert, faults: faultsOf(alert) }));
  return {
    alerts: judged.filter(({ faults }) => faults.length === 0).map(({ alert }) => alert),
    faults: judged.flatMap(({ faults }) => faults.slice(0, 1)),
  };
}

function readAlert(posted: unknown, index: number, now: number, resolveTimeout: number): PostedAlert {
  if (!isFields(posted) || !isFields(posted['labels'])) throw required(`${index}.labels`);
  const end = timeOf(posted['endsAt']);
  const start = timeOf(posted['startsAt']) ?? end ?? stampOf(now);
  const labels = Object.entries(posted['labels'] as Labels).filter(([, value]) => value !== '');
  return {
    labels: Object.fromEntries(labels),
    annotations: (posted['annotations'] ?? {}) as Labels,
    generatorURL: typeof posted['generatorURL'] === 'string' ? posted['generatorURL'] : '',
    startsAt: start,
    endsAt: end ?? stampOf(now + resolveTimeout * 1000),
    updatedAt: now,
    timedOut: end === undefined,
  };
}

function timeOf(text: unknown): SimulatedAlert['startsAt'] | undefined {
  if (text === undefined) return undefined;
  const stamp = parseStamp(text);
  if (stamp === undefined) throw unreadable('alerts', `parsing time ${JSON.stringify(text)}: it is none`);
  // The year 1 is how an unset time is written.
  return stamp.at < Date.UTC(1, 0, 2) && new Date(stamp.at).getUTCFullYear() === 1 ? undefined : stamp;
}

// Alertmanager stops at the first fault of each alert.
function faultsOf({ labels, annotations, startsAt, endsAt }: PostedAlert): string[] {
  const badName = (names: Labels) => Object.keys(names).find((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  const label = badName(labels);
  const annotation = badName(annotations);
  if (endsAt.at < startsAt.at) return ['start time must be before end time'];
  if (label !== undefined) return [`invalid label set: invalid name ${quote(label)}`];
  if (Object.keys(labels).length === 0) return ['at least one label pair required'];
  return annotation === undefined ? [] : [`invalid annotations: invalid name ${quote(annotation)}`];
}
