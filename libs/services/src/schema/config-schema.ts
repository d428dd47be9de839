import * as z from 'zod';
import { alertmanagerSchema } from './alertmanager-schema.ts';
import { approvalRuleSchema } from './approval-schema.ts';
import { cloudSchema } from './cloud-schema.ts';
import { defaultsSchema } from './defaults-schema.ts';
import { emailSchema } from './email-schema.ts';
import { httpSchema } from './http-schema.ts';
import { icingaSchema } from './icinga-schema.ts';
import { jiraSchema } from './jira-schema.ts';
import { maintenanceSchema } from './maintenance-schema.ts';
import { migrationSchema } from './migration-schema.ts';
import { notificationsSchema } from './notifications-schema.ts';
import { pathField } from './path-field.ts';
import { projectsSchema } from './projects-schema.ts';
import { prometheusSchema } from './prometheus-schema.ts';
import { refuseSameNames } from './refuse-same-names.ts';
import { refuseUnknownNames } from './refuse-unknown-names.ts';
import { serveSchema } from './serve-schema.ts';
import { sshSchema } from './ssh-schema.ts';
import { stackstormSchema } from './stackstorm-schema.ts';
import { testServersSchema } from './test-servers-schema.ts';
import { webhookSchema } from './webhook-schema.ts';

const byName = <T extends z.ZodType>(entry: T, description: string) =>
  z.record(z.string().min(1), entry).default({}).describe(description);

const sections = z.strictObject({
  ledger: pathField(
    'Path of the ledger, the file that holds every run and lease. All who share a host should share it. Default: ' +
      '`/var/lib/opsbook/ledger.db` if that can be written, else `$XDG_STATE_HOME/opsbook/ledger.db` (`~/.local/state`), ' +
      'which is this user’s alone.',
  ).optional(),
  runbooks: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Runbooks of the site’s own, beside those of opsbook: folders (`./site`) and installed packages (`@acme/runbooks`), ' +
        'found from the folder of this file. What is in them is executed: write to them may only who may write this file.',
    ),
  clouds: z
    .record(z.string().min(1), cloudSchema)
    .default({})
    .describe('Clouds by the name that runbooks are given. A name that is not here is looked up in clouds.yaml.'),
  alertmanager: byName(alertmanagerSchema, 'Alertmanagers: alerts and silences.'),
  prometheus: byName(prometheusSchema, 'Prometheus servers: metrics.'),
  icinga: byName(icingaSchema, 'Icinga 2: states of hosts and services, downtimes.'),
  jira: byName(jiraSchema, 'Jiras: tickets.'),
  email: byName(emailSchema, 'Mail accounts.'),
  stackstorm: byName(stackstormSchema, 'StackStorms: told of events, see `serve.emit`.'),
  webhooks: byName(webhookSchema, 'Addresses that take JSON: chat rooms, pagers.'),
  ssh: sshSchema.prefault({}).describe('How hosts are reached by SSH, and what may be run there.'),
  defaults: defaultsSchema.prefault({}).describe('What is used where nothing is said.'),
  http: httpSchema.prefault({}).describe('How the clients talk to the services.'),
  migration: migrationSchema
    .prefault({})
    .describe('The site’s policy for moving servers (`server.migrate`, `hypervisor.drain`).'),
  maintenance: maintenanceSchema
    .prefault({})
    .describe('How hypervisors are maintained: `hypervisor.maintain` and its parts.'),
  testServers: testServersSchema.prefault({}).describe('The servers that prove a hypervisor: `hypervisor.test`.'),
  notifications: notificationsSchema.prefault({}).describe('How mails to users and to the team are written.'),
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
  serve: serveSchema
    .prefault({})
    .describe('The daemon, `opsbook serve`: who may post to it, and which rules it follows.'),
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

/** The whole of opsbook.yaml. What it says in `describe` is the configuration reference. */
export const configSchema = sections.superRefine(refuseUnknownNames, {
  when: ({ value }) => typeof value === 'object' && value !== null,
});

/** The configuration as one writes it: what has a default may be left out. */
export type ConfigInput = z.input<typeof configSchema>;
