import type { Json } from '@opsbook/runbook';
import type { TriggerEvent } from '../trigger-event.ts';

export interface WebhookDelivery {
  id: string;
  /** Of the webhook. */
  name: string;
  body: Json;
  /** As Node gives them: names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** UTC ISO 8601. */
  receivedAt: string;
}

/**
 * Headers with which senders mark a delivery, the same when they repeat it: the draft of the IETF (GitLab too), Standard Webhooks,
 * GitHub, Jira, Bitbucket.
 */
const DELIVERY_IDS = [
  'idempotency-key',
  'webhook-id',
  'x-github-delivery',
  'x-atlassian-webhook-identifier',
  'x-request-uuid',
];

/** Of headers that prove who sent it: what they hold is nobody's business after that. */
const CREDENTIAL = /authorization|cookie|token|secret|password|signature|api-?key/;

/**
 * The event of somebody's webhook. Its key is the sender's mark of the delivery; without one every delivery is another event, since
 * two equal bodies may well mean two things that happened.
 */
export function webhookEvent({ id, name, body, headers, receivedAt }: WebhookDelivery): TriggerEvent {
  const marked = DELIVERY_IDS.find((header) => typeof headers[header] === 'string' && headers[header] !== '');
  const key = marked === undefined ? id : `${marked}:${String(headers[marked])}`;
  const shown = Object.entries(headers)
    .filter(([header, value]) => value !== undefined && !CREDENTIAL.test(header))
    .map(([header, value]): [string, Json] => [header, typeof value === 'string' ? value : [...(value ?? [])]]);
  return {
    ...{ id, type: 'webhook', source: name, key, subject: key, status: 'firing', receivedAt },
    payload: { name, body, headers: Object.fromEntries(shown) },
  };
}
