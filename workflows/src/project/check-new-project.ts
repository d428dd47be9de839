import type { RunContext } from '@opsbook/runbook';
import type { NetworkProfile, Services } from '@opsbook/services';
import { type CheckedNetwork, type CheckedProject, checkNetwork, checkProject } from './check-project.ts';
import { type Room, checkRoom, takenBy } from './check-room.ts';
import type { CreateInput } from './create-input.ts';
import { networkNames } from './ensure-own-network.ts';
import { type ActorSearch, type Named, findActors } from './find-actors.ts';
import { type SubnetAddresses, freeSubnet } from './free-subnet.ts';
import { type Found, lookUp, refuseFaults } from './look-up.ts';
import { type WantedGroups, wantedGroups } from './wanted-rules.ts';

/** All that `project.create` has to know before it changes anything. */
export interface NewProjectPlan extends CheckedProject {
  network: CheckedNetwork | null;
  /** null: it gets no subnet of its own. */
  addresses: SubnetAddresses | null;
  groups: WantedGroups;
  room: Room;
  admins: Members;
  users: Members;
}

interface Members {
  role: Named | undefined;
  people: Named[];
}

/** Looks everything up, and refuses the run with all that is wrong. */
export async function checkNewProject(ctx: RunContext<Services>, input: CreateInput): Promise<NewProjectPlan> {
  const client = ctx.services.openstack(input.cloud);
  const { projects: settings } = ctx.services.config;
  const userDomain = input.userDomain ?? settings.userDomain;
  const adminDomain = input.adminDomain ?? settings.adminDomain ?? userDomain;
  const [project, network, admins, users] = await Promise.all([
    checkProject(ctx, input),
    checkNetwork(ctx, input),
    members(ctx, { cloud: input.cloud, names: input.admins, domain: adminDomain, what: 'admin' }, settings.adminRole),
    members(ctx, { cloud: input.cloud, names: input.users, domain: userDomain, what: 'user' }, settings.userRole),
  ]);
  const faults = [project, network, ...admins.faults, ...users.faults].flatMap((one) =>
    typeof one === 'string' ? one : (one.fault ?? []),
  );
  const there = network.found ?? null;
  const groups = wantedGroups(settings, there?.profile);
  const projectId = project.found?.existing?.id ?? null;
  const room = await ctx.read('room', () =>
    checkRoom(client, { limits: input, taken: takenBy(groups, there), projectId }),
  );
  const addresses = there === null ? null : await subnetOf(ctx, input, there, projectId);
  const access = there === null ? [] : await accessFaults(ctx, input, there, projectId);
  refuseFaults([...faults, ...room.faults, ...(addresses?.fault === undefined ? [] : [addresses.fault]), ...access]);
  if (project.found === undefined) throw new TypeError('a project without a fault was found');
  return {
    ...project.found,
    ...{ network: there, addresses: addresses?.found ?? null, groups, room },
    ...{ admins: admins.members, users: users.members },
  };
}

async function members(
  ctx: RunContext<Services>,
  search: ActorSearch,
  roleName: string,
): Promise<{ members: Members; faults: string[] }> {
  if (search.names.length === 0) return { members: { role: undefined, people: [] }, faults: [] };
  const { roles } = ctx.services.openstack(search.cloud).identity;
  const [role, people] = await Promise.all([
    lookUp<Named>(ctx, `role of ${search.what}s`, async () => {
      const { id, name } = await roles.find(roleName);
      return { id, name };
    }),
    findActors(ctx, search),
  ]);
  return {
    members: { role: role.found, people: people.flatMap(({ found }) => found ?? []) },
    faults: [role, ...people].flatMap(({ fault }) => fault ?? []),
  };
}

/** The first subnet of the profile's range that meets no other: of the project's own, and of the external network. */
async function subnetOf(
  ctx: RunContext<Services>,
  { cloud, name }: CreateInput,
  { profile, network }: { profile: NetworkProfile; network: Named },
  projectId: string | null,
): Promise<Found<SubnetAddresses> | null> {
  if (profile.kind === 'shared') return null;
  const { subnets } = ctx.services.openstack(cloud).network;
  const taken = await ctx.read('subnets that are taken', async () => {
    const [outside, own] = await Promise.all([
      subnets.list({ networkId: network.id }),
      projectId === null ? [] : subnets.list({ projectId }),
    ]);
    const others = own.filter((subnet) => subnet.name !== networkNames(name).subnet);
    return [...outside, ...others].map(({ cidr }) => cidr);
  });
  const found = freeSubnet(profile, taken);
  return found === undefined ? { fault: `no subnet is left in ${profile.range}` } : { found };
}

// Neutron counts a policy for the project of whoever makes it, and lets that have ten where nothing was set.
async function accessFaults(
  ctx: RunContext<Services>,
  { cloud }: CreateInput,
  { profile, network }: CheckedNetwork,
  projectId: string | null,
): Promise<string[]> {
  const client = ctx.services.openstack(cloud);
  return ctx.read('room for access to the network', async () => {
    const action = profile.kind === 'own' ? 'access_as_external' : 'access_as_shared';
    const there = await client.network.rbacPolicies.list({ objectId: network.id, action });
    if (there.some(({ targetProjectId: to }) => to === '*' || to === projectId)) return [];
    const { projectId: own, projectName } = await client.whoAmI();
    if (own === undefined) return [];
    const line = (await client.network.quotas.details(own)).rbacPolicy;
    if (line === undefined || line.limit < 0 || line.used < line.limit) return [];
    return [`rbacPolicies: all ${line.limit} of the project ${projectName ?? own}, which shares networks, are used`];
  });
}
