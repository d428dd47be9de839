import type { Server } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, underway, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { namedServers } from '../server/named-servers.ts';
import { unlessGone } from '../unless-gone.ts';
import type { FlavorTest } from './test-report.ts';

/** What every test server of a host is made from. */
export interface TestServerPlan {
  cloud: string;
  hypervisor: string;
  imageId: string;
  /** Undefined: it gets no port. */
  networkId: string | undefined;
  /** Leaves a server that failed, to be looked at. */
  keepFailed: boolean;
}

interface Settled {
  id: string;
  /** Why it does not count; null where it is ACTIVE on its host. */
  why: string | null;
}

/** Metadata that tells test servers from others. */
export const TEST_HOST = 'opsbook_test_host';
export const TEST_RUN = 'opsbook_test_run';

/** Builds one server on the host, and deletes it again whatever became of it. */
export async function tryFlavor(
  step: RunContext<Services>,
  plan: TestServerPlan,
  flavor: { id: string; name: string },
): Promise<FlavorTest> {
  const { namePrefix, timeout } = step.services.config.testServers;
  const { servers } = step.services.openstack(plan.cloud).compute;
  const name = `${namePrefix}-${plan.hypervisor}-${flavor.name}-${step.id}`.slice(-255);
  const find = async (): Promise<Server | undefined> =>
    (await namedServers(step.services.openstack(plan.cloud), name)).find(
      ({ metadata }) => metadata[TEST_RUN] === step.id,
    );
  const startedAt = await step.now();
  const built = await attempt(() =>
    step.ensure<Settled>('test server', {
      check: async () => settled(await find(), plan.hypervisor),
      change: () =>
        servers.create({
          name,
          flavorId: flavor.id,
          imageId: plan.imageId,
          networks: plan.networkId === undefined ? 'none' : [{ uuid: plan.networkId }],
          host: plan.hypervisor,
          metadata: { [TEST_HOST]: plan.hypervisor, [TEST_RUN]: step.id },
        }),
      undo: async () => {
        const server = await find();
        if (server !== undefined) await unlessGone(servers.delete(server.id, { force: true }));
      },
      preview: () => `${flavor.name} on ${plan.hypervisor}`,
      assume: { id: unknown('id of the test server'), why: null },
      every: 2,
      timeout,
    }),
  );
  const seconds = Math.round((Date.parse(await step.now()) - Date.parse(startedAt)) / 1000);
  const why = built.ok ? built.value.why : built.error.message;
  const requestId = built.ok ? null : (built.error.requestId ?? null);
  const about = { flavor: flavor.name, passed: why === null, why, requestId, seconds };
  if (why !== null && plan.keepFailed) {
    const server = await step.read('test server that failed', async () => (await find())?.id ?? null);
    return { ...about, server: server && name, left: server && `server ${server}, kept as asked for` };
  }
  const deleted = await attempt(() => ensureGone(step, plan, built.ok ? built.value.id : undefined, find));
  // What passed and cannot be deleted has not passed: the host would be given back with it.
  const made = built.ok || built.error.code === 'TIMED_OUT';
  const left = deleted.ok ? null : `server ${name}: ${deleted.error.message}`;
  return { ...about, passed: why === null && left === null, why: why ?? left, server: made ? name : null, left };
}

function settled(server: Server | undefined, hypervisor: string): Look<Settled> {
  if (server === undefined) return absent();
  const { id, status, taskState, host, fault } = server;
  if (status === 'ERROR') return done({ id, why: `it is in ERROR: ${fault?.message ?? 'no fault'}` });
  if (status !== 'ACTIVE' || taskState !== null) return underway({ status, taskState });
  return done({ id, why: host === hypervisor ? null : `it was built on ${host ?? 'no host'}` });
}

/** The server is gone, and with it its ports. */
async function ensureGone(
  step: RunContext<Services>,
  { cloud }: TestServerPlan,
  known: string | undefined,
  find: () => Promise<Server | undefined>,
): Promise<void> {
  const { compute, network } = step.services.openstack(cloud);
  const look = async () => (known === undefined ? await find() : await unlessGone(compute.servers.get(known)));
  const ports = async (deviceId: string) => await network.ports.list({ deviceId });
  await step.ensure<unknown>('test server deleted', {
    check: async () => {
      const server = await look();
      if (server !== undefined) return server.taskState === 'deleting' ? underway({ state: 'deleting' }) : absent();
      return known === undefined || (await ports(known)).length === 0 ? done() : absent({ state: 'its port is left' });
    },
    change: async () => {
      const server = await look();
      if (server !== undefined) return await unlessGone(compute.servers.delete(server.id, { force: true }));
      for (const { id } of known === undefined ? [] : await ports(known)) await unlessGone(network.ports.delete(id));
      return undefined;
    },
    assume: undefined,
    every: 2,
    timeout: step.services.config.testServers.timeout,
  });
}
