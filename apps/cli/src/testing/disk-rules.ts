import type { PackFile } from '@opsbook/actions';

const rule = (name: string, status: string, action: string, more = ''): PackFile => ({
  path: `rules/${name}.yaml`,
  content: `name: ${name}
pack: opsbook
description: An alert on a disk is ${status}
enabled: true
trigger: { type: opsbook.alert }
criteria:
  trigger.status: { type: eq, pattern: ${status} }
  trigger.labels.alertname: { type: eq, pattern: DiskFailing }
action:
  ref: opsbook.${action}
  parameters:
    cloud: prod
    hypervisor: '{{ trigger.labels.instance }}'
${more}`,
});

/** Rules that a site has in StackStorm, for hosts with an alert on a disk. */
export const DISK_RULES: readonly PackFile[] = [
  rule('disk_fails', 'firing', 'compute_service_disable', "    reason: '{{ trigger.annotations.summary }}'\n"),
  rule('disk_is_well', 'resolved', 'compute_service_enable'),
];
