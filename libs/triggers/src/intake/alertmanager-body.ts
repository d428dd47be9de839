import * as z from 'zod';
import { TriggersError } from '../errors.ts';

const labels = z.record(z.string(), z.string());

const time = z.iso.datetime({ offset: true, error: 'is no time of RFC 3339' });

const startsAt = time.refine((text) => !text.startsWith('0001-01-01T00:00:00'), {
  error: "is Go's zero time: without its start a firing cannot be told from the one before",
});

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels.default({}),
  startsAt,
  // Of an alert that fires: Go's zero time.
  endsAt: time.default('0001-01-01T00:00:00Z'),
  generatorURL: z.string().default(''),
  fingerprint: z.string().min(1).optional(),
});

/**
 * What Alertmanager posts to a webhook: version 4, since 0.16 (`Message` of notify/webhook and `Data` of template in its
 * source, https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). Only what is needed; the rest is let be.
 */
const body = z.object({
  version: z.literal('4', { error: 'is not "4": this is no webhook of Alertmanager 0.16 or later' }),
  groupKey: z.string(),
  truncatedAlerts: z.int().min(0).default(0),
  receiver: z.string(),
  groupLabels: labels.default({}),
  commonLabels: labels.default({}),
  externalURL: z.string().default(''),
  alerts: z.array(alert),
});

export type AlertmanagerBody = z.infer<typeof body>;

/** Faults that are told; a body may have a thousand alerts with the same one. */
const TOLD = 20;

/** Throws `INVALID_BODY` with all that is wrong. */
export function readAlertmanagerBody(given: unknown): AlertmanagerBody {
  const read = body.safeParse(given);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`);
  const more = faults.length > TOLD ? [`and ${faults.length - TOLD} more`] : [];
  const told = [...faults.slice(0, TOLD), ...more];
  throw new TriggersError('INVALID_BODY', `no notification of Alertmanager: ${told.join('; ')}`, { faults: told });
}

function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'body' : text.replace(/^\./, '');
}
