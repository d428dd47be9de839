import { isOpenStackError, type OpenStackClient } from '@opsbook/openstack';
import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { readCandidates } from './candidates.ts';
import { naturally } from './naturally.ts';
import type { RolloutInput } from './rollout-input.ts';

/** A hypervisor of the cloud, as a rollout limits it. */
export interface RolloutHost {
  host: string;
  /** The hypervisor's own id. */
  id: string;
  zone: string;
  aggregates: string[];
}

export interface RolloutHosts {
  /** All of the cloud. */
  all: RolloutHost[];
  /** Those that the rollout is over, in its order. */
  chosen: RolloutHost[];
}

/** The hypervisors that a rollout is over. Refuses what names nothing. */
export async function rolloutHosts(ctx: RunContext<Services>, input: RolloutInput): Promise<RolloutHosts> {
  const client = ctx.services.openstack(input.cloud);
  const all = await ctx.read('hypervisors', () => readAll(client));
  const names = await chosenNames(ctx, input, all);
  const chosen = names.flatMap((name) => all.find(({ host }) => host === name) ?? []);
  return { all, chosen };
}

async function chosenNames(
  ctx: RunContext<Services>,
  { cloud, hypervisors, aggregate, zone, where }: RolloutInput,
  all: readonly RolloutHost[],
): Promise<string[]> {
  if (hypervisors !== undefined) {
    const unknown = hypervisors.filter((name) => !all.some(({ host }) => host === name));
    if (unknown.length > 0) refuse(`nova knows no compute service on ${unknown.join(', ')}`);
    return hypervisors;
  }
  const client = ctx.services.openstack(cloud);
  const found =
    where !== undefined
      ? await ctx.read('hypervisors that fit', async () =>
          (await readCandidates(client, where)).map(({ host }) => host),
        )
      : aggregate !== undefined
        ? await ctx.read('aggregate', () => hostsOf(client, aggregate))
        : all.filter((one) => one.zone === zone).map(({ host }) => host);
  if (found === null) refuse(`there is no host aggregate '${aggregate}'`);
  const zones = [...new Set(all.map((one) => one.zone))].sort(naturally);
  if (zone !== undefined && !zones.includes(zone))
    refuse(`no hypervisor is in an availability zone '${zone}'; there are ${zones.join(', ')}`);
  return [...found].sort(naturally);
}

async function hostsOf({ compute }: OpenStackClient, aggregate: string): Promise<string[] | null> {
  try {
    return (await compute.aggregates.find(aggregate)).hosts;
  } catch (error) {
    if (isOpenStackError(error) && error.code === 'OPENSTACK_NOT_FOUND') return null;
    throw error;
  }
}

async function readAll({ compute }: OpenStackClient): Promise<RolloutHost[]> {
  const [all, services, aggregates] = await Promise.all([
    compute.hypervisors.list(),
    compute.services.list({ binary: 'nova-compute' }),
    compute.aggregates.list(),
  ]);
  const zones = new Map(services.map(({ host, zone }) => [host, zone]));
  const of = (host: string) => aggregates.filter(({ hosts }) => hosts.includes(host)).map(({ name }) => name);
  return all.map(({ host, id }) => ({ host, id, zone: zones.get(host) ?? '', aggregates: of(host) }));
}
