import { type BlockDevice, checkVolumes } from './boot-volumes.ts';
import type { SimulatedFlavor, SimulatedServerGroup } from './compute-records.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest, invalidField, novaError, policy } from './nova-errors.ts';
import { limitsOf } from './compute-quota.ts';
import { type WantedPort, wantedPorts } from './server-ports.ts';
import { zoneOf } from './zones.ts';

/** What a body asks for. */
export interface Wanted {
  name?: string;
  flavorRef?: string;
  imageRef?: string;
  networks?: unknown;
  host?: string;
  hypervisor_hostname?: string;
  availability_zone?: string;
  metadata?: Record<string, string>;
  tags?: string[];
  description?: string;
  key_name?: string;
  security_groups?: { name: string }[];
  block_device_mapping_v2?: BlockDevice[];
  user_data?: string;
  config_drive?: boolean;
  adminPass?: string;
  min_count?: number;
}

/** What is made of it. */
export interface Checked {
  flavor: SimulatedFlavor;
  imageId: string | null;
  volumes: BlockDevice[];
  ports: WantedPort[];
  groupIds: string[];
  group: SimulatedServerGroup | undefined;
  host: string | undefined;
  availabilityZone: string | undefined;
}

/** @throws nova's 400 for what is not there or makes no sense, 403 by policy or quota, 409 for a port in use */
export function checkNewServer(call: NovaCall, wanted: Wanted, groupId: string | undefined): Checked {
  const { world } = call;
  checkFields(call, wanted);
  const place = checkPlace(call, wanted);
  const flavor = world.state.flavors.find((one) => one.id === wanted.flavorRef);
  if (flavor === undefined) throw badRequest(`Flavor ${wanted.flavorRef ?? ''} could not be found.`);
  const disks = checkDisks(call, wanted);
  const keys = world.state.keypairs.filter(({ userId }) => userId === call.caller.userId);
  if (wanted.key_name !== undefined && !keys.some(({ name }) => name === wanted.key_name)) {
    throw badRequest('Invalid key_name provided.');
  }
  return {
    flavor,
    ...disks,
    ...place,
    groupIds: (wanted.security_groups ?? []).map(({ name }) => securityGroup(call, name)),
    ports: wantedPorts(call, wanted.networks),
    group: checkGroup(call, groupId),
  };
}

function checkFields({ speaks }: NovaCall, wanted: Wanted): void {
  if (wanted.name === undefined) throw invalidField('server', wanted, "'name' is a required property");
  if (wanted.name === '') throw invalidField('name', '', "'' is too short");
  if (speaks('2.37') && wanted.networks === undefined) {
    throw invalidField('server', wanted, "'networks' is a required property");
  }
  const userData = wanted.user_data;
  if (userData !== undefined && !/^[A-Za-z0-9+/\s]*={0,2}$/.test(userData)) {
    throw invalidField('user_data', userData, `'${userData}' is not a 'base64'`);
  }
  if (userData !== undefined && userData.length > 65_535) {
    throw invalidField('user_data', userData, `'${userData}' is too long`);
  }
  checkTags(wanted.tags ?? []);
}

/** @throws 400 for a tag that nova does not take */
export function checkTags(tags: readonly string[]): void {
  const index = tags.findIndex((tag) => /[,/]/.test(tag));
  const tag = tags[index];
  if (tag !== undefined) throw invalidField(String(index), tag, `'${tag}' does not match '^[^,/]*$'`);
}

function checkPlace({ world, caller }: NovaCall, wanted: Wanted) {
  const { host, hypervisor_hostname: hostname, availability_zone: zone } = wanted;
  if ((host !== undefined || hostname !== undefined) && !caller.admin) {
    throw policy('compute:servers:create:requested_destination');
  }
  const { hypervisors } = world.state;
  const named = hypervisors.find((one) => one.host === host || one.hostname === hostname);
  if (host !== undefined && named === undefined) throw badRequest(`Compute host ${host} could not be found.`);
  if (hostname !== undefined && named === undefined) throw badRequest(`Compute host ${hostname} could not be found.`);
  // `zone:host` is the admins' old way of naming a host.
  const [availabilityZone, forced] = zone?.split(':') ?? [];
  const zones = hypervisors.map((one) => zoneOf(world, one.host));
  if (availabilityZone !== undefined && !zones.includes(availabilityZone)) {
    throw badRequest('The requested availability zone is not available');
  }
  return { host: named?.host ?? forced, availabilityZone };
}

function checkDisks(call: NovaCall, { imageRef, block_device_mapping_v2: devices = [] }: Wanted) {
  const volumes = checkVolumes(call, devices);
  const root = devices.some(({ boot_index: index }) => index === 0);
  if (!root && (imageRef === undefined || imageRef === '')) throw badRequest('Missing imageRef attribute');
  const image = call.world.state.images.find(({ id }) => id === imageRef);
  if (imageRef !== undefined && imageRef !== '' && image === undefined)
    throw badRequest('Can not find requested image');
  return { volumes, imageId: image?.id ?? null };
}

function securityGroup({ world, caller }: NovaCall, nameOrId: string): string {
  const found = world.state.securityGroups.find(
    (group) => group.projectId === caller.projectId && (group.name === nameOrId || group.id === nameOrId),
  );
  if (found !== undefined) return found.id;
  throw badRequest(`Unable to find security_group with name or id '${nameOrId}'`);
}

function checkGroup({ world, caller }: NovaCall, id: string | undefined): SimulatedServerGroup | undefined {
  if (id === undefined) return undefined;
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw invalidField('group', id, `'${id}' is not a 'uuid'`);
  const group = world.state.serverGroups.find((one) => one.id === id);
  if (group === undefined) throw badRequest(`Instance group ${id} could not be found.`);
  const limit = limitsOf(world, caller.projectId)['server_group_members'] ?? -1;
  if (limit >= 0 && group.members.length >= limit) throw novaError(403, 'Quota exceeded, too many servers in group');
  return group;
}
