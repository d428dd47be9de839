import { createHash } from 'node:crypto';
import type { NovaCall } from './nova-call.ts';
import type { SimulatedServer } from './compute-records.ts';
import { securityGroups, serverAddresses } from './server-network-view.ts';
import { serverStatus } from './server-status.ts';
import { zoneOf } from './zones.ts';
import { type World, microOrNull } from '../world.ts';

const WITH_PROGRESS = new Set(['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING']);

/** A server in the short form of `GET /servers`. */
export const shortServerView = ({ linkBase }: NovaCall, server: SimulatedServer): object => ({
  id: server.id,
  name: server.name,
  links: links(linkBase, 'servers', server.id),
});

/** A server as the caller's microversion and role show it. */
export function serverView(call: NovaCall, server: SimulatedServer, where: 'list' | 'alone'): object {
  const { world, caller, speaks, linkBase } = call;
  const status = serverStatus(server);
  const { admin } = caller;
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostId(server.projectId, server.host),
    image:
      server.imageId === null
        ? ''
        : {
            id: server.imageId,
            links: [{ rel: 'bookmark', href: `${linkBase}/images/${server.imageId}` }],
          },
    flavor: flavorView(call, server),
    created: server.createdAt,
    updated: server.updatedAt,
    addresses: addresses(world, server),
    accessIPv4: '',
    accessIPv6: '',
    links: links(linkBase, 'servers', server.id),
    'OS-DCF:diskConfig': 'MANUAL',
    ...(WITH_PROGRESS.has(status) && { progress: 0 }),
    ...((status === 'ERROR' || status === 'DELETED') && server.fault !== null && { fault: fault(server, admin) }),
    'OS-EXT-AZ:availability_zone': zone(world, server),
    config_drive: server.configDrive ? 'True' : '',
    key_name: server.keyName,
    'OS-SRV-USG:launched_at': microOrNull(server.launchedAt),
    'OS-SRV-USG:terminated_at': microOrNull(server.terminatedAt),
    ...(admin && {
      'OS-EXT-SRV-ATTR:host': server.host,
      'OS-EXT-SRV-ATTR:instance_name': instanceName(server),
      'OS-EXT-SRV-ATTR:hypervisor_hostname': nodeOf(world, server.host),
      ...(speaks('2.3') && {
        'OS-EXT-SRV-ATTR:reservation_id': `r-${server.serial.toString(36).padStart(8, '0')}`,
        'OS-EXT-SRV-ATTR:launch_index': 0,
        'OS-EXT-SRV-ATTR:kernel_id': '',
        'OS-EXT-SRV-ATTR:ramdisk_id': '',
        'OS-EXT-SRV-ATTR:root_device_name': server.launchedAt === null ? null : '/dev/sda',
        'OS-EXT-SRV-ATTR:user_data': server.userData,
      }),
    }),
    ...((admin ? speaks('2.3') : speaks('2.90')) && { 'OS-EXT-SRV-ATTR:hostname': server.name.toLowerCase() }),
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': server.vmState,
    'OS-EXT-STS:power_state': server.powerState,
    ...securityGroups(world, server),
    'os-extended-volumes:volumes_attached': server.volumes.map((volume) => ({
      id: volume.id,
      ...(speaks('2.3') && { delete_on_termination: volume.deleteOnTermination }),
    })),
    ...(speaks('2.9') && { locked: server.lockedBy !== null }),
    ...(speaks('2.16') && admin && { host_status: hostStatus(world, server.host) }),
    ...(speaks('2.19') && { description: server.description }),
    ...(speaks('2.26') && { tags: server.tags }),
    ...(speaks('2.63') && { trusted_image_certificates: null }),
    ...(speaks('2.71') && where === 'alone' && { server_groups: groupsOf(world, server) }),
    ...(speaks('2.73') && { locked_reason: server.lockedReason }),
  };
}

function flavorView({ speaks, linkBase }: NovaCall, { flavor }: SimulatedServer): object {
  if (!speaks('2.47')) {
    return { id: flavor.id, links: [{ rel: 'bookmark', href: `${linkBase}/flavors/${flavor.id}` }] };
  }
  return {
    vcpus: flavor.vcpus,
    ram: flavor.ramMiB,
    disk: flavor.diskGiB,
    ephemeral: flavor.ephemeralGiB,
    swap: flavor.swapMiB,
    original_name: flavor.name,
    extra_specs: flavor.extraSpecs,
  };
}

const fault = ({ fault: found }: SimulatedServer, admin: boolean): object | undefined =>
  found === null
    ? undefined
    : {
        code: found.code,
        created: found.created,
        message: found.message,
        // An error of nova's own shows its traceback to admins, and one below 500 to everyone.
        ...((admin || found.code !== 500) && { details: found.details }),
      };

const groupsOf = ({ state }: World, { id }: SimulatedServer): string[] =>
  state.serverGroups.filter(({ members }) => members.includes(id)).map((group) => group.id);

const addresses = (world: World, server: SimulatedServer): object =>
  Object.fromEntries(
    Object.entries(serverAddresses(world, server)).map(([network, all]) => [
      network,
      all.map(({ address, mac, type }) => ({
        version: address.includes(':') ? 6 : 4,
        addr: address,
        'OS-EXT-IPS:type': type,
        'OS-EXT-IPS-MAC:mac_addr': mac,
      })),
    ]),
  );

const zone = (world: World, { host }: SimulatedServer): string => (host === null ? '' : zoneOf(world, host));

function hostStatus(world: World, host: string | null): string {
  const service = host === null ? undefined : world.computeService(host);
  if (service === undefined) return '';
  if (service.forcedDown) return 'DOWN';
  if (!world.isUp(service)) return 'UNKNOWN';
  return service.disabled ? 'MAINTENANCE' : 'UP';
}

const instanceName = ({ serial, host }: SimulatedServer): string =>
  host === null ? '' : `instance-${serial.toString(16).padStart(8, '0')}`;

/** The hypervisor of a compute service; null where there is none. */
export const nodeOf = (world: World, host: string | null): string | null =>
  world.state.hypervisors.find((one) => one.host === host)?.hostname ?? host;

/** What a project sees instead of its host's name: the same for all of its servers there. */
export const hostId = (projectId: string, host: string | null): string =>
  host === null
    ? ''
    : createHash('sha224')
        .update(projectId + host)
        .digest('hex');

export const links = (base: string, kind: string, id: string): object[] => [
  { rel: 'self', href: `${base}/v2.1/${kind}/${id}` },
  { rel: 'bookmark', href: `${base}/${kind}/${id}` },
];
