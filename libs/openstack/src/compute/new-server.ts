import type { Secret } from '@opsbook/context';
import { compareVersions } from '../core/microversion.ts';
import { type Names, rename } from '../core/rename.ts';
import type { Operation } from '../core/service-client.ts';
import { passwordOf } from './server-password.ts';
import { userDataOf } from './user-data.ts';

/** A port that nova makes in a network, or one that is there. */
export type ServerNetwork = { uuid: string; fixedIp?: string } | { port: string };

/** A disk of a new server. */
export interface BlockDevice {
  /** What it is filled from; `blank` needs no id. */
  source: 'image' | 'volume' | 'snapshot' | 'blank';
  id?: string;
  /** Default `volume`: in block storage; `local`: on the hypervisor. */
  destination?: 'volume' | 'local';
  /** Needed unless the source is a volume or a snapshot. */
  sizeGiB?: number;
  /** 0: it boots from this one; default: not at all. */
  bootIndex?: number;
  /** Default false: a volume outlives the server. */
  deleteOnTermination?: boolean;
  /** Of the volume that is made; from 2.67. */
  volumeType?: string;
}

export interface NewServer {
  name: string;
  flavorId: string;
  /** Left out: it boots from the block device with boot index 0. */
  imageId?: string;
  /** `none`, `auto` (the project's only network), or one entry per port; no entry is `none`. */
  networks: 'none' | 'auto' | readonly ServerNetwork[];
  /** Onto this host, past nobody's filters: the scheduler still checks it. Admins only, as `hypervisorHostname`. */
  host?: string;
  /** The same by the hypervisor's name, where a host has several. */
  hypervisorHostname?: string;
  availabilityZone?: string;
  metadata?: Record<string, string>;
  tags?: readonly string[];
  description?: string;
  /** A keypair of the user's. */
  keyName?: string;
  /** Names or ids; default the project's `default`. They do not apply to ports that are there already. */
  securityGroups?: readonly string[];
  /** The server group whose policy places it. */
  serverGroupId?: string;
  blockDevices?: readonly BlockDevice[];
  /** A script or configuration for cloud-init; at most 65,535 characters in base64, which are 49,149 bytes. */
  userData?: Secret;
  /** Gives it user data and metadata on a drive of their own, for networks without a metadata service. */
  configDrive?: boolean;
  /** Default: nova makes one up. */
  adminPassword?: Secret;
}

const BLOCK_DEVICE: Names<BlockDevice> = {
  source: 'source_type',
  id: 'uuid',
  destination: 'destination_type',
  sizeGiB: 'volume_size',
  bootIndex: 'boot_index',
  deleteOnTermination: 'delete_on_termination',
  volumeType: 'volume_type',
};

const PLAIN: Names<
  Omit<NewServer, 'networks' | 'securityGroups' | 'serverGroupId' | 'blockDevices' | 'userData' | 'adminPassword'>
> = {
  name: 'name',
  flavorId: 'flavorRef',
  imageId: 'imageRef',
  host: 'host',
  hypervisorHostname: 'hypervisor_hostname',
  availabilityZone: 'availability_zone',
  metadata: 'metadata',
  tags: 'tags',
  description: 'description',
  keyName: 'key_name',
  configDrive: 'config_drive',
};

/** The request that makes the server. */
export function creation(wanted: NewServer): Pick<Operation, 'body' | 'label' | 'since'> {
  // Nova takes an empty list for `auto`.
  const networks = wanted.networks.length === 0 ? 'none' : wanted.networks;
  const { securityGroups, serverGroupId, blockDevices, userData, adminPassword, networks: _, ...plain } = wanted;
  return {
    body: {
      server: {
        ...rename(PLAIN, plain),
        networks: typeof networks === 'string' ? networks : networks.map(network),
        ...(securityGroups && { security_groups: securityGroups.map((name) => ({ name })) }),
        ...(blockDevices && { block_device_mapping_v2: blockDevices.map(blockDevice) }),
        ...(userData && { user_data: userDataOf(userData) }),
        ...passwordOf.sent(adminPassword),
      },
      ...(serverGroupId !== undefined && { 'os:scheduler_hints': { group: serverGroupId } }),
    },
    label: `create server '${wanted.name}'`,
    since: sinceOf({ ...wanted, networks }),
  };
}

const network = (one: ServerNetwork): object =>
  'port' in one ? { port: one.port } : { uuid: one.uuid, ...(one.fixedIp !== undefined && { fixed_ip: one.fixedIp }) };

const blockDevice = (given: BlockDevice): object =>
  rename(BLOCK_DEVICE, { destination: 'volume', bootIndex: -1, deleteOnTermination: false, ...given });

/** The oldest version that has all that is wanted. */
function sinceOf({ networks, host, hypervisorHostname, tags, description, blockDevices }: NewServer): string {
  const needed = [
    ...(description === undefined ? [] : ['2.19']),
    ...(typeof networks === 'string' ? ['2.37'] : []),
    ...(tags === undefined ? [] : ['2.52']),
    ...(blockDevices?.some(({ volumeType }) => volumeType !== undefined) ? ['2.67'] : []),
    ...(host === undefined && hypervisorHostname === undefined ? [] : ['2.74']),
  ];
  return needed.toSorted(compareVersions).at(-1) ?? '2.1';
}
