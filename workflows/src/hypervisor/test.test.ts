import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { flatten } from '@opsbook/runbook';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, ann, testCloud } from '../cloud.test-support.ts';
import type { HostTest } from './test-report.ts';
import { testHypervisor } from './test.ts';

const config = { testServers: { image: 'cirros', network: 'private', flavors: ['m1.*'], timeout: 120 } };
const input = { cloud: 'test', hypervisors: ['hv1'] };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud(config);
});
afterEach(() => cloud.sim.stop());

const test = async (more: object = {}) => {
  const run = await cloud.run(testHypervisor, { ...input, ...more });
  return { run, hosts: ((run.output ?? run.error?.details) as { hosts: HostTest[] } | undefined)?.hosts ?? [] };
};
const left = () => cloud.sim.state.servers.filter(({ terminatedAt }) => terminatedAt === null).map(({ name }) => name);
const ports = () => cloud.sim.state.ports.filter(({ deviceOwner }) => deviceOwner.startsWith('compute:'));
const built = () => cloud.changes().filter((change) => change === 'POST /compute/v2.1/servers').length;

describe('hypervisors that work', () => {
  it('are proven by one server each, which is gone afterwards, as is its port', async () => {
    const { run, hosts } = await test({ hypervisors: ['hv1', 'hv2'] });
    expect(run).toMatchObject({ status: 'done', output: { passed: true } });
    expect(hosts.map(({ hypervisor, passed, flavors }) => [hypervisor, passed, flavors.length])).toEqual([
      ['hv1', true, 1],
      ['hv2', true, 1],
    ]);
    expect(built()).toBe(2);
    expect([left(), ports()]).toEqual([[], []]);
  });

  it('are proven by every flavor that their aggregates allow', async () => {
    const { hosts } = await test({ flavors: 'every' });
    const names = cloud.sim.state.flavors.map(({ name }) => name).filter((name) => name.startsWith('m1.'));
    expect(hosts[0]?.flavors.map(({ flavor }) => flavor)).toEqual(names.sort());
    expect(built()).toBe(names.length);
    expect(left()).toEqual([]);
  });

  it('are planned without building anything', async () => {
    const plan = await cloud.plan(testHypervisor, input);
    expect(plan.error).toBeUndefined();
    expect(flatten(plan.steps).map(({ path, status }) => `${path} ${status}`)).toContain(
      'hypervisors/hv1/flavors/one/test server would-change',
    );
    expect(cloud.changes()).toEqual([]);
  });

  it('have nothing left of them when the run is cancelled', async () => {
    const run = await cancelledAfter(cloud, testHypervisor, input);
    expect(run.status).toBe('cancelled');
    expect([left(), ports()]).toEqual([[], []]);
  });
});

it('are rid of a server that is being built when the run is cancelled', async () => {
  const engine = cloud.engine();
  const { id } = await engine.start({ runbook: 'hypervisor.test', input, requestedBy: ann });
  for (const { name } of cloud.sim.state.flavors) cloud.sim.order.build(`opsbook-test-hv1-${name}-${id}`, 'hangs');
  const { ended } = await engine.execute(id);
  void sleep(cloud.clock, 20_000).then(() => engine.cancel(id, ann, 'not today'));
  expect(await ended).toMatchObject({ status: 'cancelled', undone: [{ outcome: 'undone' }] });
  await engine.close();
  expect([left(), ports()]).toEqual([[], []]);
});

describe('hypervisors that do not', () => {
  it('fail with what nova says, and leave nothing', async () => {
    cloud.sim.killHost('hv1');
    const { run, hosts } = await test({ hypervisors: ['hv1', 'hv2'] });
    expect(run.status).toBe('failed');
    expect(run.error?.message).toMatch(/^1 of 2 did not pass: hv1: m1.\w+: /);
    expect(hosts.map(({ passed }) => passed)).toEqual([false, true]);
  });

  it('fail where the quota is spent before a server is made', async () => {
    cloud.sim.fault.always('POST /compute/v2.1/servers', {
      status: 403,
      body: { forbidden: { code: 403, message: 'Quota exceeded for instances' } },
    });
    const { hosts } = await test();
    expect(hosts[0]?.flavors[0]).toMatchObject({ passed: false, why: expect.stringContaining('Quota'), left: null });
    expect(left()).toEqual([]);
  });

  it('are refused by nova while their service is disabled, or down', async () => {
    Object.assign(cloud.service('hv1') ?? {}, { disabled: true, disabledReason: 'bad DIMM' });
    cloud.sim.setComputeDown('hv2');
    const { hosts } = await test({ hypervisors: ['hv1', 'hv2'] });
    expect(hosts.map(({ why }) => why)).toEqual([
      'it is disabled (bad DIMM): nova builds nothing there',
      'nova sees its compute service down',
    ]);
    expect(built()).toBe(0);
  });

  it('keep a server that failed when that is asked for, and the next run names it', async () => {
    cloud.sim.killHost('hv1');
    const first = await test({ keepFailed: true });
    const [server] = left();
    expect(first.hosts[0]?.flavors[0]).toMatchObject({ server, left: expect.stringMatching(/kept as asked for/) });
    cloud.sim.setComputeUp('hv1');
    const { hosts } = await test();
    expect(hosts[0]?.leftovers).toEqual([expect.objectContaining({ name: server, run: first.run.id })]);
    expect(left()).toContain(server);
  });

  it('say what could not be deleted', async () => {
    const refused = { status: 403, body: { forbidden: { code: 403, message: 'Policy' } } };
    cloud.sim.fault.always('POST /compute/v2.1/servers/*/action', refused);
    const { hosts } = await test();
    expect(hosts[0]?.flavors[0]).toMatchObject({ passed: false, left: expect.stringMatching(/^server .*Policy/) });
    expect(left()).toEqual([hosts[0]?.flavors[0]?.server]);
  });

  it('have no flavor that may be built there', async () => {
    for (const flavor of cloud.sim.state.flavors) flavor.extraSpecs = { 'aggregate_instance_extra_specs:ssd': 'true' };
    expect((await test()).hosts[0]).toMatchObject({ passed: false, why: 'no flavor may be built there' });
  });
});

it('refuses a bad input with all of its faults, and an image that is not configured', async () => {
  const { error } = testHypervisor.input.safeParse({ cloud: 'test', hypervisors: [], flavors: 'all', speed: 1 });
  expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['', 'flavors', 'hypervisors']);
  await cloud.sim.stop();
  cloud = await testCloud();
  expect((await test()).run.error?.message).toMatch(/set testServers.image/);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    runbooks: [testHypervisor],
    input,
    stride: crashStride(30),
    world: async () => {
      const own = await testCloud(config);
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => own.sim.state.servers.filter(({ terminatedAt }) => terminatedAt === null).length,
        effects: () =>
          own.sim.state.servers.map(({ terminatedAt }) => (terminatedAt === null ? 'left' : 'built and deleted')),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: 0 });
  expect(result.different).toEqual([]);
});
