import type { Labels } from '../matcher/label-test.ts';
import type { WebhookPayload } from '../webhook.ts';
import { isResolved } from './alert-store.ts';
import type { Group } from './group.ts';
import type { SimulatedAlert } from './records.ts';
import type { ReceiverSettings } from './settings.ts';
import { formatStamp } from './stamp.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** What is posted of a group. @param now milliseconds since the Unix epoch */
export function payloadOf(
  group: Group,
  alerts: readonly SimulatedAlert[],
  { name, maxAlerts = 0 }: ReceiverSettings,
  externalURL: string,
  now: number,
): WebhookPayload {
  const shown = maxAlerts === 0 ? alerts : alerts.slice(0, maxAlerts);
  return {
    // The name is escaped as for an expression: this is how Alertmanager sends it.
    receiver: name.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
    status: shown.every((alert) => isResolved(alert, now)) ? 'resolved' : 'firing',
    alerts: shown.map((alert) => ({
      status: isResolved(alert, now) ? 'resolved' : 'firing',
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: formatStamp(alert.startsAt),
      endsAt: isResolved(alert, now) ? formatStamp(alert.endsAt) : NEVER,
      generatorURL: alert.generatorURL,
      fingerprint: alert.fingerprint,
    })),
    groupLabels: group.labels,
    commonLabels: common(shown.map(({ labels }) => labels)),
    commonAnnotations: common(shown.map(({ annotations }) => annotations)),
    externalURL,
    version: '4',
    groupKey: group.key,
    truncatedAlerts: alerts.length - shown.length,
  };
}

const common = ([first = {}, ...others]: readonly Labels[]): Record<string, string> =>
  Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)));
