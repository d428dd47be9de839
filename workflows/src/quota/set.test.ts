import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { setQuota } from './set.ts';

const input = {
  cloud: 'test',
  project: 'demo',
  cores: 64,
  ramMiB: 1024,
  floatingIps: 3,
  securityGroups: 0,
  volumes: 7,
};

const demoOf = ({ sim }: TestCloud) => sim.state.projects.find(({ name }) => name === 'demo')?.id ?? '';
const quotasOf = (cloud: TestCloud) => {
  const { computeQuotas, networkQuotas, blockStorageQuotas } = cloud.sim.state;
  return [computeQuotas, networkQuotas, blockStorageQuotas].map((all) => all[demoOf(cloud)]);
};

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const set = (more: object = {}) => cloud.run(setQuota, { ...input, ...more });

it('sets the limits of all three services, zero too, and says what they were', async () => {
  expect(await set()).toMatchObject({
    status: 'done',
    changed: true,
    output: {
      project: { name: 'demo' },
      limits: [
        { service: 'compute', quota: 'cores', before: -1, now: 64 },
        { service: 'compute', quota: 'ramMiB', before: -1, now: 1024 },
        { service: 'network', quota: 'floatingIps', before: 50, now: 3 },
        { service: 'network', quota: 'securityGroups', now: 0 },
        { service: 'volume', quota: 'volumes', before: 10, now: 7 },
      ],
      failed: [],
    },
  });
  expect(quotasOf(cloud)).toEqual([{ cores: 64, ram: 1024 }, { floatingip: 3, security_group: 0 }, { volumes: 7 }]);
});

it('has nothing to do the second time, or without any limit', async () => {
  await set();
  const { length } = cloud.changes();
  expect(await set()).toMatchObject({ status: 'done', changed: false });
  expect(await cloud.run(setQuota, { cloud: 'test', project: 'demo' })).toMatchObject({
    changed: false,
    output: { limits: [] },
  });
  expect(cloud.changes()).toHaveLength(length);
});

it('is planned with what would change, and nothing but GETs', async () => {
  const plan = await cloud.plan(setQuota, input);
  expect(plan).toMatchObject({ changes: 3, unknown: 0 });
  expect(JSON.stringify(plan.steps)).toContain('floatingIps 50 -> 3');
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { project: '', cores: -2, ramMiB: 1.5, gigabytes: 'much', cpuCores: 3 };
  await expect(set(bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(Object.keys(bad).map((path) => expect.objectContaining({ path }))),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('refuses a project that is not there', async () => {
  expect(await set({ project: 'nothing' })).toMatchObject({
    error: { code: 'REFUSED', message: "no project has the name or id 'nothing'" },
  });
});

describe('limits below what is used', () => {
  beforeEach(() => {
    const projectId = demoOf(cloud);
    for (const name of ['a', 'b']) cloud.sim.addServer({ name, projectId });
  });

  it('are refused, all of them, before anything is set', async () => {
    const run = await set({ instances: 1, routers: 0 });
    expect(run).toMatchObject({ status: 'refused', changed: false, error: { code: 'REFUSED' } });
    expect(run.error?.message).toMatch(
      /instances: 1 is below what is used, 2; with belowUsage it is set anyway; .*routers: 0 is below what is used, 1/,
    );
    expect(cloud.changes()).toEqual([]);
  });

  it('are set when told', async () => {
    expect(await set({ instances: 1, routers: 0, belowUsage: true })).toMatchObject({ status: 'done' });
    expect(quotasOf(cloud)).toMatchObject([{ instances: 1 }, { router: 0 }, {}]);
  });

  it('are refused even so where the block storage would', async () => {
    const { blockStorage } = cloud.connect({ guard: unrestricted, clock: cloud.clock }).openstack('test');
    await blockStorage.volumes.create({ name: 'v', sizeGiB: 3 });
    const project = cloud.sim.state.volumes[0]?.projectId ?? '';
    const run = await cloud.run(setQuota, { cloud: 'test', project, gigabytes: 2, belowUsage: true });
    expect(run.error?.message).toBe('gigabytes: 2 is below what is used, 3, which the block storage never takes');
  });
});

it('sets what it can where a service fails, and says which did', async () => {
  cloud.sim.fault.next('PUT /network/v2.0/quotas/*', {
    status: 403,
    body: { NeutronError: { type: 'PolicyNotAuthorized', message: 'not you', detail: '' } },
  });
  expect(await set()).toMatchObject({
    status: 'failed',
    changed: true,
    error: { message: 'not set: network' },
    output: { failed: [{ service: 'network', why: expect.stringContaining('not you') }] },
  });
  expect(quotasOf(cloud)).toEqual([{ cores: 64, ram: 1024 }, undefined, { volumes: 7 }]);
  expect(await set()).toMatchObject({ status: 'done', changed: true });
});

it('gives back the limits from before when it is cancelled', async () => {
  await set({ cores: 8 });
  const before = quotasOf(cloud);
  const run = await cancelledAfter(cloud, setQuota, { ...input, floatingIps: 9 });
  expect(run.undone?.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual([
    'set/network/network limits undone',
    'set/compute/compute limits undone',
  ]);
  expect(quotasOf(cloud)).toEqual(before);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    runbooks: [setQuota],
    input,
    stride: crashStride(8),
    world: async () => {
      const own = await testCloud();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => quotasOf(own),
        effects: own.changes,
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', effects: { length: 3 } });
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
