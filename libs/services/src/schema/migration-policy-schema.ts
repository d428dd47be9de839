import * as z from 'zod';
import { patternsField } from './patterns-field.ts';

const matchSchema = z.lazy(() =>
  z
    .strictObject({
      serverName: patternsField('Name of the server.'),
      flavor: patternsField('Name of its flavor.'),
      minVcpus: z.int().positive().describe('At least so many vCPUs.').optional(),
      minRamMiB: z.int().positive().describe('At least so much memory, in MiB.').optional(),
      extraSpec: patternsField('An extra spec of its flavor, as `key` or `key=value`.'),
    })
    .refine((match) => Object.keys(match).length > 0, 'needs at least one condition')
    .describe('Which servers. All conditions that are given must hold.'),
);

/** One rule of `migration.policies`. */
export const migrationPolicySchema = z.lazy(() =>
  z
    .strictObject({
      name: z.string().min(1).describe('Shown where the rule decides.'),
      match: matchSchema,
      action: z
        .enum(['move', 'cold', 'skip'])
        .describe(
          '`move`: live if it runs, else cold. `cold`: always cold, the server is down meanwhile. `skip`: not moved.',
        ),
      snapshot: z
        .boolean()
        .describe('Whether a snapshot is made first, whatever the run asks for. Default: as the run asks.')
        .optional(),
      reason: z.string().min(1).describe('Why; shown with each server that the rule skips.').optional(),
    })
    .describe('A rule of the site about servers that are to be moved.'),
);

export type MigrationPolicyInput = z.input<typeof migrationPolicySchema>;
export type MigrationPolicy = z.output<typeof migrationPolicySchema>;
