import type { Json } from '@opsbook/runbook';
import * as z from 'zod';
import { SEARCHES } from '../conditions/search.ts';
import { ALIASES, OPERATORS } from '../conditions/operators.ts';

/** A condition as a rule's file has it: a field with one operator, or `all`, `any` or `not` of others. */
export interface ConditionSource {
  field?: string | undefined;
  all?: ConditionSource[] | undefined;
  any?: ConditionSource[] | undefined;
  not?: ConditionSource | undefined;
  search?: Partial<Record<(typeof SEARCHES)[number], ConditionSource[] | undefined>> | undefined;
  /** The pattern of an operator. */
  [operator: string]: unknown;
}

const COMBINED = ['all', 'any', 'not'];
const names = [...Object.keys(OPERATORS), ...Object.keys(ALIASES)];
const comparing = [...names, 'search'];

const pattern = z.json() as z.ZodType<Json>;
const is = z.literal(true, { error: 'must be true: the opposite of exists is nexists' });
// Each made once: a schema that is made anew wherever it is met would have no end.
const one: z.ZodType<ConditionSource> = z.lazy(() => condition);
const list = z.lazy(() => several);

const search = z
  .strictObject(Object.fromEntries(SEARCHES.map((name) => [name, list.optional()])))
  .refine((value) => Object.keys(value).length === 1, { error: `must have one of ${SEARCHES.join(', ')}` });

const condition = z
  .strictObject({
    field: z
      .string()
      .min(1)
      .describe("What of the event: labels.alertname, labels['a-b'], body.items[0].id")
      .optional(),
    ...Object.fromEntries(names.map((name) => [name, pattern.optional()])),
    exists: is.optional(),
    nexists: is.optional(),
    search: search.describe('Conditions on the items of a list, which they call item').optional(),
    all: list.optional().describe('Each of these holds'),
    any: list.optional().describe('At least one of these holds'),
    not: one.optional().describe('This does not hold'),
  })
  .superRefine(refuseMixtures) as z.ZodType<ConditionSource>;

const several = z.array(condition).min(1);

/** One condition. */
export const conditionSchema = condition;

function refuseMixtures(value: Record<string, unknown>, ctx: z.RefinementCtx): void {
  const has = Object.keys(value).filter((key) => value[key] !== undefined);
  const combined = has.filter((key) => COMBINED.includes(key));
  const operators = has.filter((key) => comparing.includes(key));
  const fault = (message: string) => ctx.addIssue({ code: 'custom', message });
  if (combined.length > 0) {
    if (has.length > 1) fault(`has ${has.join(', ')}: ${combined[0] ?? ''} stands alone`);
  } else if (!has.includes('field')) fault('needs a field and an operator, or all, any or not');
  else if (operators.length === 0) fault('needs an operator, as equals, inside or regex');
  else if (operators.length > 1) fault(`has ${operators.join(' and ')}: write two conditions`);
}
