import { type RunContext, fail, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { attempt } from '../attempt.ts';
import { cloud, flavor, hypervisor, image, network } from '../fields.ts';
import { type Found, allFound, lookUp } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { type BuiltServer, ensureBuilt, findBuilt } from './ensure-built.ts';
import { ensureDeleted } from './ensure-deleted.ts';
import { refuseDestination } from './refuse-destination.ts';

const Input = z.strictObject({
  cloud,
  name: z.string().trim().min(1).max(255).describe('Name of the server'),
  flavor,
  image,
  network: network.optional().describe('Network, by its name or id; default: it gets no port'),
  hypervisor: hypervisor.optional().describe("Hypervisor to build it on, for admins; default: the scheduler's choice"),
  availabilityZone: z.string().min(1).max(255).optional().describe('Availability zone; default: any'),
  keyName: z.string().min(1).max(255).optional().describe("A keypair of the credentials' user"),
  deleteOnFailure: z
    .boolean()
    .default(false)
    .describe('Delete a server that cannot be built; default: leave it to be looked at'),
  timeout: z.int().min(10).max(86_400).default(3600).describe('Seconds that building it may take'),
});

type Input = z.output<typeof Input>;

/** Builds a server. */
export const createServer = runbook({
  name: 'server.create',
  summary: 'Build a server and wait until it runs where it should',
  description:
    "In the credentials' project, from an image, on a named hypervisor or by the scheduler. Flavor, image and network are looked " +
    'up first, and all that is not to be found is told at once. It is marked in its metadata, so that a second run finds it and ' +
    'builds none; a server of the same name that no run made is refused. It is done when it is ACTIVE, and on that hypervisor. One ' +
    'that fails is left with its fault told, unless deleteOnFailure is given. Cancelling deletes what this run has built.',
  risk: 'safe',
  input: Input,
  output: z.object({
    id: z.string().describe('UUID of the server'),
    name: z.string(),
    host: z.string().nullable().describe('The host it is on; null in a plan where the scheduler will choose'),
    status: z.literal('ACTIVE'),
    addresses: z.array(z.string()),
  }),
  replaces: [
    {
      action: 'server.create',
      call: {
        cloud: 'prod',
        name: 'test-1',
        flavor: 'm1.small',
        image: 'debian-12',
        network: 'internal',
        hypervisor: 'hv7',
        deleteOnFailure: true,
      },
      better:
        'Any network, a name or id for everything with all faults told at once, a second run builds no second server, and its host ' +
        'is verified.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('server-name', input.name)],
  async run(ctx, input) {
    const parts = await partsOf(ctx, input);
    if (input.hypervisor !== undefined) await refuseDestination(ctx, input.cloud, input.hypervisor);
    const wanted = { ...input, ...parts };
    const found = await ctx.read('server of this name', () => findBuilt(ctx, wanted));
    if (found.others > 0)
      refuse(`there is a server '${input.name}' already, which no run has made: choose another name`);
    const built = await attempt(() => ensureBuilt(ctx, wanted));
    if (built.ok) return { ...built.value, status: 'ACTIVE' as const };
    const server = await ctx.read('what was built', () => findBuilt(ctx, wanted));
    return await failed(ctx, input, built.error.message, server.ours);
  },
});

async function partsOf(ctx: RunContext<Services>, input: Input) {
  const { compute, image: glance, network: neutron } = ctx.services.openstack(input.cloud);
  const none: Found<{ id: string | undefined }> = { found: { id: undefined } };
  const { network: name } = input;
  const found = allFound({
    flavor: await lookUp(ctx, 'flavor', () => compute.flavors.find(input.flavor)),
    image: await lookUp(ctx, 'image', () => glance.images.find(input.image)),
    network: name === undefined ? none : await lookUp(ctx, 'network', () => neutron.networks.find(name)),
  });
  return {
    flavorId: found.flavor.id,
    flavorName: found.flavor.name,
    imageId: found.image.id,
    networkId: found.network.id,
  };
}

/** Only what this very run has made is deleted. */
async function failed(
  ctx: RunContext<Services>,
  { cloud: name, deleteOnFailure }: Input,
  why: string,
  server: BuiltServer | null,
): Promise<never> {
  if (server === null) fail(why);
  const report = { id: server.id, name: server.name, host: server.host, status: server.status };
  if (!deleteOnFailure || server.run !== ctx.id)
    fail(`${why}. It is left: server ${server.id} (${server.status})`, report);
  const deleted = await attempt(() => ensureDeleted(ctx, name, server.id));
  const rest = deleted.ok ? 'deleted' : `could not be deleted (${deleted.error.message}): server ${server.id} is left`;
  return fail(`${why}. It was ${rest}`, report);
}
