import * as z from 'zod';
import { conditionSchema } from './condition-schema.ts';
import { call, duration, text } from './fields.ts';
import { policySchema } from './policy-schema.ts';
import { triggerSchema } from './trigger-schema.ts';

const conditions = z.union([conditionSchema, z.array(conditionSchema)]).describe('Each of these holds');

const check = z
  .strictObject({
    run: text.describe('A read-only runbook; default the report of the run itself').optional(),
    input: call.shape.input,
    when: conditions,
  })
  .refine(({ run, input }) => run !== undefined || Object.keys(input).length === 0, {
    error: 'goes with run',
    path: ['input'],
  });

const success = z
  .strictObject({
    resolvedWithin: duration.describe('Until then after the end of the run the alert is resolved').optional(),
    check: check.describe('A look that says whether it helped').optional(),
  })
  .refine((value) => Object.keys(value).length > 0, { error: 'needs resolvedWithin or check' });

export const ruleSchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'must be letters, digits, dots, dashes and underscores'),
  description: z.string().optional(),
  enabled: z.boolean().default(true),
  on: triggerSchema.describe('What it waits for'),
  when: conditions.optional(),
  run: text.describe('Name of the runbook'),
  input: call.shape.input,
  policy: policySchema.describe('What stands between a match and a run').prefault({}),
  success: success.describe('What has to come true for a run to have helped; default that it is done').optional(),
  escalate: call.describe('A runbook that tells people when it did not help').optional(),
});

export type RuleSource = z.output<typeof ruleSchema>;

/** A file of rules. */
export const ruleFileSchema = z.strictObject({ rules: z.array(ruleSchema).max(1000) });
