import type { Server } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, underway, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { unlessGone } from '../unless-gone.ts';
import { namedServers } from './named-servers.ts';

/** In a server's metadata: the run that built it. */
export const BUILT_BY = 'opsbook_run';

export interface WantedServer {
  cloud: string;
  name: string;
  flavorId: string;
  flavorName: string;
  imageId: string;
  networkId: string | undefined;
  hypervisor?: string | undefined;
  availabilityZone?: string | undefined;
  keyName?: string | undefined;
  /** Seconds that building it may take. */
  timeout: number;
}

export interface BuiltServer {
  id: string;
  name: string;
  host: string | null;
  status: string;
  /** The run that built it. */
  run: string;
}

/** The server of this name in the own project that a run has built, and how many there are that none has. */
export async function findBuilt(
  ctx: RunContext<Services>,
  wanted: Pick<WantedServer, 'cloud' | 'name'>,
): Promise<{ ours: BuiltServer | null; others: number }> {
  const all = await named(ctx, wanted);
  const [ours] = all.flatMap((server) => {
    const { id, name, host, status, metadata } = server;
    const run = metadata[BUILT_BY];
    return run === undefined ? [] : [{ id, name, host, status, run }];
  });
  return { ours: ours ?? null, others: all.filter(({ metadata }) => metadata[BUILT_BY] === undefined).length };
}

/** Builds it, unless a run has done so before. It is right when it is ACTIVE, and what and where it should be. */
export async function ensureBuilt(
  ctx: RunContext<Services>,
  wanted: WantedServer,
): Promise<{ id: string; name: string; host: string | null; addresses: string[] }> {
  const { servers } = ctx.services.openstack(wanted.cloud).compute;
  const { name, hypervisor, availabilityZone, keyName, networkId, flavorId, imageId } = wanted;
  return await ctx.ensure('built', {
    check: async () =>
      look(
        (await named(ctx, wanted)).find(({ metadata }) => BUILT_BY in metadata),
        wanted,
      ),
    change: async () => {
      const networks = networkId === undefined ? 'none' : [{ uuid: networkId }];
      const place = {
        ...(hypervisor !== undefined && { host: hypervisor }),
        ...(availabilityZone !== undefined && { availabilityZone }),
      };
      const metadata = { [BUILT_BY]: ctx.id };
      await servers.create({
        name,
        flavorId,
        imageId,
        networks,
        ...place,
        ...(keyName !== undefined && { keyName }),
        metadata,
      });
    },
    undo: async () => {
      const built = (await named(ctx, wanted)).find(({ metadata }) => metadata[BUILT_BY] === ctx.id);
      if (built !== undefined) await unlessGone(servers.delete(built.id, { force: true }));
    },
    preview: () => `${wanted.flavorName}, on ${hypervisor ?? "the scheduler's choice"}`,
    assume: { id: unknown('id of the server'), name, host: hypervisor ?? null, addresses: [] },
    every: 2,
    timeout: wanted.timeout,
  });
}

function look(
  server: Server | undefined,
  { hypervisor, flavorName, imageId }: WantedServer,
): Look<{
  id: string;
  name: string;
  host: string | null;
  addresses: string[];
}> {
  if (server === undefined) return absent();
  const { id, name, status, taskState, host, flavor, fault } = server;
  if (status === 'ERROR') return failed(`server ${id} is in ERROR: ${fault?.message ?? 'no fault'}`);
  if (status === 'BUILD' || taskState !== null) return underway({ status, taskState });
  if (status !== 'ACTIVE') return failed(`server ${id} is ${status}`);
  const made = flavor.name === flavorName && server.imageId === imageId;
  if (!made)
    return failed(`server ${id} of this name is a ${flavor.name} of the image ${server.imageId ?? '(a volume)'}`);
  if (hypervisor !== undefined && host !== hypervisor) return failed(`server ${id} is on ${host ?? 'no host'}`);
  return done({ id, name, host, addresses: server.addresses.map(({ address }) => address) });
}

async function named(
  ctx: RunContext<Services>,
  { cloud, name }: Pick<WantedServer, 'cloud' | 'name'>,
): Promise<Server[]> {
  return await namedServers(ctx.services.openstack(cloud), name, { allProjects: false });
}
