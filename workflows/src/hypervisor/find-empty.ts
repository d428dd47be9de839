import type { OpenStackClient } from '@opsbook/openstack';
import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { readServerCounts } from './candidates.ts';
import { naturally } from './naturally.ts';

const hypervisor = z.object({
  host: z.string().describe("Its compute service's host name"),
  hostname: z.string(),
  state: z.enum(['up', 'down']),
  status: z.enum(['enabled', 'disabled']),
  disabledReason: z.string().nullable(),
  allocated: z
    .record(z.string(), z.number())
    .nullable()
    .describe('What placement has given away, by resource class; null: not asked for, or it knows no such provider'),
  servers: z.number().nullable().describe('null: not asked for'),
});

/** Finds hypervisors that nothing is on. */
export const findEmptyHypervisors = runbook({
  name: 'hypervisor.find-empty',
  summary: 'Find hypervisors that hold nothing',
  description:
    "Empty is what has no allocation in placement's books, of any resource class and any part of the host; or what nova lists no server on; or both. " +
    'Disabled ones count, since a drained host is disabled and up. Sorted by name. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    by: z
      .enum(['allocations', 'servers', 'both'])
      .default('allocations')
      .describe('Whose books say that it is empty: those of placement, of nova, or of both'),
    includeOffline: z.boolean().default(false).describe('Those whose compute service is down, too'),
  }),
  output: z.object({
    names: z.array(z.string()).describe('Host names of the compute services'),
    hypervisors: z.array(hypervisor),
  }),
  replaces: [
    {
      action: 'hypervisor.find.empty',
      call: { cloud: 'prod', includeOffline: true },
      better:
        'None being empty is a normal result, every resource class counts and not processors alone, and nova can be asked as well as placement.',
    },
  ],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const all = await ctx.read('hypervisors', () => readHypervisors(client));
    const allocated = input.by === 'servers' ? {} : await ctx.read('allocations', () => readAllocated(client));
    const counts = input.by === 'allocations' ? undefined : await ctx.read('servers', () => readServerCounts(client));
    const hypervisors = all
      .filter(({ state }) => input.includeOffline || state === 'up')
      .map((one) => ({
        ...one,
        allocated: allocated[one.hostname] ?? null,
        servers: counts === undefined ? null : (counts[one.hostname]?.servers ?? 0),
      }))
      .filter(
        (one) =>
          (input.by === 'servers' || isNothing(one.allocated)) && (input.by === 'allocations' || one.servers === 0),
      )
      .sort((a, b) => naturally(a.host, b.host));
    return { names: hypervisors.map(({ host }) => host), hypervisors };
  },
});

async function readHypervisors({ compute }: OpenStackClient) {
  const [all, services] = await Promise.all([
    compute.hypervisors.list(),
    compute.services.list({ binary: 'nova-compute' }),
  ]);
  const reasons = new Map(services.map(({ host, disabledReason }) => [host, disabledReason]));
  return all.map(({ host, hostname, state, status }) => ({
    host,
    hostname,
    state,
    status,
    disabledReason: reasons.get(host) ?? null,
  }));
}

/** By hostname and resource class, with what the parts of the host have given. */
async function readAllocated({ placement }: OpenStackClient): Promise<Record<string, Record<string, number>>> {
  const hosts = await placement.capacity();
  return Object.fromEntries(
    hosts.map(({ name, resources, parts }) => {
      const used: Record<string, number> = {};
      for (const held of [resources, ...parts.map((part) => part.resources)]) {
        for (const [resource, room] of Object.entries(held)) used[resource] = (used[resource] ?? 0) + room.used;
      }
      return [name, used];
    }),
  );
}

/** What placement does not know was never given anything, but is no host that it would give something to either. */
const isNothing = (allocated: Record<string, number> | null): boolean =>
  allocated !== null && Object.values(allocated).every((used) => used === 0);
