import type { CompatAction } from '../compat-action.ts';
import { cloudAccount, project } from '../parameters.ts';

/** Servers and images, but for searching them. */
export const serverActions: readonly CompatAction[] = [
  {
    name: 'server.create',
    description: 'Builds a server and waits until it runs where it should',
    runbook: 'server.create',
    parameters: {
      cloud_account: cloudAccount,
      server_name: { type: 'string', description: 'Name of the server', required: true, to: 'name' },
      flavor_name: { type: 'string', description: 'Flavor, by its name or id', required: true, to: 'flavor' },
      image_name: { type: 'string', description: 'Image, by its name or id', required: true, to: 'image' },
      network_name: {
        type: 'string',
        description: 'Network',
        required: true,
        enum: ['Internal', 'External'],
        to: 'network',
      },
      hypervisor_hostname: {
        type: 'string',
        description: "Hypervisor to build it on; default: the scheduler's choice",
        to: 'hypervisor',
      },
    },
    changed: 'Run again it builds no second server, and the host that it ends on is verified.',
  },
  {
    name: 'server.migrate',
    description: 'Moves a server to another hypervisor',
    runbook: 'server.migrate',
    parameters: {
      cloud_account: cloudAccount,
      server_id: { type: 'string', description: 'Server, by its UUID', required: true, to: 'server' },
      dest_host: { type: 'string', description: "Host to move to; default: the scheduler's choice", to: 'destination' },
      snapshot: {
        type: 'boolean',
        description: 'Make an image of it first',
        required: true,
        default: true,
        to: 'snapshot',
      },
      live_migration: {
        type: 'boolean',
        description: 'Move it while it runs; otherwise it is down meanwhile',
        required: true,
        default: true,
        to: 'liveMigration',
      },
    },
    changed:
      'Whether it can move is known before the image is made, and the host that it ends on is what counts. What may not be moved is migration.policies of the configuration.',
  },
  {
    name: 'image.share.to.project',
    description: 'Shares an image with a project, and accepts it there',
    runbook: 'image.share',
    parameters: {
      cloud_account: cloudAccount,
      project_identifier: project,
      image_identifier: { type: 'string', description: 'Image, by its name or id', required: true, to: 'image' },
    },
    changed: 'An image that is shared already is a success.',
  },
];
