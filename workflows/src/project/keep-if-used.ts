import type { OpenStackClient } from '@opsbook/openstack';
import { type RunContext, keep } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { networkNames } from './ensure-own-network.ts';
import { type Leftover, describeLeftovers, findLeftovers } from './leftovers.ts';

/** Called first in an undo: leaves a project's parts in place where somebody has put something into it meanwhile. */
export type KeepIfUsed = (projectId: string) => Promise<void>;

export interface MadeParts {
  cloud: string;
  /** The project's name; the network's begins with it. */
  name: string;
  /** Names of its security groups. */
  groups: readonly string[];
  /** null: the project is not there yet. */
  existing: { id: string } | null;
}

/** Remembers what a project holds now, by which is told what others put in later. */
export async function watchUse(ctx: RunContext<Services>, made: MadeParts): Promise<KeepIfUsed> {
  const client = ctx.services.openstack(made.cloud);
  const { existing } = made;
  const before = await ctx.read('what belongs to it already', async () =>
    existing === null ? [] : (await findLeftovers(client, existing.id)).map(({ id }) => id),
  );
  const names = networkNames(made.name);
  const ours = new Set([
    `network ${names.network}`,
    `router ${names.router}`,
    ...made.groups.map((name) => `security group ${name}`),
  ]);
  const theirs = ({ kind, id, name }: Leftover) => !before.includes(id) && !ours.has(`${kind} ${name}`);
  return async (projectId) => {
    const now = await findLeftovers(client, projectId);
    const others = now.filter(theirs);
    if (others.length > 0) keep(`somebody has put something into it: ${describeLeftovers(others)}`);
    const own = now.filter(({ kind, name }) => kind === 'network' && name === names.network);
    for (const { id } of own) await keepIfAttached(client, id);
  };
}

/** What was there before may have been attached to the new network. */
async function keepIfAttached({ network }: OpenStackClient, networkId: string): Promise<void> {
  const ports = await network.ports.list({ networkId });
  const users = ports.filter(({ deviceOwner }) => !deviceOwner.startsWith('network:'));
  if (users.length > 0) keep(`its network is in use: ports ${users.map(({ id }) => id).join(', ')}`);
}
