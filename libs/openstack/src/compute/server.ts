import { utc, utcOrNull } from '../core/utc.ts';

export type PowerState = 'no-state' | 'running' | 'paused' | 'shutdown' | 'crashed' | 'suspended';

/** A server as an operator sees it. What the policy hides from the user, or a dead cell cannot tell, is null. */
export interface Server {
  id: string;
  name: string;
  /** `ACTIVE`, `SHUTOFF`, `ERROR`, `VERIFY_RESIZE`, ...; `UNKNOWN` when its cell does not answer. */
  status: string;
  /** `active`, `stopped`, `resized`, ...: the stable state behind `status`. */
  vmState: string | null;
  /** What nova is doing with it now (`migrating`, `image_uploading`); null when nothing. */
  taskState: string | null;
  powerState: PowerState;
  /** The compute service it is on; null before it is placed and after it is shelved. */
  host: string | null;
  hypervisorHostname: string | null;
  /** The name of the guest on its hypervisor: `instance-00000001`. */
  instanceName: string | null;
  /** `UP`, `DOWN`, `MAINTENANCE`, `UNKNOWN`. */
  hostStatus: string | null;
  projectId: string;
  userId: string | null;
  availabilityZone: string | null;
  locked: boolean;
  lockedReason: string | null;
  /** The flavor as it was when the server was built or resized; it may have been deleted since. */
  flavor: {
    name: string;
    vcpus: number;
    ramMiB: number;
    diskGiB: number;
    ephemeralGiB: number;
    swapMiB: number;
    extraSpecs: Record<string, string>;
  };
  /** null: it boots from a volume. */
  imageId: string | null;
  volumes: { id: string; deleteOnTermination: boolean }[];
  addresses: { network: string; address: string; version: 4 | 6; type: string | null; mac: string | null }[];
  metadata: Record<string, string>;
  tags: string[];
  description: string | null;
  /** The keypair that it was made with. */
  keyName: string | null;
  /** Names, of all of its ports. */
  securityGroups: string[];
  /** Only from `get`: the ids of the server groups that it is in, from 2.71. */
  serverGroupIds?: string[];
  createdAt: string;
  updatedAt: string | null;
  launchedAt: string | null;
  /** Why it is in ERROR. `details` (the traceback) is shown to admins only. */
  fault: { code: number; message: string; createdAt: string; details?: string } | null;
  /** Percent, where the driver reports it. */
  progress: number | null;
}

/** The fields of nova's own answer that are used, as of 2.93; optional are those that policy or an older version omits. */
export interface NovaServer {
  id: string;
  name?: string;
  status: string;
  tenant_id: string;
  user_id?: string;
  created: string;
  updated?: string;
  metadata?: Record<string, string>;
  image?: { id: string } | '' | null;
  flavor?: {
    original_name: string;
    vcpus: number;
    ram: number;
    disk: number;
    ephemeral?: number;
    swap?: number;
    extra_specs?: Record<string, string>;
  };
  addresses?: Record<string, NovaAddress[]>;
  progress?: number;
  fault?: { code: number; message: string; created: string; details?: string };
  locked?: boolean;
  locked_reason?: string | null;
  tags?: string[];
  description?: string | null;
  key_name?: string | null;
  security_groups?: { name: string }[];
  server_groups?: string[];
  host_status?: string;
  'OS-EXT-AZ:availability_zone'?: string | null;
  'OS-SRV-USG:launched_at'?: string | null;
  'OS-EXT-SRV-ATTR:host'?: string | null;
  'OS-EXT-SRV-ATTR:hypervisor_hostname'?: string | null;
  'OS-EXT-SRV-ATTR:instance_name'?: string | null;
  'OS-EXT-STS:task_state'?: string | null;
  'OS-EXT-STS:vm_state'?: string | null;
  'OS-EXT-STS:power_state'?: number;
  'os-extended-volumes:volumes_attached'?: { id: string; delete_on_termination?: boolean }[];
}

