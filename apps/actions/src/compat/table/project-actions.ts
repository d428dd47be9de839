import type { CompatAction, CompatParameter } from '../compat-action.ts';
import { lowerCase } from '../converters.ts';
import { flag } from '../given.ts';
import { cloudAccount, like, project, userDomain } from '../parameters.ts';

const people = (description: string, to: string): CompatParameter => ({ type: 'array', description, default: [], to });

/** Projects and what they may use. */
export const projectActions: readonly CompatAction[] = [
  {
    name: 'project.create',
    description: 'Makes a project with its limits, network, security groups and members',
    runbook: 'project.create',
    parameters: {
      cloud_account: cloudAccount,
      project_name: { type: 'string', description: 'Name of the new project', required: true, to: 'name' },
      project_email: { type: 'string', description: 'Contact address', required: true, to: 'email' },
      project_description: { type: 'string', description: 'What it is for', required: true, to: 'description' },
      project_immutable: {
        type: 'boolean',
        description: 'Keep it from being deleted',
        default: false,
        to: 'immutable',
      },
      parent_id: { type: 'string', description: 'Project above it', default: '', to: 'parent' },
      admin_user_list: people('Users who get the role of admins', 'admins'),
      user_list: people('Users who get the role of users', 'users'),
      user_domain: like(userDomain, { required: false, enum: ['stfc', 'jasmin', 'default'] }),
      network: {
        type: 'string',
        description: 'How it is connected: in small letters a profile of projects.networks in the configuration',
        default: 'Internal',
        enum: ['Internal', 'External', 'Jasmin'],
        to: 'network',
        as: lowerCase,
      },
      number_of_floating_ips: { type: 'integer', description: 'Limit', required: true, default: 1, to: 'floatingIps' },
      number_of_security_group_rules: {
        type: 'integer',
        description: 'Limit',
        required: true,
        default: 200,
        to: 'securityGroupRules',
      },
    },
    // Where the original looked up admins.
    constants: { adminDomain: 'default' },
    changed:
      'Every fault is found before the first change, and run again it goes on. Networks, rules and groups are projects of the configuration, with the profiles internal, external and jasmin.',
  },
  {
    name: 'project.delete',
    description: 'Deletes a project, or shows what it has',
    runbook: 'project.delete',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      delete: {
        type: 'boolean',
        description: 'Delete it; otherwise only its plan is shown',
        required: true,
        default: false,
      },
    },
    input: (given) => ({ confirmName: given['project_identifier'] }),
    plan: (given) => !flag(given, 'delete'),
    changed:
      'Without `delete` it is a plan, which is a success. A project is named by its name, not by its id, and one that still has something is refused: opsbook’s own project_delete has `leftovers`.',
  },
  {
    name: 'project.add.flavor',
    description: 'Lets a project use a private flavor',
    runbook: 'project.add-flavor',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      flavor_identifier: { type: 'string', description: 'Flavor, by its name or id', required: true, to: 'flavor' },
    },
    changed: 'A project that may use it already is a success.',
  },
  {
    name: 'quota.set',
    description: 'Sets limits of a project; what is not given stays',
    runbook: 'quota.set',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      floating_ips: limit('Floating IPs', 'floatingIps'),
      security_group_rules: limit('Rules of all security groups', 'securityGroupRules'),
      cpu_cores: limit('vCPUs of all servers', 'cores'),
      cinder_storage: limit('Volumes and snapshots together, in GiB', 'gigabytes'),
      ram: limit('Memory of all servers, in MiB', 'ramMiB'),
      instances: limit('Servers', 'instances'),
      backups: limit('Volume backups', 'backups'),
      security_groups: limit('Security groups', 'securityGroups'),
      snapshots: limit('Volume snapshots', 'snapshots'),
      volumes: limit('Volumes', 'volumes'),
    },
    changed: 'A limit below what is used is refused: opsbook’s own quota_set has `belowUsage`.',
  },
  {
    name: 'quota.show',
    description: 'Shows limits of a project and what is used of them',
    runbook: 'quota.show',
    parameters: {
      cloud_account: cloudAccount,
      default: {
        type: 'boolean',
        description: 'Not used any more',
        default: false,
        ignored: 'defaults stand beside the limits',
      },
      format: { type: 'string', description: 'Not used any more', default: 'table', ignored: 'the result is JSON' },
      project_identifier: project,
    },
    changed: 'Works, and shows usage and defaults of all three services.',
  },
];

function limit(description: string, to: string): CompatParameter {
  return { type: 'integer', description, to };
}
