import * as z from 'zod';
import type { TriggerEvent } from '../trigger-event.ts';

const texts = z.record(z.string(), z.string());

/** What every trigger says of its event. */
const event = {
  event: z.string().describe('Id of the event, as in `opsbook explain <event>`'),
  source: z.string().describe('Who told of it'),
  key: z.string().describe('The same for a second delivery of the same'),
  subject: z.string().describe('The same from firing to resolved'),
  status: z.enum(['firing', 'resolved']).describe('resolved: it is over'),
  receivedAt: z.iso.datetime().describe('UTC'),
};

/** What the daemon tells StackStorm, by the trigger's name. */
export const triggerTypes = {
  alert: {
    description: 'An alert that an Alertmanager told of, once for each start and end',
    payload: z.object({
      ...event,
      fingerprint: z.string().describe('The same for all alerts of the same labels'),
      labels: texts,
      annotations: texts,
      startsAt: z.string(),
      endsAt: z.string(),
      generatorURL: z.string(),
      receiver: z.string(),
      groupKey: z.string(),
      groupLabels: texts,
      commonLabels: texts,
      externalURL: z.string(),
    }),
  },
  finding: {
    description: 'What a sensor found: when it is new, again after an interval, and when it is gone',
    payload: z.object({
      ...event,
      sensor: z.string().describe("The sensor's name"),
      finding: z.looseObject({ key: z.string() }).describe('As the audit reports it'),
      since: z.string().describe('When it was first found; UTC'),
      announcements: z.int().describe('How often it was told'),
    }),
  },
  run_finished: {
    description: 'A run has ended, whichever surface it came from',
    payload: z.object({
      ...event,
      run: z.object({
        id: z.string(),
        runbook: z.string(),
        status: z.enum(['done', 'failed', 'cancelled', 'refused']),
        input: z.json(),
        changed: z.boolean().nullable(),
        output: z.json().nullable(),
        error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
        requestedBy: z.looseObject({ user: z.string(), surface: z.string() }),
        targets: z.array(z.string()),
      }),
    }),
  },
} as const;

export type TriggerName = keyof typeof triggerTypes;

const NAMES: Partial<Record<TriggerEvent['type'], TriggerName>> = {
  alert: 'alert',
  sensor: 'finding',
  run: 'run_finished',
};

/**
 * The trigger that an event is for StackStorm, with its payload.
 * @returns undefined for what StackStorm has of its own: webhooks and timers
 */
export function triggerOf({
  type,
  id,
  payload,
  ...rest
}: TriggerEvent): { name: TriggerName; payload: object } | undefined {
  const name = NAMES[type];
  if (name === undefined) return undefined;
  const { source, key, subject, status, receivedAt } = rest;
  return { name, payload: { ...payload, event: id, source, key, subject, status, receivedAt } };
}
