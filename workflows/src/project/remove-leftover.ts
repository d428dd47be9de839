import { type Look, type RunContext, absent, done, failed, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { Leftover } from './leftovers.ts';
import { unlessAbsent } from './unless-absent.ts';

// The gateway and what a highly available router has besides goes with it.
const LEG = /^network:(router_interface|router_interface_distributed|ha_router_replicated_interface)$/;

/** Deletes one thing of a project and waits until it is gone. It cannot be taken back. */
export async function removeLeftover(ctx: RunContext<Services>, cloud: string, one: Leftover): Promise<void> {
  const { compute, network, blockStorage, image } = ctx.services.openstack(cloud);
  const { id } = one;
  const { look, remove } = {
    server: {
      look: () => status(compute.servers.get(id), ({ taskState }) => taskState === 'deleting'),
      remove: () => compute.servers.delete(id),
    },
    'server group': {
      look: () => status(compute.serverGroups.get(id)),
      remove: () => compute.serverGroups.delete(id),
    },
    'floating IP': { look: () => status(network.floatingIps.get(id)), remove: () => network.floatingIps.delete(id) },
    'volume snapshot': {
      look: () => status(blockStorage.snapshots.get(id), ({ status: now }) => now === 'deleting'),
      remove: () => blockStorage.snapshots.delete(id),
    },
    volume: {
      look: () => status(blockStorage.volumes.get(id), ({ status: now }) => now === 'deleting'),
      remove: () => blockStorage.volumes.delete(id),
    },
    router: {
      look: () => status(network.routers.get(id)),
      remove: async () => {
        const legs = await network.ports.list({ deviceId: id });
        for (const leg of legs.filter(({ deviceOwner }) => LEG.test(deviceOwner))) {
          await network.routers.removeInterface(id, { portId: leg.id });
        }
        await network.routers.delete(id);
      },
    },
    port: { look: () => status(network.ports.get(id)), remove: () => network.ports.delete(id) },
    network: { look: () => status(network.networks.get(id)), remove: () => network.networks.delete(id) },
    'security group': {
      look: () => status(network.securityGroups.get(id)),
      remove: () => network.securityGroups.delete(id),
    },
    image: { look: () => status(image.images.get(id)), remove: () => image.images.delete(id) },
  }[one.kind];
  await ctx.ensure('gone', {
    check: look,
    change: () => unlessAbsent<unknown>(remove()),
    preview: () => `${one.kind} ${one.name === '' ? id : one.name}`,
    assume: undefined,
    timeout: 900,
  });
}

async function status<T extends object>(
  get: Promise<T>,
  isGoing: (thing: T) => boolean = () => false,
): Promise<Look<undefined>> {
  const thing = await unlessAbsent(get);
  if (thing === null) return done();
  const now = 'status' in thing ? String(thing.status) : undefined;
  if (now === 'error_deleting') return failed('its deletion has failed: it is error_deleting');
  if (now === 'SOFT_DELETED') return failed('nova keeps it as SOFT_DELETED: its ports and volumes are held');
  return isGoing(thing) ? underway(now) : absent(now);
}
