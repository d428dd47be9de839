import type { Migration, OpenStackClient } from '@opsbook/openstack';
import * as z from 'zod';

/** What evacuations have left of servers on the host that they were taken from. */
export const EvacuationLeftovers = z.object({
  migrations: z
    .array(z.object({ id: z.number(), server: z.string(), status: z.string(), to: z.string().nullable() }))
    .describe('Evacuations that the dead host has not cleared up after'),
  allocations: z
    .array(z.string())
    .describe('Ids of servers that are elsewhere and still hold resources of it in placement'),
});

export type EvacuationLeftovers = z.output<typeof EvacuationLeftovers>;

// Done: the server is elsewhere. Nova-compute of the old host makes it `completed` when it starts and has deleted its copy.
const OPEN = new Set(['accepted', 'pre-migrating', 'done']);

/** Nova's `_destroy_evacuated_instances` clears both up when the host's nova-compute starts. */
export async function evacuationLeftovers(cloud: OpenStackClient, hypervisor: string): Promise<EvacuationLeftovers> {
  const evacuations = await cloud.compute.migrations.list({ sourceCompute: hypervisor, type: 'evacuation' });
  const open = evacuations.filter(({ status }) => OPEN.has(status));
  if (open.length === 0) return { migrations: [], allocations: [] };
  const { id } = await cloud.compute.hypervisors.findByHost(hypervisor);
  const held = new Set((await cloud.placement.allocations.ofProvider(id)).map(({ consumerId }) => consumerId));
  return {
    migrations: open.map(leftover),
    allocations: [...new Set(open.map(({ serverId }) => serverId))].filter((server) => held.has(server)),
  };
}

const leftover = ({ id, serverId: server, status, destCompute: to }: Migration) => ({ id, server, status, to });
