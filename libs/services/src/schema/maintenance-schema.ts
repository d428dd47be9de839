import * as z from 'zod';

const command = z.array(z.string().min(1)).min(1);

const silenceSchema = z
  .strictObject({
    label: z.string().min(1).describe('Label of the alerts.'),
    value: z
      .string()
      .includes('{hypervisor}', { error: 'must hold {hypervisor}: it would silence the others too' })
      .default('{hypervisor}')
      .describe('Its value; `{hypervisor}` is the name of the hypervisor.'),
    regex: z
      .boolean()
      .default(false)
      .describe(
        'Whether the value is a regular expression, as `{hypervisor}(:[0-9]+)?`; the name in it is taken literally.',
      ),
  })
  .describe('One silence.');

const ticketSchema = z.strictObject({
  jira: z.string().min(1).describe('Which of the Jiras. Default: the only one.').optional(),
  project: z.string().min(1).describe('Key of the project.'),
  type: z.string().min(1).default('Task').describe('Type of the issue.'),
  labels: z.array(z.string().min(1)).default([]).describe('Further labels.'),
});

/** How hypervisors are maintained: `hypervisor.maintain` and its parts. */
export const maintenanceSchema = z.strictObject({
  sshHost: z
    .string()
    .includes('{hypervisor}', { error: 'must hold {hypervisor}' })
    .default('{hypervisor}')
    .describe('The name of a hypervisor for SSH.'),
  sudo: z.boolean().default(false).describe('Whether `patch` and `reboot` are run with sudo.'),
  patch: command
    .describe('The command that patches a hypervisor. Default: none, so that none can be patched.')
    .optional(),
  patched: command
    .describe(
      'A command that only looks, and exits with 0 where nothing is left to patch, else with 1. With it nothing is patched ' +
        'twice, and a crash while it is patched asks nobody; `ssh.readOnly` has to have it. Default: none.',
    )
    .optional(),
  patchTimeout: z.int().positive().max(86_400).default(7200).describe('Seconds that `patch` may take.'),
  reboot: command.default(['reboot']).describe('The command that reboots a hypervisor. Default: `reboot`.'),
  rebootTimeout: z.int().positive().max(86_400).default(1800).describe('Seconds until it must be back after that.'),
  bootId: command
    .default(['cat', '/proc/sys/kernel/random/boot_id'])
    .describe(
      'The command that prints what is another one after each boot; `ssh.readOnly` has to have it. Default: `cat /proc/sys/kernel/random/boot_id`.',
    ),
  uptime: command
    .default(['cat', '/proc/uptime'])
    .describe(
      'The command that prints the seconds since the boot; `ssh.readOnly` has to have it. Default: `cat /proc/uptime`.',
    ),
  silences: z
    .array(silenceSchema)
    .default(() => silenceSchema.array().parse([{ label: 'instance' }, { label: 'hostname' }]))
    .describe(
      'What is silenced in Alertmanager, each by a silence of its own. Default: alerts whose label `instance`, or whose ' +
        'label `hostname`, is the hypervisor’s name.',
    ),
  silenceFor: z
    .int()
    .positive()
    .max(2_592_000)
    .default(21_600)
    .describe(
      'Seconds for which the alerts of a hypervisor are silenced at first; made longer before it is patched and rebooted, and where a step fails. Moving its servers away should take less.',
    ),
  ticket: ticketSchema
    .describe('Where `hypervisor.maintain` says that it could not go on: one issue per hypervisor. Default: nowhere.')
    .optional(),
});

export type MaintenanceSettings = z.output<typeof maintenanceSchema>;
export type SilenceSettings = MaintenanceSettings['silences'][number];
