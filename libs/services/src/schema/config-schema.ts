import * as z from 'zod';
import { approvalRuleSchema } from './approval-schema.ts';
import { cloudSchema } from './cloud-schema.ts';
import { httpSchema } from './http-schema.ts';
import { migrationSchema } from './migration-schema.ts';
import { projectsSchema } from './projects-schema.ts';
import { refuseSameNames } from './refuse-same-names.ts';

/** The whole of opsbook.yaml. What it says in `describe` is the configuration reference. */
export const configSchema = z.strictObject({
  ledger: z
    .string()
    .min(1)
    .describe(
      'Path of the ledger, the file that holds every run and lease. All who share a host should share it. Default: ' +
        '`/var/lib/opsbook/ledger.db` if that can be written, else `$XDG_STATE_HOME/opsbook/ledger.db` (`~/.local/state`), ' +
        'which is this user’s alone.',
    )
    .optional(),
  clouds: z
    .record(z.string().min(1), cloudSchema)
    .default({})
    .describe('Clouds by the name that runbooks are given. A name that is not here is looked up in clouds.yaml.'),
  defaults: z
    .strictObject({
      cloud: z.string().min(1).describe('The cloud of a runbook that is given none.').optional(),
    })
    .prefault({})
    .describe('What is used where nothing is said.'),
  http: httpSchema.prefault({}).describe('How the clients talk to the services.'),
  migration: migrationSchema
    .prefault({})
    .describe('The site’s policy for moving servers (`server.migrate`, `hypervisor.drain`).'),
  projects: projectsSchema.prefault({}).describe('How projects are made, and which may not be deleted.'),
  approvals: z
    .array(approvalRuleSchema)
    .superRefine(refuseSameNames('approvals'), { when: ({ value }) => Array.isArray(value) })
    .default([])
    .describe('Which runs need other people’s yes. Rules in order; the first that fits a run decides. Default: none.'),
  queue: z
    .strictObject({
      concurrency: z.int().positive().max(1000).default(10).describe('Runs that one process executes at once.'),
    })
    .prefault({})
    .describe('How `opsbook work` executes the runs that wait.'),
  retention: z
    .strictObject({
      runs: z
        .int()
        .positive()
        .max(36_500)
        .default(90)
        .describe('Days for which a run is kept after its end. The audit trail stays.'),
    })
    .prefault({})
    .describe('What `opsbook runs prune` leaves.'),
});

/** The configuration as one writes it: what has a default may be left out. */
export type ConfigInput = z.input<typeof configSchema>;
