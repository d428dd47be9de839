import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import type { DrainReport } from './drain-report.ts';
import { drainHypervisor } from './drain.ts';

const input = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const drain = (more: object = {}) => cloud.run(drainHypervisor, { ...input, ...more });

describe('servers that stay', () => {
  it('are named with the reason, and the host is not called empty', async () => {
    cloud.sim.addServer({ name: 'fine', host: 'hv1' });
    cloud.sim.addServer({ name: 'broken', host: 'hv1', status: 'ERROR' });
    cloud.sim.addServer({ name: 'locked', host: 'hv1', locked: true });
    cloud.sim.addServer({ name: 'busy', host: 'hv1', taskState: 'image_uploading' });
    cloud.sim.addServer({ name: 'gpu', host: 'hv1', flavor: 'g-a100' });
    const plan = await cloud.plan(drainHypervisor, input);
    const names = ({ left: stay }: DrainReport) => stay.map(({ name }) => name).sort();
    expect(plan).toMatchObject({ output: { empty: false } });
    expect(plan.error).toBeUndefined();
    expect(names(plan.output as DrainReport)).toEqual(['broken', 'busy', 'gpu', 'locked']);
    const run = await drain();
    expect(run.status).toBe('failed');
    expect(names(run.output as DrainReport)).toEqual(['broken', 'busy', 'gpu', 'locked']);
    const { skipped, moved } = run.output as DrainReport;
    expect(moved.map(({ name }) => name)).toEqual(['fine']);
    expect(Object.fromEntries(skipped.map(({ name, why }) => [name, why]))).toEqual({
      broken: expect.stringContaining('ERROR'),
      locked: expect.stringContaining('it is locked'),
      busy: 'nova is busy with it: image_uploading',
      gpu: expect.stringContaining('GPU servers cannot be moved live'),
    });
  });

  it('are for people to move, where rules keep all of them', async () => {
    cloud.sim.addServer({ name: 'gpu', host: 'hv1', flavor: 'g-a100' });
    const byHand = 'hv1 is not empty: 1 left (0 moved, 1 skipped, 0 failed). Rules keep these: move them by hand';
    expect(await drain()).toMatchObject({ status: 'failed', error: { message: byHand } });
    cloud.sim.addServer({ name: 'locked', host: 'hv1', locked: true });
    expect((await drain()).error?.message).toBe('hv1 is not empty: 2 left (0 moved, 2 skipped, 0 failed)');
  });

  it('come along when they are locked and that is asked for', async () => {
    cloud.sim.addServer({ name: 'locked', host: 'hv1', locked: true });
    expect(await drain({ includeLocked: true })).toMatchObject({
      status: 'done',
      output: { moved: [{ name: 'locked' }] },
    });
  });
});

it('refuses a hypervisor that is called by another name than its compute service, under which it is leased', async () => {
  cloud.sim.addHypervisor('hv5', { hostname: 'hv5.example.test' });
  cloud.sim.addServer({ name: 'web', host: 'hv5' });
  expect(await drain({ hypervisor: 'hv5.example.test' })).toMatchObject({
    status: 'refused',
    error: { message: "hv5.example.test is a hypervisor of the host 'hv5': use that name" },
  });
  expect(await drain({ hypervisor: 'hv5' })).toMatchObject({ status: 'done', output: { moved: [{ name: 'web' }] } });
});

it('refuses a host that is down', async () => {
  cloud.sim.addServer({ name: 'web', host: 'hv1' });
  cloud.sim.setComputeDown('hv1');
  expect(await drain()).toMatchObject({
    status: 'refused',
    error: { code: 'REFUSED', message: expect.stringContaining('its servers may still run there') },
  });
  expect(cloud.changes()).toEqual([]);
});

it('refuses a destination that takes no servers, and the host itself', async () => {
  cloud.sim.addServer({ name: 'web', host: 'hv1' });
  Object.assign(cloud.service('hv2') ?? {}, { disabled: true, disabledReason: 'bad memory' });
  expect(await drain({ destination: 'hv2' })).toMatchObject({
    status: 'refused',
    error: { message: "hv2 takes no servers: disabled, 'bad memory'" },
  });
  expect(await drain({ destination: 'hv1' })).toMatchObject({
    status: 'refused',
    error: { message: 'hv1 is the host that is to be emptied' },
  });
  expect(cloud.changes()).toEqual([]);
});
