import type { Json } from '@opsbook/runbook';

/** A rule of StackStorm (keys as in st2 `st2common/models/api/rule.py`). */
export interface CompatRule {
  name: string;
  description: string;
  enabled: boolean;
  trigger: { type: string; parameters?: Readonly<Record<string, Json>> };
  criteria?: Readonly<Record<string, { type: string; pattern: Json }>>;
  action: { ref: string; parameters: Readonly<Record<string, Json>> };
}

/** The cloud is the second part of a finding's key: `hypervisor:prod:hv1:DRAINED`. */
const CLOUD = "{{ trigger.finding.key.split(':')[1] }}";
const HYPERVISOR = '{{ trigger.finding.hypervisor }}';

/** The cloud pack's rules, on what the daemon emits. A finding is firing at first sight and again after the announce interval. */
export const compatRules = (ref: string): readonly CompatRule[] => {
  const found = (sensor: string, more: CompatRule['criteria'] = {}): Pick<CompatRule, 'criteria' | 'trigger'> => ({
    trigger: { type: `${ref}.finding` },
    criteria: {
      'trigger.sensor': { type: 'equals', pattern: sensor },
      'trigger.status': { type: 'equals', pattern: 'firing' },
      ...more,
    },
  });
  const stands = (state: string) =>
    found('hypervisors', { 'trigger.finding.state': { type: 'equals', pattern: state } });
  const ticket = (name: string, description: string, sensor: string): CompatRule => ({
    name,
    description: `${description}: one ticket for each`,
    enabled: true,
    ...found(sensor),
    action: {
      ref: `${ref}.ticket_create`,
      parameters: {
        project: '{{ st2kv.system.opsbook_ticket_project }}',
        type: 'Problem',
        summary: '{{ trigger.finding.title }}',
        body: "{{ trigger.finding.body | join('\\n\\n') }}",
        marker: "opsbook-{{ trigger.finding.key | replace(':', '.') | replace('%', '_') }}",
        evenIfDone: true,
      },
    },
  });
  const reminder = (kind: string, days: string, description: string): CompatRule => ({
    name: `chatops.pr_reminder.${kind}`,
    description,
    enabled: true,
    trigger: {
      type: 'core.st2.CronTimer',
      parameters: { timezone: 'Europe/London', day_of_week: days, hour: 9, minute: 0, second: 0 },
    },
    action: { ref: `${ref}.chatops.pr_reminder`, parameters: { chatops_reminder_type: kind } },
  });
  return [
    ticket('alert.aggregate.metadata.mismatch', 'A host aggregate is not the same on both clouds', 'aggregates'),
    ticket('alert.flavor.properties.mismatch', 'A flavor is not the same on both clouds', 'flavors'),
    ticket('alert.image.metadata.mismatch', 'An image is not the same on both clouds', 'images'),
    ticket('alert.router.internal.gateway', 'A router of a project leads into an internal range', 'routers'),
    reminder('global', 'mon-fri', 'Open pull requests, told to all'),
    reminder('personal', 'mon', 'Open pull requests, told to their authors'),
    {
      name: 'hv.compute.service.disable',
      description:
        'A host has been up for too long: keeps new servers away; this or hv.drain.for.maintenance is enough',
      enabled: false,
      ...stands('PENDING_MAINTENANCE'),
      action: {
        ref: `${ref}.hv.compute.service.disable`,
        parameters: { cloud_account: CLOUD, hypervisor_name: HYPERVISOR, disabled_reason: 'due for maintenance' },
      },
    },
    {
      name: 'hv.drain.for.maintenance',
      description: 'A host has been up for too long: moves its servers away, and leaves the rest to hv.patch.reboot',
      enabled: false,
      ...stands('PENDING_MAINTENANCE'),
      action: {
        ref: `${ref}.hypervisor.drain`,
        parameters: { cloud_account: CLOUD, hypervisor_name: HYPERVISOR, disabled_reason: 'due for maintenance' },
      },
    },
    {
      name: 'hv.patch.reboot',
      description: 'A run has emptied a host and is over: it is patched, rebooted, proven and given back',
      enabled: true,
      ...stands('DRAINED'),
      action: {
        ref: `${ref}.hypervisor_maintain`,
        parameters: { cloud: CLOUD, hypervisor: HYPERVISOR, reason: 'drained for maintenance' },
      },
    },
    {
      name: 'hv.post.reboot',
      description: 'A host has booted since a run disabled it: it is proven and given back',
      enabled: true,
      ...stands('REBOOTED'),
      action: {
        ref: `${ref}.hv.post.reboot`,
        parameters: { cloud_account: CLOUD, hypervisor_hostname: HYPERVISOR },
      },
    },
    {
      name: 'install.from.git.branch',
      description: 'Installs the pack when its own branch has moved; the datastore says which that is',
      enabled: true,
      trigger: { type: 'git.head_sha_monitor' },
      criteria: {
        'trigger.repository_url': { type: 'equals', pattern: '{{ st2kv.system.opsbook_pack_repository }}' },
        'trigger.branch': { type: 'equals', pattern: '{{ st2kv.system.opsbook_pack_branch }}' },
      },
      action: {
        ref: 'packs.install',
        parameters: { packs: ['{{ trigger.repository_url }}={{ trigger.branch }}'] },
      },
    },
    {
      name: 'jira.request_new_project',
      description: 'An issue asks for a project: its plan is written into it, and waits there for approval',
      enabled: true,
      ...found('requests'),
      action: {
        ref: `${ref}.jira.request_new_project`,
        parameters: { cloud_account: 'prod', issue_key: '{{ trigger.finding.issue }}' },
      },
    },
    {
      name: 'webhook.server.migrate',
      description:
        'Somebody posts { server_id, flavor_id } and perhaps cloud_account: servers of some flavors go elsewhere',
      enabled: true,
      trigger: { type: 'core.st2.webhook', parameters: { url: 'server-migrate' } },
      criteria: {
        'trigger.body.flavor_id': { type: 'regex', pattern: '^l[23]' },
        'trigger.body.flavor_id#others': { type: 'ninside', pattern: ['m1.tiny'] },
      },
      action: {
        ref: `${ref}.server.migrate`,
        parameters: {
          cloud_account: "{{ trigger.body.cloud_account | default('dev') }}",
          server_id: '{{ trigger.body.server_id }}',
        },
      },
    },
  ];
};
