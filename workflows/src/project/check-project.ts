import type { Network, Project } from '@opsbook/openstack';
import type { RunContext } from '@opsbook/runbook';
import type { NetworkProfile, Services } from '@opsbook/services';
import type { CreateInput } from './create-input.ts';
import { type WantedProject, MARKER, strangeness } from './ensure-project.ts';
import { type Found, lookUp } from './look-up.ts';

/** The project as it is to be, and as it is. */
export interface CheckedProject {
  wanted: WantedProject;
  existing: { id: string } | null;
}

/** Where the project is to be, and whether its name is free or its own. */
export async function checkProject(ctx: RunContext<Services>, input: CreateInput): Promise<Found<CheckedProject>> {
  const { identity } = ctx.services.openstack(input.cloud);
  const { projects: settings } = ctx.services.config;
  const { parent: above } = input;
  const parent = await lookUp<Project | null>(ctx, 'parent', async () =>
    above === undefined ? null : identity.projects.find(above),
  );
  if (parent.fault !== undefined) return parent;
  const inDomain = input.domain ?? parent.found?.domainId ?? settings.domain;
  const domain = await lookUp(ctx, 'domain', () => identity.domains.find(inDomain));
  if (domain.fault !== undefined) return domain;
  const { id: domainId, name: domainName, enabled } = domain.found;
  if (!enabled) return { fault: `the domain ${domainName} is disabled` };
  if (parent.found !== null && parent.found.domainId !== domainId)
    return { fault: `the parent ${parent.found.name} is in another domain than ${domainName}` };
  if (parent.found?.enabled === false) return { fault: `the parent ${parent.found.name} is disabled` };
  const wanted: WantedProject = {
    ...{ cloud: input.cloud, name: input.name, domainId, description: input.description },
    ...(parent.found !== null && { parentId: parent.found.id }),
    tags: [input.email, MARKER, ...(input.immutable ? [settings.immutableTag] : [])],
    ...{ immutable: input.immutable, adopt: input.adopt },
  };
  const existing = await ctx.read(
    'project of that name',
    async () => (await identity.projects.list({ name: input.name, domainId })).at(0) ?? null,
  );
  if (existing === null) return { found: { wanted, existing } };
  const { faults, adoptable } = strangeness(wanted, existing);
  const fault = faults.at(0);
  if (fault === undefined || (input.adopt && adoptable)) return { found: { wanted, existing: { id: existing.id } } };
  return { fault: adoptable ? `${fault}; with adopt it is taken as it is` : fault };
}

/** The profile's network as it is there. */
export interface CheckedNetwork {
  profile: NetworkProfile;
  network: { id: string; name: string };
}

/** The profile of that name and its network; null where projects are not connected. */
export async function checkNetwork(
  ctx: RunContext<Services>,
  input: CreateInput,
): Promise<Found<CheckedNetwork | null>> {
  const { networks: profiles, defaultNetwork } = ctx.services.config.projects;
  const names = Object.keys(profiles).join(', ');
  const name = input.network ?? defaultNetwork;
  if (name === undefined) return names === '' ? { found: null } : { fault: `network: name one of ${names}` };
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile === undefined)
    return { fault: `network: the configuration has no '${name}' in projects.networks (there is ${names || 'none'})` };
  const { networks } = ctx.services.openstack(input.cloud).network;
  const wanted = profile.kind === 'own' ? profile.externalNetwork : profile.network;
  const there = await lookUp<Network>(ctx, 'network of the profile', () => networks.find(wanted));
  if (there.fault !== undefined) return there;
  const { id, external } = there.found;
  if (profile.kind === 'own' && !external) return { fault: `the network ${wanted} of '${name}' is not external` };
  return { found: { profile, network: { id, name: there.found.name } } };
}
