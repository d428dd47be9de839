import * as z from 'zod';
import { parseDuration } from '../duration.ts';

/** `30s`, `15m`, `1h30m`, `7d`; seconds of it. */
export const duration = z
  .string({ error: 'must be a duration as 30s, 15m, 6h or 7d' })
  .regex(/^(\d+[wdhms])+$/, 'must be a duration as 30s, 15m, 6h or 7d')
  .transform((text, ctx) => {
    const seconds = parseDuration(text);
    if (seconds !== undefined) return seconds;
    ctx.addIssue({ code: 'custom', message: 'must be more than nothing and at most a year' });
    return z.NEVER;
  });

/** A time of the calendar with its zone: `2026-12-24T00:00:00Z`. */
export const moment = z.iso.datetime({ offset: true, error: 'must be a time as 2026-12-24T00:00:00Z' });

export const count = z.int().min(1).max(1_000_000);

/** A text, or an expression that becomes one. */
export const text = z.string().min(1);

const input = z.record(z.string(), z.json()).describe('Input of the runbook; texts may hold expressions').default({});

/** A runbook to be run, with its input. */
export const call = z.strictObject({ run: text.describe('Name of the runbook'), input });
