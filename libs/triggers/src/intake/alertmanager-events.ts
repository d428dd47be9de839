import type { TriggerEvent } from '../trigger-event.ts';
import { readAlertmanagerBody } from './alertmanager-body.ts';
import { labelFingerprint } from './label-fingerprint.ts';

export interface AlertmanagerDelivery {
  /** The name of the Alertmanager. */
  source: string;
  /** UTC ISO 8601. */
  receivedAt: string;
  /** Makes the events' ids. */
  ids: { next(): string };
}

/** What a notification is about. */
export interface AlertGroup {
  receiver: string;
  groupKey: string;
  groupLabels: Record<string, string>;
  externalURL: string;
}

export interface AlertmanagerEvents {
  /** One for each alert, in the order of the body. */
  events: TriggerEvent[];
  /** How many alerts of the group Alertmanager left out (`max_alerts`). */
  truncated: number;
  group: AlertGroup;
}

/**
 * The events of a notification of Alertmanager (webhook, version 4).
 *
 * An alert's key is its start, fingerprint and status, without group and receiver: those only say by which way it came. The same
 * alert in two groups or from two replicas is one event, and would otherwise be acted upon twice; what its payload says of a group is
 * the first that told. The start comes first, since alerts of one time then lie side by side in the index, and is cut to
 * milliseconds, which is all that Alertmanager's API gives.
 * @throws TriggersError INVALID_BODY with all faults; nothing of such a body becomes an event
 */
export function alertmanagerEvents(
  body: unknown,
  { source, receivedAt, ids }: AlertmanagerDelivery,
): AlertmanagerEvents {
  const { alerts, truncatedAlerts, receiver, groupKey, groupLabels, commonLabels, externalURL } =
    readAlertmanagerBody(body);
  const events = alerts.map((alert): TriggerEvent => {
    const { status, labels, annotations, startsAt, endsAt, generatorURL } = alert;
    const fingerprint = alert.fingerprint ?? labelFingerprint(labels);
    const subject = `${new Date(startsAt).toISOString()}/${fingerprint}`;
    return {
      id: ids.next(),
      type: 'alert',
      source,
      key: `${subject}/${status}`,
      subject,
      status,
      receivedAt,
      payload: {
        ...{ status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint },
        ...{ receiver, groupKey, groupLabels, commonLabels, externalURL, source },
      },
    };
  });
  return { events, truncated: truncatedAlerts, group: { receiver, groupKey, groupLabels, externalURL } };
}
