import { type Look, type RunContext, absent, done, failed, unknown } from '@opsbook/runbook';
import type { OwnNetworkProfile, Services } from '@opsbook/services';
import type { SubnetAddresses } from './free-subnet.ts';
import { ifKnown } from './if-known.ts';

export interface WantedNetwork {
  cloud: string;
  /** Its name begins those of what is made. */
  name: string;
  projectId: string;
  profile: OwnNetworkProfile;
  external: { id: string; name: string };
  addresses: SubnetAddresses;
}

interface Made {
  id: string;
}

/** What a new project's network, subnet and router are called. */
export const networkNames = (project: string) => ({
  network: `${project}-network`,
  subnet: `${project}-subnet`,
  router: `${project}-router`,
});

/**
 * A network, a subnet in it and a router to the external network. Each is known by its name in the project. Cancelled,
 * what was made is deleted, the router's leg first.
 */
export async function ensureOwnNetwork(ctx: RunContext<Services>, wanted: WantedNetwork): Promise<void> {
  const { networks, ports, routers, subnets } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, profile, external, addresses } = wanted;
  const names = networkNames(wanted.name);
  const known = (id: string, look: () => Promise<Look<Made>>) => ifKnown(id, look, absent());

  const network = await ctx.ensure<Made>('network', {
    check: () => known(projectId, async () => oneOf(await networks.list({ projectId, name: names.network }))),
    change: () => networks.create({ name: names.network, projectId, portSecurityEnabled: true }),
    undo: async () => networks.deleteAndWait(theOne(await networks.list({ projectId, name: names.network }))),
    preview: () => names.network,
    assume: { id: unknown('network id') },
  });
  const ofSubnet = { networkId: network.id, name: names.subnet };
  const subnet = await ctx.ensure<Made>('subnet', {
    check: () => known(network.id, async () => oneOf(await subnets.list(ofSubnet))),
    change: () =>
      subnets.create({
        ...{ ...ofSubnet, ...addresses, projectId, ipVersion: 4, enableDhcp: true },
        ...(profile.dnsNameservers.length > 0 && { dnsNameservers: profile.dnsNameservers }),
      }),
    undo: async () => subnets.deleteAndWait(theOne(await subnets.list(ofSubnet))),
    preview: () => `${names.subnet}, ${addresses.cidr}`,
    assume: { id: unknown('subnet id') },
  });
  const findRouters = () => routers.list({ projectId, name: names.router });
  const router = await ctx.ensure<Made>('router', {
    check: () => known(projectId, async () => oneOf(await findRouters())),
    change: () =>
      routers.create({
        ...{ name: names.router, projectId, externalGateway: { networkId: external.id } },
        ...(profile.distributed !== undefined && { distributed: profile.distributed }),
        ...(profile.ha !== undefined && { ha: profile.ha }),
      }),
    undo: async () => routers.deleteAndWait(theOne(await findRouters())),
    preview: () => `${names.router}, to ${external.name}`,
    assume: { id: unknown('router id') },
  });
  await ctx.ensure('gateway of the router', {
    check: () =>
      ifKnown(
        router.id,
        async (): Promise<Look<undefined>> => {
          const now = (await routers.get(router.id)).externalGateway?.networkId;
          if (now === undefined) return absent();
          return now === external.id ? done() : failed(`${names.router} leads to another network, ${now}`);
        },
        // It is made with it.
        done(),
      ),
    change: () => routers.update(router.id, { externalGateway: { networkId: external.id } }),
    undo: () => routers.update(router.id, { externalGateway: null }),
    assume: undefined,
  });
  await ctx.ensure('leg of the router', {
    check: () =>
      ifKnown(
        router.id,
        () =>
          ifKnown(
            subnet.id,
            async () =>
              (await ports.list({ deviceId: router.id, subnetId: subnet.id })).length > 0 ? done() : absent(),
            absent(),
          ),
        absent(),
      ),
    change: () => routers.addInterface(router.id, { subnetId: subnet.id }),
    undo: () => routers.removeInterface(router.id, { subnetId: subnet.id }),
    preview: () => addresses.gatewayIp,
    assume: undefined,
  });
}

function oneOf(found: readonly { id: string; name: string }[]): Look<Made> {
  const [first, second] = found;
  if (first === undefined) return absent();
  if (second === undefined) return done({ id: first.id });
  return failed(`${found.length} are called '${first.name}': ${found.map(({ id }) => id).join(', ')}`);
}

// An undo looks first: there is one.
const theOne = (found: readonly { id: string }[]): string => found[0]?.id ?? '';
