import type { Services } from '@opsbook/services';
import * as z from 'zod';

/** What is on a hypervisor, in nova's and in placement's books. */
export const Emptiness = z.object({
  hypervisor: z.string(),
  servers: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  allocations: z
    .array(z.object({ consumer: z.string(), resources: z.record(z.string(), z.number()) }))
    .describe('What placement has given to consumers there: servers, and moves that are not over'),
  empty: z.boolean(),
});

export type Emptiness = z.output<typeof Emptiness>;

/** Looks at both: a server that is gone may have left an allocation, and a move under way holds one before there is a server. */
export async function emptinessOf(services: Services, cloud: string, hypervisor: string): Promise<Emptiness> {
  const { compute, placement } = services.openstack(cloud);
  const { id } = await compute.hypervisors.findByHost(hypervisor);
  const servers = (await compute.servers.list({ host: hypervisor })).map((one) => ({
    id: one.id,
    name: one.name,
    status: one.status,
  }));
  const providers = await placement.providers.list({ inTree: id });
  const held = await Promise.all(providers.map((provider) => placement.allocations.ofProvider(provider.id)));
  const allocations = held.flat().map(({ consumerId, resources }) => ({ consumer: consumerId, resources }));
  return { hypervisor, servers, allocations, empty: servers.length === 0 && allocations.length === 0 };
}

/** What is there, in a line. */
export function whatIsThere({ servers, allocations }: Emptiness): string {
  const orphans = allocations.filter(({ consumer }) => !servers.some(({ id }) => id === consumer));
  const parts = [
    ...(servers.length === 0 ? [] : [`${servers.length} servers (${servers.map(({ name }) => name).join(', ')})`]),
    ...(orphans.length === 0
      ? []
      : [`allocations of ${orphans.map(({ consumer }) => consumer).join(', ')}, which are no servers there`]),
  ];
  return parts.join(' and ');
}