interface NovaAddress {
  addr: string;
  version: 4 | 6;
  'OS-EXT-IPS:type'?: string;
  'OS-EXT-IPS-MAC:mac_addr'?: string;
}

const UNKNOWN_FLAVOR: NonNullable<NovaServer['flavor']> = { original_name: '', vcpus: 0, ram: 0, disk: 0 };

// The numbers of nova's objects/fields.py; 2, 5 and 8 are no longer used.
const POWER_STATES: Record<number, PowerState> = {
  1: 'running',
  3: 'paused',
  4: 'shutdown',
  6: 'crashed',
  7: 'suspended',
};

export function server(raw: NovaServer): Server {
  const flavor = raw.flavor ?? UNKNOWN_FLAVOR;
  return {
    id: raw.id,
    name: raw.name ?? '',
    status: raw.status,
    vmState: raw['OS-EXT-STS:vm_state'] ?? null,
    taskState: raw['OS-EXT-STS:task_state'] ?? null,
    powerState: POWER_STATES[raw['OS-EXT-STS:power_state'] ?? 0] ?? 'no-state',
    host: raw['OS-EXT-SRV-ATTR:host'] ?? null,
    hypervisorHostname: raw['OS-EXT-SRV-ATTR:hypervisor_hostname'] ?? null,
    instanceName: raw['OS-EXT-SRV-ATTR:instance_name'] ?? null,
    hostStatus: textOrNull(raw.host_status),
    projectId: raw.tenant_id,
    userId: raw.user_id ?? null,
    availabilityZone: textOrNull(raw['OS-EXT-AZ:availability_zone']),
    locked: raw.locked ?? false,
    lockedReason: raw.locked_reason ?? null,
    flavor: {
      name: flavor.original_name,
      vcpus: flavor.vcpus,
      ramMiB: flavor.ram,
      diskGiB: flavor.disk,
      ephemeralGiB: flavor.ephemeral ?? 0,
      swapMiB: flavor.swap ?? 0,
      extraSpecs: flavor.extra_specs ?? {},
    },
    imageId: raw.image ? raw.image.id : null,
    volumes: (raw['os-extended-volumes:volumes_attached'] ?? []).map((volume) => ({
      id: volume.id,
      deleteOnTermination: volume.delete_on_termination ?? false,
    })),
    addresses: addresses(raw.addresses),
    metadata: raw.metadata ?? {},
    tags: raw.tags ?? [],
    description: raw.description ?? null,
    keyName: raw.key_name ?? null,
    // Nova names a group once per port.
    securityGroups: [...new Set((raw.security_groups ?? []).map(({ name }) => name))],
    ...(raw.server_groups !== undefined && { serverGroupIds: raw.server_groups }),
    createdAt: utc(raw.created),
    updatedAt: utcOrNull(raw.updated),
    launchedAt: utcOrNull(raw['OS-SRV-USG:launched_at']),
    fault: fault(raw.fault),
    progress: raw.progress ?? null,
  };
}

// Nova writes an empty text where there is none.
const textOrNull = (text: string | null | undefined): string | null => (text === '' ? null : (text ?? null));

function addresses(byNetwork: NovaServer['addresses']): Server['addresses'] {
  return Object.entries(byNetwork ?? {}).flatMap(([network, all]) =>
    all.map((one) => ({
      network,
      address: one.addr,
      version: one.version,
      type: one['OS-EXT-IPS:type'] ?? null,
      mac: one['OS-EXT-IPS-MAC:mac_addr'] ?? null,
    })),
  );
}

const fault = (raw: NovaServer['fault']): Server['fault'] =>
  raw === undefined
    ? null
    : {
        code: raw.code,
        message: raw.message,
        createdAt: utc(raw.created),
        ...(raw.details !== undefined && { details: raw.details }),
      };
