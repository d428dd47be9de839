import * as z from 'zod';
import { duration, moment } from './fields.ts';

const source = (what: string) => z.string().min(1).describe(`${what}; * stands for anything`).optional();
const ENDED = ['done', 'failed', 'cancelled', 'refused'] as const;
const LIVES = ['firing', 'resolved'] as const;
const KINDS = ['alert', 'webhook', 'sensor', 'run', 'timer'] as const;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const timer = z
  .strictObject({
    cron: z.string().describe('Minute, hour, day of the month, month, day of the week').optional(),
    timeZone: z.string().refine(isTimeZone, 'must be a time zone as Europe/London').optional(),
    every: duration.optional(),
    anchor: moment.describe('A time at which it ticks; default the beginning of 1970').optional(),
    at: moment.optional(),
    missed: z
      .enum(['skip', 'one', 'all'])
      .default('skip')
      .describe('Ticks that nobody was there for: left out, made up by one, or by all'),
  })
  .superRefine((value, ctx) => {
    const fault = (message: string) => ctx.addIssue({ code: 'custom', message });
    const kinds = (['cron', 'every', 'at'] as const).filter((kind) => value[kind] !== undefined);
    if (kinds.length !== 1) fault('needs one of cron, every and at');
    if (value.timeZone !== undefined && value.cron === undefined) fault('timeZone goes with cron');
    if (value.anchor !== undefined && value.every === undefined) fault('anchor goes with every');
  });

export type TimerSource = z.output<typeof timer>;

/** What a rule waits for. */
export const triggerSchema = z
  .strictObject({
    alert: source('A source of alerts'),
    webhook: source('A webhook'),
    sensor: source('A sensor'),
    run: source('A runbook whose run has ended'),
    timer: timer.optional(),
    status: z
      .union([z.enum(LIVES), z.array(z.enum(ENDED)).min(1)])
      .describe('Of an alert or a sensor firing (the default) or resolved; of a run the ends that count, default any')
      .optional(),
  })
  .superRefine((value, ctx) => {
    const fault = (message: string, path: string[] = []) => ctx.addIssue({ code: 'custom', message, path });
    const kinds = KINDS.filter((kind) => value[kind] !== undefined);
    if (kinds.length !== 1) fault(`needs one of ${KINDS.join(', ')}`);
    const [kind] = kinds;
    if (value.status === undefined || kind === undefined || kinds.length > 1) return;
    if (kind === 'run' && !Array.isArray(value.status)) fault(`must be a list of ${ENDED.join(', ')}`, ['status']);
    if ((kind === 'alert' || kind === 'sensor') && Array.isArray(value.status)) {
      fault(`must be one of ${LIVES.join(', ')}`, ['status']);
    }
    if (kind === 'webhook' || kind === 'timer') fault(`goes with alert, sensor or run, not with ${kind}`, ['status']);
  });

export type TriggerSource = z.output<typeof triggerSchema>;
