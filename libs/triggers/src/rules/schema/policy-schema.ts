import { TimeWindow } from '@opsbook/runbook';
import * as z from 'zod';
import { call, count, duration, moment, text } from './fields.ts';

const windows = z.array(TimeWindow).min(1).max(100);
const date = z.iso.date({ error: 'must be a date as 2026-12-25' });
const period = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: 'must begin before it ends' });

const maintenance = z
  .strictObject({
    windows: windows.default([]),
    except: z.array(date).default([]).describe('Days on which no window opens'),
    periods: z.array(period).default([]).describe('Stretches of the calendar, beside the windows'),
    otherwise: z.enum(['suppress', 'wait']).default('suppress').describe('What becomes of an event within them'),
  })
  .refine(({ windows: some, periods }) => some.length + periods.length > 0, { error: 'needs windows or periods' });

/** What stands between a match and a run. */
export const policySchema = z.strictObject({
  target: text.describe('What is acted upon, as an expression').optional(),
  throttle: z.strictObject({ count, per: duration }).describe('At most so many runs in that time').optional(),
  group: z
    .strictObject({ by: text, window: duration })
    .describe('Events of one group within the window are answered by one run')
    .optional(),
  oncePer: z
    .strictObject({ within: duration })
    .describe('Events of a target that a run is under way for, or was not long ago, are merged into it')
    .optional(),
  concurrency: count.describe('Runs of this rule at once; more wait').optional(),
  active: z
    .strictObject({
      windows,
      except: z.array(date).default([]).describe('Days on which no window opens'),
      otherwise: z.enum(['suppress', 'wait']).default('suppress').describe('What becomes of an event outside of them'),
    })
    .describe('Hours in which anything is run')
    .optional(),
  maintenance: maintenance.describe('Within these nothing is run').optional(),
  honourSilences: z.boolean().describe('Whether a silence suppresses; default true for alerts').optional(),
  approval: z
    .union([z.literal('required'), z.strictObject({ notify: call.optional() })])
    .describe('The run asks people first; notify is a runbook that brings them the plan')
    .optional(),
  onResolved: z
    .enum(['finish', 'cancel'])
    .default('finish')
    .describe('What a resolved alert does to the run under way'),
  breaker: z
    .strictObject({ runs: count, per: duration, perTarget: count.optional() })
    .describe('More runs than that, and the rule stops until the time has passed')
    .optional(),
  leaseWait: duration.describe('How long a run waits for a lease; default not at all').optional(),
});

export type PolicySource = z.output<typeof policySchema>;
