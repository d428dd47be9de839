import type { CompatAction } from '../compat-action.ts';
import { opposite } from '../converters.ts';
import {
  alertmanagerOfCloud,
  cloudAccount,
  disabledReason,
  fixed,
  hypervisorName,
  icingaOfCloud,
  privateKeyPath,
} from '../parameters.ts';

/** Taking a hypervisor out of service and back. */
export const maintenanceActions: readonly CompatAction[] = [
  {
    name: 'hypervisor.drain',
    description: 'Moves every server off a hypervisor',
    runbook: 'hypervisor.drain',
    parameters: {
      cloud_account: cloudAccount,
      hypervisor_name: hypervisorName,
      disabled_reason: disabledReason,
      live_migration: {
        type: 'boolean',
        description: 'Move running servers while they run; otherwise they are down meanwhile',
        required: true,
        default: true,
        to: 'liveMigration',
      },
    },
    // As its workflow did: an image of each first, and one at a time so that images do not fill the disk.
    constants: { snapshot: true, concurrency: 1 },
    changed:
      'Goes on past a server that cannot be moved and says why, proves at the end that the host is empty, and can be resumed. Its result is the report of what moved.',
  },
  {
    name: 'hv.compute.service.disable',
    description: 'Keeps new servers away from a hypervisor',
    runbook: 'compute-service.disable',
    parameters: {
      cloud_account: cloudAccount,
      hypervisor_name: hypervisorName,
      disabled_reason: disabledReason,
      service_binary: fixed('nova-compute'),
    },
    changed: 'Keeps a reason that a person has set, and marks its own with the run.',
  },
  {
    name: 'hv.compute.service.enable',
    description: 'Gives a hypervisor back to the scheduler',
    runbook: 'compute-service.enable',
    parameters: {
      cloud_account: cloudAccount,
      hypervisor_name: hypervisorName,
      service_binary: fixed('nova-compute'),
    },
    changed: 'Refuses a host that a person has disabled: opsbook.compute_service_enable has `force`.',
  },
  {
    name: 'hv.patch.reboot',
    description: 'Patches and reboots a hypervisor',
    runbook: 'hypervisor.maintain',
    parameters: {
      icinga_account_name: icingaOfCloud,
      hypervisor_name: hypervisorName,
      private_key_path: privateKeyPath,
      alertmanager_account_name: alertmanagerOfCloud,
    },
    constants: { reason: 'patched and rebooted by hv.patch.reboot' },
    changed:
      'Takes the host out of service and empties it first if it is not, waits until it is back, tests it and enables it; silences end with it. The cloud is defaults.cloud.',
  },
  {
    name: 'hv.post.reboot',
    description: 'Tests a hypervisor after its reboot and gives it back',
    runbook: 'hypervisor.maintain',
    parameters: {
      hypervisor_hostname: hypervisorName,
      icinga_account_name: icingaOfCloud,
      alertmanager_account_name: alertmanagerOfCloud,
      cloud_account: cloudAccount,
    },
    constants: { reason: 'tested after its reboot by hv.post.reboot', from: 'test' },
    changed: 'Works. The host is enabled after its test server was built, and not before.',
  },
  {
    name: 'hv.create.test.server',
    description: 'Builds servers on hypervisors and deletes them again',
    runbook: 'hypervisor.test',
    parameters: {
      cloud_account: cloudAccount,
      hypervisor_names: {
        type: 'string',
        description: 'One name, or several with commas or with colons between them',
        required: true,
        to: 'hypervisors',
        as: (value) =>
          String(value)
            .split(String(value).includes(',') ? ',' : ':')
            .map((name) => name.trim())
            .filter((name) => name !== ''),
      },
      test_all_flavors: {
        type: 'boolean',
        description: 'A server of every flavor that the host can run, instead of one chosen by chance',
        required: true,
        default: false,
        to: 'flavors',
        as: (value) => (value === true ? 'every' : 'one'),
      },
      delete_on_failure: {
        type: 'boolean',
        description: 'Delete a server that failed, too',
        required: true,
        default: true,
        to: 'keepFailed',
        as: opposite,
      },
    },
    changed:
      'Goes on past a host that fails. Image, network and name of the server are testServers of the configuration.',
  },
  {
    name: 'hv.shutdown.servers',
    description: 'Stops every server that runs on a hypervisor',
    runbook: 'hypervisor.stop-servers',
    parameters: { cloud_account: cloudAccount, hypervisor_name: hypervisorName },
    changed: 'An empty host is a success. Five servers are stopped at once, locked ones are left and named.',
  },
];
