import * as z from 'zod';
import { utc } from './utc.ts';

const time = z.iso.datetime({ offset: true });
const labels = z.record(z.string(), z.string());
const status = z.enum(['firing', 'resolved']);

/** One alert of a notification. */
export const webhookAlertSchema = z.looseObject({
  status,
  labels,
  annotations: labels,
  startsAt: time.describe('When it began to fire'),
  endsAt: time.describe('When it ended; while it fires the year 1'),
  generatorURL: z.string(),
  fingerprint: z.string().min(1),
});

/**
 * What Alertmanager posts to the URL of a `webhook_config`: version 4, which every version since 0.16 sends. Keys that it does
 * not name pass through.
 */
export const webhookPayloadSchema = z.looseObject({
  version: z.literal('4'),
  groupKey: z
    .string()
    .describe('Of the route and the labels of the group; the same in every notification of the group'),
  truncatedAlerts: z.int().min(0).default(0).describe('How many alerts `max_alerts` left out'),
  status: status.describe('firing while any of its alerts does'),
  receiver: z.string(),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string(),
  alerts: z.array(webhookAlertSchema),
});

export type WebhookAlert = z.infer<typeof webhookAlertSchema>;
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;

/** What one firing of an alert is known by: the same in all of its notifications, from every instance. */
export interface AlertIdentity {
  /** Of its labels. */
  fingerprint: string;
  /** UTC ISO 8601 with milliseconds: when it fires again it is another one. */
  startsAt: string;
}

export const alertIdentity = ({ fingerprint, startsAt }: Pick<WebhookAlert, keyof AlertIdentity>): AlertIdentity => ({
  fingerprint,
  startsAt: utc(startsAt),
});
