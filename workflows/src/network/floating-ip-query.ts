import type { QueryText } from '@opsbook/openstack-query';
import * as z from 'zod';
import { quoted } from '../find/query-text.ts';

const days = (what: string) => z.number().int().min(1).max(36_500).optional().describe(what);

/** What floating IPs can be chosen by. */
export const choice = {
  where: z
    .array(z.string().min(1).meta({ 'x-whole': true }))
    .default([])
    .describe("Conditions that all hold: `id in (a,b)`, `not address contains '10.1.'`, `portId is null`"),
  down: z.boolean().default(false).describe('Only those that are DOWN'),
  olderThanDays: days('Made more than so many days ago'),
  youngerThanDays: days('Made less than so many days ago'),
  unchangedForDays: days('Not changed for more than so many days; with `down`: down at least as long'),
  changedWithinDays: days('Changed in the last so many days'),
};

export type Choice = z.output<z.ZodObject<typeof choice>>;

export const COLUMNS = [
  'id',
  'address',
  'status',
  'fixedAddress',
  'projectId',
  'project.name',
  'project.tags',
  'createdAt',
  'updatedAt',
] as const;

/** The query that they come to, the given conditions first, so that their places stay. */
export function floatingIpQuery(
  { where, down, olderThanDays, youngerThanDays, unchangedForDays, changedWithinDays }: Choice,
  projectIds: readonly string[] = [],
): QueryText {
  const age = (property: string, sign: '<' | '>', count: number | undefined) =>
    count === undefined ? [] : [`${property}${sign}${count}d`];
  return {
    resource: 'floatingIps',
    where: [
      ...where,
      ...(down ? ['status=DOWN'] : []),
      ...age('createdAt', '<', olderThanDays),
      ...age('createdAt', '>', youngerThanDays),
      ...age('updatedAt', '<', unchangedForDays),
      ...age('updatedAt', '>', changedWithinDays),
      ...(projectIds.length === 0 ? [] : [`projectId in (${projectIds.map(quoted).join(',')})`]),
    ],
    select: COLUMNS.join(','),
    sort: 'project.name,address',
  };
}
