import type { Replacement } from '@opsbook/runbook';
import type { ResourceName } from '@opsbook/openstack-query';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { checkQuery, isReadable } from './check-query.ts';
import { found } from './found.ts';
import { type QueryInput, queryFields } from './query-fields.ts';
import { queryText } from './query-text.ts';
import { runQuery } from './run-query.ts';
import type { Scope } from './scopes.ts';

export interface FindOptions<F extends z.ZodRawShape> {
  /** The kind in the singular: `server`. */
  singular: string;
  /** The kind as queries name it: `servers`. */
  resource: ResourceName;
  scope: Scope<F>;
  replaces?: readonly Replacement<z.ZodObject<typeof queryFields & F>>[];
}

/** The runbook that finds one kind of resource by a query: `server.find`, `user.find` ... */
export const findRunbook = <const F extends z.ZodRawShape>({ singular, resource, scope, replaces }: FindOptions<F>) =>
  runbook({
    name: `${singular}.find`,
    summary: `Find ${resource} by conditions, with what they refer to, sorted and grouped`,
    description:
      `Queries ${resource} as \`opsbook query ${resource}\` does; \`opsbook query ${resource} --properties\` lists what conditions and columns may ` +
      'name. Every fault of the query is told before the first request. Finding nothing is a normal result. It only reads.',
    risk: 'read-only',
    input: inputOf(resource, scope.fields),
    output: found,
    ...(replaces !== undefined && { replaces }),
    async run(ctx, input) {
      const { limit, format, ...query } = input as QueryInput;
      const { cloud } = query;
      const narrowing = await scope.narrow(ctx, cloud, input as z.output<z.ZodObject<F>>);
      const now = await ctx.now();
      const text = queryText(resource, { ...query, limit }, narrowing);
      return ctx.read(resource, () => runQuery(ctx.services.openstack(cloud), text, { now, limit, format }));
    },
  });

const inputOf = <F extends z.ZodRawShape>(resource: string, fields: F) =>
  z.strictObject({ ...queryFields, ...fields }).superRefine(
    (input, checked) =>
      checkQuery(resource, input, (path, message) => checked.addIssue({ code: 'custom', path, message })),
    // Beside the faults of other fields, so that all are told at once.
    { when: ({ value }) => isReadable(value) },
  );
