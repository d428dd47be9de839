import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, isoNow, scrubJson } from '@opsbook/context';
import type { Json } from '@opsbook/runbook';
import type { ServeSettings } from '@opsbook/services';
import { type TriggerEvent, alertmanagerEvents, isTriggersError, webhookEvent } from '@opsbook/triggers';
import { UnusableBody } from './parse-json.ts';
import type { Source } from './source.ts';
import type { TruncatedGroup } from './truncated-groups.ts';
import { schemaCheck } from './schema-check.ts';

/** What a body tells. */
export interface Reading {
  events: TriggerEvent[];
  truncated?: TruncatedGroup;
}

export interface Delivery {
  body: Json;
  headers: IncomingHttpHeaders;
  /** Where its source signs: what a second delivery of the same has too. */
  signature?: string | undefined;
}

export interface BodyReaderOptions {
  settings: Pick<ServeSettings, 'webhooks'>;
  clock: Clock;
  newId: () => string;
}

/**
 * Makes events of what sources post; known secrets in it are masked.
 * @throws UnusableBody with all that is wrong
 */
export function bodyReader({ settings, clock, newId }: BodyReaderOptions) {
  const checks = new Map(Object.entries(settings.webhooks).map(([name, entry]) => [name, schemaCheck(name, entry)]));
  const ids = { next: newId };
  return ({ type, name }: Source, { body, headers, signature }: Delivery): Reading => {
    const receivedAt = isoNow(clock);
    if (type === 'alert') return readAlerts(scrubJson(body), { source: name, receivedAt, ids });
    const faults = checks.get(name)?.(body) ?? [];
    if (faults.length > 0) throw new UnusableBody(`the body does not fit its schema: ${faults.join('; ')}`);
    const delivery = { id: newId(), name, receivedAt, ...scrubJson({ body, headers: { ...headers } }) };
    const event = webhookEvent(delivery);
    // Without a mark of its own, the signature is one: it is over the time of sending too.
    const key = event.key === event.id && signature !== undefined ? `signature:${signature}` : event.key;
    return { events: [{ ...event, key, subject: key }] };
  };
}

export type BodyReader = ReturnType<typeof bodyReader>;

function readAlerts(body: Json, delivery: Parameters<typeof alertmanagerEvents>[1]): Reading {
  try {
    const { events, truncated: left, group } = alertmanagerEvents(body, delivery);
    return { events, ...(left > 0 && { truncated: { ...group, source: delivery.source, left } }) };
  } catch (error) {
    throw isTriggersError(error) ? new UnusableBody(error.message) : error;
  }
}

/** What a notification with these alerts of a group would have told. */
export const truncatedEvents =
  ({ clock, newId }: Pick<BodyReaderOptions, 'clock' | 'newId'>) =>
  ({ source, left: _, ...group }: TruncatedGroup, alerts: readonly Json[]): TriggerEvent[] =>
    alertmanagerEvents(
      { version: '4', commonLabels: group.groupLabels, ...group, alerts },
      { source, receivedAt: isoNow(clock), ids: { next: newId } },
    ).events;
