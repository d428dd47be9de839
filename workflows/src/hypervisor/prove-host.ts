import { matchesGlob } from '@opsbook/context';
import type { Flavor } from '@opsbook/openstack';
import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { flavorsOfHost } from './flavors-of-host.ts';
import type { FlavorTest, HostTest } from './test-report.ts';
import { TEST_HOST, TEST_RUN, type TestServerPlan, tryFlavor } from './try-flavor.ts';

export interface ProvingOptions {
  cloud: string;
  hypervisor: string;
  /** `one`: chosen by the run's id; `every`: all that the host's aggregates allow. */
  flavors: 'one' | 'every';
  keepFailed: boolean;
}

/** What test servers are made from; @throws REFUSED where the configuration names no image. */
export async function testServerParts(
  ctx: RunContext<Services>,
  cloud: string,
): Promise<{ imageId: string; networkId: string | undefined }> {
  const { image, network } = ctx.services.config.testServers;
  if (image === undefined) refuse('the configuration names no image for test servers: set testServers.image');
  const found = await ctx.read('image and network of test servers', async () => {
    const { image: glance, network: neutron } = ctx.services.openstack(cloud);
    const imageId = (await glance.images.find(image)).id;
    return { imageId, networkId: network === undefined ? null : (await neutron.networks.find(network)).id };
  });
  return { imageId: found.imageId, networkId: found.networkId ?? undefined };
}

/** Builds and deletes test servers on one host, one after the other. What fails is in the report. */
export async function proveHost(
  step: RunContext<Services>,
  options: ProvingOptions,
  parts: { imageId: string; networkId: string | undefined },
): Promise<HostTest> {
  const { cloud, hypervisor } = options;
  const leftovers = await step.read('test servers of earlier runs', () => leftoversOf(step, cloud, hypervisor));
  const found = await step.read('flavors of the host', async () => {
    const { compute } = step.services.openstack(cloud);
    const { scope, flavors: patterns } = step.services.config.testServers;
    const [flavors, aggregates] = await Promise.all([compute.flavors.list(), compute.aggregates.list()]);
    const wanted = ({ name }: Flavor) => patterns?.some((pattern) => matchesGlob(pattern, name)) !== false;
    return flavorsOfHost(hypervisor, { flavors: flavors.filter(wanted), aggregates, scope })
      .filter(({ disabled }) => !disabled)
      .map(({ id, name }) => ({ id, name }));
  });
  if (found.length === 0)
    return { hypervisor, passed: false, why: 'no flavor may be built there', flavors: [], leftovers };
  const every = options.flavors === 'every';
  const chosen = every ? found : found.slice(...chance(`${step.id} ${hypervisor}`, found.length));
  const plan: TestServerPlan = { ...options, ...parts };
  const { items } = await step.each(
    'flavors',
    chosen,
    // One key for the one of chance: a plan cannot know which one its run will choose.
    { key: ({ id }) => (every ? id : 'one'), label: ({ name }) => name, maxFailures: Infinity },
    (lane, flavor) => tryFlavor(lane, plan, flavor),
  );
  const flavors = items.map(({ value, why }, index): FlavorTest => value ?? untried(chosen[index]?.name ?? '', why));
  const bad = flavors.filter(({ passed }) => !passed);
  const why = bad.map((one) => `${one.flavor}: ${one.why ?? 'failed'}`).join('; ');
  return { hypervisor, passed: bad.length === 0, why: bad.length === 0 ? null : why, flavors, leftovers };
}

const untried = (flavor: string, why = 'not tried'): FlavorTest => ({
  flavor,
  server: null,
  passed: false,
  why,
  requestId: null,
  seconds: 0,
  left: null,
});

/** Test servers of other runs: those died, or were told to keep what failed. */
export async function leftoversOf(
  step: RunContext<Services>,
  cloud: string,
  hypervisor: string,
): Promise<HostTest['leftovers']> {
  const { namePrefix } = step.services.config.testServers;
  const { servers } = step.services.openstack(cloud).compute;
  const named = await servers.list({ name: `^${namePrefix}-` });
  return named
    .filter(({ metadata }) => metadata[TEST_HOST] === hypervisor && metadata[TEST_RUN] !== step.id)
    .map(({ id, name, status, metadata }) => ({ id, name, status, run: metadata[TEST_RUN] ?? '' }));
}

/** Which one of so many, the same for the same text: as arguments of `slice`. */
function chance(text: string, count: number): [number, number] {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  const index = hash % count;
  return [index, index + 1];
}
