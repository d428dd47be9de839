import { type Look, type RunContext, absent, done, failed, unknown } from '@opsbook/runbook';
import type { OwnNetworkProfile, Services } from '@opsbook/services';
import type { SubnetAddresses } from './free-subnet.ts';
import { ifKnown } from './if-known.ts';
import type { KeepIfUsed } from './keep-if-used.ts';
import { oneOf, ownOf } from './own-of.ts';

export interface WantedNetwork {
  cloud: string;
  /** Its name begins those of what is made. */
  name: string;
  projectId: string;
  profile: OwnNetworkProfile;
  external: { id: string; name: string };
  addresses: SubnetAddresses;
  keepIfUsed: KeepIfUsed;
}

interface Made {
  id: string;
  name: string;
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
 * @returns the addresses of the subnet
 */
export async function ensureOwnNetwork(ctx: RunContext<Services>, wanted: WantedNetwork): Promise<string> {
  const { networks, ports, routers, subnets } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, profile, external, addresses } = wanted;
  const names = networkNames(wanted.name);
  const undo = (takeBack: () => Promise<unknown>) => async () => {
    await wanted.keepIfUsed(projectId);
    await takeBack();
  };
  const made: { network?: string; subnet?: string; router?: string } = {};

  const findNetworks = async () => (await networks.list({ projectId, name: names.network })).map(named);
  const network = await ctx.ensure<Made>('network', {
    check: () => ifKnown(projectId, async () => oneOf(await findNetworks(), made.network), absent()),
    change: () => networks.create({ name: names.network, projectId, portSecurityEnabled: true }),
    undo: undo(async () => networks.deleteAndWait(ownOf(await findNetworks(), made.network))),
    preview: () => names.network,
    assume: { id: unknown('network id'), name: names.network },
  });
  made.network = network.id;
  const findSubnets = async () =>
    (await subnets.list({ networkId: network.id, name: names.subnet })).map((one) => ({
      ...named(one),
      cidr: one.cidr,
    }));
  const subnet = await ctx.ensure<Made & { cidr: string }>('subnet', {
    check: () => ifKnown(network.id, async () => oneOf(await findSubnets(), made.subnet), absent()),
    change: () =>
      subnets.create({
        ...{ networkId: network.id, name: names.subnet, ...addresses, projectId, ipVersion: 4, enableDhcp: true },
        ...(profile.dnsNameservers.length > 0 && { dnsNameservers: profile.dnsNameservers }),
      }),
    undo: undo(async () => subnets.deleteAndWait(ownOf(await findSubnets(), made.subnet))),
    preview: () => `${names.subnet}, ${addresses.cidr}`,
    assume: { id: unknown('subnet id'), name: names.subnet, cidr: addresses.cidr },
  });
  made.subnet = subnet.id;
  const findRouters = async () => (await routers.list({ projectId, name: names.router })).map(named);
  const router = await ctx.ensure<Made>('router', {
    check: () => ifKnown(projectId, async () => oneOf(await findRouters(), made.router), absent()),
    change: () =>
      routers.create({
        ...{ name: names.router, projectId, externalGateway: { networkId: external.id } },
        ...(profile.distributed !== undefined && { distributed: profile.distributed }),
        ...(profile.ha !== undefined && { ha: profile.ha }),
      }),
    undo: undo(async () => routers.deleteAndWait(ownOf(await findRouters(), made.router))),
    preview: () => `${names.router}, to ${external.name}`,
    assume: { id: unknown('router id'), name: names.router },
  });
  made.router = router.id;
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
    undo: undo(() => routers.update(router.id, { externalGateway: null })),
    assume: undefined,
  });
  const findLegs = () => ports.list({ deviceId: router.id, subnetId: subnet.id });
  await ctx.ensure('leg of the router', {
    check: () =>
      ifKnown(
        router.id,
        () => ifKnown(subnet.id, async () => ((await findLegs()).length > 0 ? done() : absent()), absent()),
        absent(),
      ),
    change: () => routers.addInterface(router.id, { subnetId: subnet.id }),
    undo: undo(() => routers.removeInterface(router.id, { subnetId: subnet.id })),
    preview: () => addresses.gatewayIp,
    assume: undefined,
  });
  return subnet.cidr;
}

const named = ({ id, name }: Made): Made => ({ id, name });
