import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { type Plan, flatten } from '@opsbook/runbook';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import type { DrainReport } from './drain-report.ts';
import { drainHypervisor } from './drain.ts';

const input = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel', order: 'name', concurrency: 1 };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const plan = (more: object = {}) => cloud.plan(drainHypervisor, { ...input, ...more });
const drain = async (more: object = {}) =>
  (await cloud.run(drainHypervisor, { ...input, ...more })).output as DrainReport;
const add = (name: string, more: object = {}) => cloud.sim.addServer({ name, host: 'hv1', ...more });
const memory = (host: string, ramMiB: number) =>
  void Object.assign(cloud.sim.state.hypervisors.find((one) => one.host === host) ?? {}, { ramMiB: ramMiB + 512 });
const moves = () => cloud.sim.state.migrations.length;

/** What the plan says of items that would not go through, by name. */
const refusals = ({ steps }: Plan, below: string) =>
  Object.fromEntries(
    flatten(steps)
      .filter(({ path, status }) => path.startsWith(`${below}/`) && (status === 'skipped' || status === 'would-fail'))
      .map(({ name, why }) => [name, why]),
  );

function groupOf(policy: 'affinity' | 'anti-affinity', members: string[]) {
  const { id: projectId } = cloud.sim.state.projects[0] ?? { id: '' };
  const group = {
    id: `group-${policy}`,
    name: 'web',
    policy,
    maxServersPerHost: null,
    members,
    projectId,
    userId: 'u',
  };
  cloud.sim.state.serverGroups.push(group);
}

it('says of each server why no host would take it, in the plan and in the run, which skips it and moves the rest', async () => {
  for (const host of ['hv2', 'hv3']) memory(host, 4096);
  cloud.sim.setComputeDown('hv4');
  add('huge', { flavor: 'm1.large' });
  add('small', { flavor: 'm1.tiny' });
  const why = 'would fail: 3 hosts: 2 lack 8192 MiB of memory (hv2, hv3), 1 is down (hv4)';
  const planned = await plan();
  expect(refusals(planned, 'move')).toEqual({ huge: why });
  expect(planned.output).toMatchObject({ forecast: { crowded: [], doubtful: [] } });
  expect(cloud.changes()).toEqual([]);
  expect(await drain()).toMatchObject({ moved: [{ name: 'small' }], skipped: [{ name: 'huge', why }], empty: false });
  expect(moves()).toBe(1);
});

it('says in the plan who would find no room once the others have moved; the run tries each', async () => {
  memory('hv2', 4096);
  for (const host of ['hv3', 'hv4']) Object.assign(cloud.service(host) ?? {}, { disabled: true });
  for (const name of ['a', 'b', 'c']) add(name);
  const planned = await plan();
  expect(refusals(planned, 'move')).toEqual({});
  const why = 'no host has 1 VCPU, 2048 MiB of memory, 20 GiB of disk left once those before it have moved';
  expect(refusals(planned, 'room for all of them')).toEqual({ c: why });
  expect(planned.output).toMatchObject({
    forecast: { balance: expect.arrayContaining([{ resource: 'MEMORY_MB', wanted: 6144, free: 4096 }]) },
  });
  expect(await drain()).toMatchObject({
    moved: [{ name: 'a' }, { name: 'b' }],
    skipped: [{ name: 'c', why: 'would fail: 3 hosts: 2 are disabled (hv3, hv4), 1 lacks 2048 MiB of memory (hv2)' }],
  });
  expect(moves()).toBe(2);
});

it('keeps a server where it is whose anti-affinity group is on every other host', async () => {
  const ids = ['hv1', 'hv2', 'hv3', 'hv4'].map((host) => cloud.sim.addServer({ name: `web-${host}`, host }).id);
  groupOf('anti-affinity', ids);
  const why = "would fail: 3 hosts: 3 have another of the anti-affinity group 'web' (hv2, hv3, hv4)";
  expect(refusals(await plan(), 'move')).toEqual({ 'web-hv1': why });
  expect(await drain()).toMatchObject({ moved: [], skipped: [{ name: 'web-hv1', why }] });
  expect(moves()).toBe(0);
});

it('knows that nova moves no server of a group that must stay together', async () => {
  groupOf('affinity', [add('db').id]);
  const { skipped } = await drain();
  expect(skipped).toMatchObject([{ name: 'db', why: expect.stringContaining("affinity group 'web'") }]);
});

