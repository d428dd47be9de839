import type { Server } from '@opsbook/openstack';
import { boolean, list, map, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';

/**
 * What nova may be asked for by its status. It answers with all whose stable state can have the status, whatever they are
 * doing now, so that none is missing; `DELETED` and `SOFT_DELETED` are left out, because they would bring deleted ones in.
 */
const STATUSES = new Set(
  'ACTIVE BUILD ERROR HARD_REBOOT MIGRATING PASSWORD PAUSED REBOOT REBUILD RESCUE RESIZE REVERT_RESIZE SHELVED SHELVED_OFFLOADED SHUTOFF SUSPENDED VERIFY_RESIZE'.split(
    ' ',
  ),
);

/** Texts that mean themselves in every database's regular expressions, and where filters have operators of their own. */
export const LITERAL = /^[A-Za-z0-9_-]+$/;

export const servers = defineResource({
  name: 'servers',
  singular: 'server',
  request: 'nova GET /servers/detail',
  properties: {
    id: text('UUID', (s: Server) => s.id, 'uuid'),
    name: text('', (s: Server) => s.name),
    status: text('`ACTIVE`, `SHUTOFF`, `ERROR` ...', (s: Server) => s.status),
    vmState: text('the stable state behind the status: `active`, `stopped` ...', (s: Server) => s.vmState),
    taskState: text('what nova is doing with it now; null when nothing', (s: Server) => s.taskState),
    powerState: text('`running`, `shutdown`, `paused` ...', (s: Server) => s.powerState),
    host: text('the compute service it is on', (s: Server) => s.host),
    hypervisorHostname: text(
      'the hypervisor it is on',
      (s: Server) => s.hypervisorHostname,
      'hypervisorName',
      'hvName',
    ),
    hostStatus: text('`UP`, `DOWN`, `MAINTENANCE`, `UNKNOWN`', (s: Server) => s.hostStatus),
    instanceName: text('its name on the hypervisor: `instance-0000002a`', (s: Server) => s.instanceName),
    projectId: text('', (s: Server) => s.projectId),
    userId: text('who made it', (s: Server) => s.userId),
    availabilityZone: text('', (s: Server) => s.availabilityZone),
    locked: boolean('', (s: Server) => s.locked),
    lockedReason: text('', (s: Server) => s.lockedReason),
    flavorName: text('the name of its flavor when it was built or resized', (s: Server) => s.flavor.name),
    vcpus: number('', (s: Server) => s.flavor.vcpus),
    ramMiB: number('MiB', (s: Server) => s.flavor.ramMiB, 'ram'),
    diskGiB: number('GiB, of the flavor', (s: Server) => s.flavor.diskGiB, 'disk'),
    extraSpecs: map("the flavor's, as they were", (s: Server) => s.flavor.extraSpecs),
    imageId: text('null: it boots from a volume', (s: Server) => s.imageId),
    volumes: list('ids of attached volumes', (s: Server) => s.volumes.map(({ id }) => id)),
    addresses: list('of all networks', (s: Server) => s.addresses.map(({ address }) => address), 'ips'),
    networks: list('names of its networks', (s: Server) => [...new Set(s.addresses.map(({ network }) => network))]),
    metadata: map('', (s: Server) => s.metadata),
    tags: list('', (s: Server) => s.tags),
    description: text('', (s: Server) => s.description, 'desc'),
    createdAt: time('', (s: Server) => s.createdAt, 'created', 'creationDate'),
    updatedAt: time('when nova last changed its record', (s: Server) => s.updatedAt, 'updated', 'lastUpdatedDate'),
    launchedAt: time('', (s: Server) => s.launchedAt, 'launched'),
    fault: text('why it is in ERROR', (s: Server) => s.fault?.message ?? null),
    progress: number('percent', (s: Server) => s.progress),
  },
  columns: ['id', 'name', 'status', 'host', 'flavorName', 'projectId', 'userId', 'createdAt', 'updatedAt'],
  joinColumns: ['name', 'status'],
  scoped: true,
  joins: {
    user: { to: 'users', by: 'userId', on: 'id' },
    project: { to: 'projects', by: 'projectId', on: 'id' },
    flavor: { to: 'flavors', by: 'flavorName', on: 'name' },
    image: { to: 'images', by: 'imageId', on: 'id' },
    hypervisor: { to: 'hypervisors', by: 'hypervisorHostname', on: 'hostname' },
  },
  filters: {
    // A regular expression for nova, in its database's dialect.
    name: (value) => (LITERAL.test(value) ? { name: `^${value}$` } : undefined),
    status: (value) => (STATUSES.has(value) ? { status: value } : undefined),
    host: (value) => ({ host: value }),
    projectId: (value) => ({ projectId: value }),
    userId: (value) => ({ userId: value }),
    imageId: (value) => ({ imageId: value }),
  },
  list: ({ compute }, filter, { allProjects, page }) => compute.servers.list({ ...filter, allProjects, limit: page }),
});
