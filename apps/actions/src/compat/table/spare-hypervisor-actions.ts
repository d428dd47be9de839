import type { CompatAction } from '../compat-action.ts';
import { fromStart } from '../converters.ts';
import { cloudAccount, like, outputType } from '../parameters.ts';

const names = { type: 'array', description: 'Names, or parts of them' } as const;

const RANKS: Readonly<Record<string, string>> = {
  vcpus_used: 'vcpusUsed',
  memory_used: 'ramMiBUsed',
  running_vms: 'servers',
};

/** Finding hypervisors that little or nothing would miss. */
export const spareHypervisorActions: readonly CompatAction[] = [
  {
    name: 'hypervisor.find.empty',
    description: 'Finds hypervisors that hold nothing',
    runbook: 'hypervisor.find-empty',
    parameters: {
      cloud_account: cloudAccount,
      include_offline: {
        type: 'boolean',
        description: 'Those that are down, too',
        required: true,
        default: false,
        to: 'includeOffline',
      },
    },
    changed: 'Finding none is a success.',
  },
  {
    name: 'hv.find.reinstall.candidates',
    description: 'Finds hypervisors that are lightly used and fit to be reinstalled',
    runbook: 'hypervisor.find-reinstall-candidates',
    parameters: {
      cloud_account: like(cloudAccount, { default: 'prod' }),
      output_type: like(outputType, { default: 'to_csv' }),
      ip_regex: {
        type: 'string',
        description: 'Regular expression for the beginning of its address',
        required: true,
        default: '^172\\.16\\.(?:\\d{1,3})\\.(?:\\d{1,3})$',
        to: 'addressPattern',
        as: fromStart,
      },
      max_vcpus: {
        type: 'integer',
        description: 'So many processors given away at most',
        default: 60,
        to: 'maxVcpusUsed',
      },
      max_vms: { type: 'integer', description: 'So many servers at most', to: 'maxServers' },
      include_down: {
        type: 'boolean',
        description: 'Those that are down, too',
        required: true,
        default: false,
        to: 'includeDown',
      },
      include_disabled: {
        type: 'boolean',
        description: 'Those that are disabled, too',
        required: true,
        default: false,
        to: 'includeDisabled',
      },
      exclude_hostnames: { ...names, to: 'excludeNames' },
      include_flavours: { ...names, description: 'Only those that can run one of these flavors', to: 'flavors' },
      exclude_flavours: { ...names, description: 'Not those that can run one of these flavors', to: 'excludeFlavors' },
      sort_by: {
        type: 'string',
        description: 'What they are ranked by',
        default: 'vcpus_used',
        enum: ['vcpus_used', 'memory_used', 'running_vms', ''],
        to: 'sort',
        as: (value) => RANKS[String(value)],
      },
      sort_direction: {
        type: 'string',
        description: 'The least or the most first',
        required: true,
        default: 'asc',
        enum: ['asc', 'desc'],
        to: 'descending',
        as: (value) => value === 'desc',
      },
    },
    changed: "The filters by flavor work, and figures are placement's own with ratio and reserve.",
  },
];