it('asks for the traits of the image and the aggregates of the flavor', async () => {
  const flavor = cloud.sim.state.flavors.find(({ name }) => name === 'm1.medium');
  Object.assign(flavor ?? {}, { extraSpecs: { 'aggregate_instance_extra_specs:disk': 'ssd' } });
  add('picky', { flavor: 'm1.medium' });
  expect(refusals(await plan(), 'move')).toEqual({
    picky: 'would fail: 3 hosts: 3 are in no aggregate with disk=ssd (hv2, hv3, hv4)',
  });
  const aggregate = {
    id: 1,
    uuid: 'a',
    name: 'ssd',
    availabilityZone: null,
    hosts: ['hv3'],
    metadata: { disk: 'ssd' },
  };
  cloud.sim.state.aggregates.push({ ...aggregate, createdAt: '2030-01-01T00:00:00Z', updatedAt: null });
  expect(refusals(await plan(), 'move')).toEqual({});
  Object.assign(cloud.sim.state.images[0]?.properties ?? {}, { 'trait:HW_CPU_X86_AVX2': 'required' });
  expect(refusals(await plan(), 'move')).toEqual({
    picky:
      'would fail: 3 hosts: 2 are in no aggregate with disk=ssd (hv2, hv4), 1 does not have what it wants: HW_CPU_X86_AVX2 (hv3)',
  });
});

it('takes a trait that placement does not know for one that no host has', async () => {
  const flavor = cloud.sim.state.flavors.find(({ name }) => name === 'm1.medium');
  Object.assign(flavor ?? {}, { extraSpecs: { 'trait:CUSTOM_NOWHERE': 'required' } });
  add('picky', { flavor: 'm1.medium' });
  expect(refusals(await plan(), 'move')).toEqual({
    picky: 'would fail: 3 hosts: 3 do not have what it wants: CUSTOM_NOWHERE (hv2, hv3, hv4)',
  });
});

it('is not stopped by an image or a server of the group that is gone, but by a service that does not answer', async () => {
  const { id } = add('web');
  groupOf('anti-affinity', [id, '00000000-0000-4000-8000-00000000dead']);
  cloud.sim.state.images.length = 0;
  const planned = await plan();
  expect(planned.error).toBeUndefined();
  expect(refusals(planned, 'move')).toEqual({});
  cloud.sim.fault.always('GET /placement/allocation_candidates', { status: 403 });
  expect((await plan()).error).toMatchObject({ code: 'OPENSTACK_FORBIDDEN' });
  expect((await plan({ preflight: false })).error).toBeUndefined();
});

it('is in doubt where only another zone has room, and tries', async () => {
  add('web');
  for (const host of ['hv2', 'hv3', 'hv4']) Object.assign(cloud.service(host) ?? {}, { zone: 'az2' });
  const planned = await plan();
  expect(refusals(planned, 'in doubt')).toEqual({
    web: 'perhaps: only hosts of another zone (az2) would do: not if it was made for nova',
  });
  expect(await drain()).toMatchObject({ moved: [{ name: 'web' }], empty: true });
});

it('looks again before each move: what a host has lost meanwhile counts', async () => {
  for (const host of ['hv3', 'hv4']) Object.assign(cloud.service(host) ?? {}, { disabled: true });
  for (const name of ['a', 'b']) add(name);
  expect(refusals(await plan(), 'move')).toEqual({});
  void sleep(cloud.clock, 3000).then(() => Object.assign(cloud.service('hv2') ?? {}, { disabled: true }));
  expect(await drain()).toMatchObject({
    moved: [{ name: 'a' }],
    skipped: [{ name: 'b', why: 'would fail: 3 hosts: 3 are disabled (hv2, hv3, hv4)' }],
  });
});

it('asks nova all the same when told not to look ahead', async () => {
  for (const host of ['hv2', 'hv3', 'hv4']) memory(host, 1024);
  add('web');
  expect(refusals(await plan({ preflight: false }), 'move')).toEqual({});
  const report = await drain({ preflight: false });
  expect(report.failed).toMatchObject([{ name: 'web', why: expect.stringContaining('No valid host') }]);
});

it('reads each list once for a plan, however many servers there are', async () => {
  const requests = async (more: object) => {
    const before = cloud.sim.requests.length;
    await plan(more);
    return cloud.sim.requests.length - before;
  };
  const cost = async () => (await requests({})) - (await requests({ preflight: false }));
  add('first');
  const ofOne = await cost();
  for (let n = 0; n < 10; n += 1) add(`s${n}`);
  expect(await cost()).toBe(ofOne);
});
