import type { OpenStackClient } from '@opsbook/openstack';
import type { Replacement } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { type Comparable, type Comparison, compareByName, without } from './compare-by-name.ts';
import { factLines, findingKey, findings } from './finding.ts';

export interface CompareOptions {
  /** `flavors`, and one of them. */
  kind: string;
  singular: string;
  /** Fields that are not compared unless told otherwise. */
  ignore?: readonly string[];
  read: (client: OpenStackClient) => Promise<Comparable[]>;
  /** Leaves out of the first cloud what need not be in the other one. */
  wanted?: (one: Comparable) => boolean;
  replaces?: readonly Replacement<ReturnType<typeof inputOf>>[];
}

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const named = z.array(z.object({ name: z.string(), id: z.string() }));

const output = z.object({
  same: z.number().describe('That are alike'),
  missing: named.describe('Only in the cloud'),
  extra: named.describe('Only in the other cloud'),
  different: z.array(
    z.object({
      name: z.string(),
      id: z.string(),
      otherId: z.string(),
      fields: z
        .array(z.object({ field: z.string(), value, other: value }))
        .describe('That differ; null: not there on that side'),
    }),
  ),
  ambiguous: z
    .array(z.object({ name: z.string(), ids: z.array(z.string()), otherIds: z.array(z.string()) }))
    .describe('Not compared: several have the name'),
  findings,
});

/** The runbook that compares what two clouds have of one kind, by name: `audit.compare-flavors` ... */
export const compareRunbook = ({ kind, singular, ignore = [], read, wanted = () => true, replaces }: CompareOptions) =>
  runbook({
    name: `audit.compare-${kind}`,
    summary: `Compare the ${kind} of two clouds by name, in both directions`,
    description: `Lists the ${kind} of both clouds at the same time and compares those of the same name field by field; ids and times never count. It only reads.`,
    risk: 'read-only',
    input: inputOf(ignore),
    output,
    ...(replaces !== undefined && { replaces }),
    async run(ctx, input) {
      const listOf = (name: string) => ctx.read(`${kind} of ${name}`, () => read(ctx.services.openstack(name)));
      const [all, others] = await Promise.all([listOf(input.cloud), listOf(input.otherCloud)]);
      const compared = all.map((one) => without(one, input.ignore));
      const names = new Set(others.map(({ name }) => name));
      const result = compareByName(
        // What is not wanted there is compared all the same where it is there.
        compared.filter((one) => wanted(one) || names.has(one.name)),
        others.map((one) => without(one, input.ignore)),
      );
      return { ...result, findings: findingsOf(singular, input, result) };
    },
  });

const inputOf = (ignore: readonly string[]) =>
  z
    .strictObject({
      cloud,
      otherCloud: cloud.describe('Cloud to compare with, by its name in opsbook.yaml or clouds.yaml'),
      ignore: z
        .array(z.string().min(1))
        .default([...ignore])
        .describe('Fields that may differ; `*` at the end of a name stands for anything'),
    })
    .refine((input) => input.cloud !== input.otherCloud, { path: ['otherCloud'], error: 'is the same cloud' });

function findingsOf(
  singular: string,
  { cloud: here, otherCloud: there }: { cloud: string; otherCloud: string },
  { missing, extra, different }: Comparison,
): z.output<typeof findings> {
  const key = (what: string, id: string) => findingKey(`${what}-${singular}`, here, there, id);
  const only = (on: string, off: string, what: string) => (one: { name: string; id: string }) => ({
    key: key(what, one.id),
    title: `${singular} ${one.name} of ${on} is not on ${off}`,
    body: factLines({ Name: one.name, Id: one.id }),
  });
  return [
    ...missing.map(only(here, there, 'missing')),
    ...extra.map(only(there, here, 'extra')),
    ...different.map(({ name, id, otherId, fields }) => ({
      key: key('different', id),
      title: `${singular} ${name} differs between ${here} and ${there}`,
      body: [
        ...factLines({ [here]: id, [there]: otherId }),
        ...fields.map(({ field, value: own, other }) => `${field}: ${String(own)} here, ${String(other)} there`),
      ],
    })),
  ];
}
