import * as z from 'zod';
import { withDefaultPolicies } from './default-policies.ts';
import { migrationPolicySchema } from './migration-policy-schema.ts';
import { refuseSameNames } from './refuse-same-names.ts';

/** How servers are moved: the site's policy for `server.migrate` and `hypervisor.drain`. */
export const migrationSchema = z.strictObject({
  policies: z
    .array(migrationPolicySchema)
    .superRefine(refuseSameNames('policies'), { when: ({ value }) => Array.isArray(value) })
    .default([])
    .describe(
      'Rules in order; the first that fits a server decides. After them come the default rules below; a rule of the same ' +
        'name replaces a default one.',
    )
    .transform(withDefaultPolicies),
  timeout: z.number().positive().default(43_200).describe('Seconds that one live or cold migration may take.'),
  snapshotTimeout: z
    .number()
    .positive()
    .default(21_600)
    .describe('Seconds that the snapshot before a migration may take.'),
});

export type MigrationSettings = z.output<typeof migrationSchema>;
