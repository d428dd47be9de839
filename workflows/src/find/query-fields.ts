import { FORMATS, type FormatName } from '@opsbook/openstack-query';
import * as z from 'zod';
import { cloud } from '../fields.ts';

const texts = (what: string) => z.array(z.string().min(1)).default([]).describe(what);

/** A condition has commas of its own: a command line takes it whole. */
const conditions = (what: string) =>
  z
    .array(z.string().min(1).meta({ 'x-whole': true }))
    .default([])
    .describe(what);

/** How a query is given to a runbook, whatever it is over. */
export const queryFields = {
  cloud,
  where: conditions(
    "Conditions that all hold: `status=ERROR`, `updated<60d and not name~'^test'`, `user.email is null`",
  ),
  with: texts('What they refer to and is shown too: `user`, `project`'),
  select: texts('Columns, in this order; `*` is all of their own; default: the usual ones'),
  sort: texts('Properties to sort by, the most significant first; `-` before one is descending; null comes last'),
  group: conditions('A property whose values make the groups, or groups as `name: condition`'),
  rest: z.string().min(1).optional().describe('Name of the group of what fits no condition; default: it is left out'),
  limit: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe('Rows at most, in the order of the result, groups one after the other'),
  format: z
    .enum(Object.keys(FORMATS) as FormatName[])
    .optional()
    .describe('Writes the result as a text too; default: rows only'),
};

export type QueryInput = z.output<z.ZodObject<typeof queryFields>>;
