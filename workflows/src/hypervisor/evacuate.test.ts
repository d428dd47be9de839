import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { flatten } from '@opsbook/runbook';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { enableComputeService } from '../compute-service/enable.ts';
import type { EvacuateReport } from './evacuate-report.ts';
import { evacuateHypervisor } from './evacuate.ts';

const input = {
  cloud: 'test',
  hypervisor: 'hv1',
  reason: 'mainboard',
  fencedBy: 'Ann',
  fencedHow: 'power off by IPMI',
};

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const evacuate = (more: object = {}) => cloud.run(evacuateHypervisor, { ...input, ...more });
const enable = (more: object = {}) => cloud.run(enableComputeService, { cloud: 'test', hypervisor: 'hv1', ...more });
const idOf = (name: string) => cloud.sim.findServer(name).id;

/** A dead host with one server of each kind that nova evacuates. */
function deadHost() {
  cloud.sim.addServer({ name: 'on', host: 'hv1' });
  cloud.sim.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
  cloud.sim.addServer({ name: 'broken', host: 'hv1', status: 'ERROR' });
  cloud.sim.addServer({ name: 'on-volume', host: 'hv1', volumeBacked: true });
  cloud.sim.addServer({ name: 'elsewhere', host: 'hv2' });
  cloud.sim.setComputeDown('hv1');
}

describe('a dead host', () => {
  beforeEach(deadHost);

  it('loses all of its servers, stays disabled and forced down, and the report says where each is and what is left', async () => {
    const run = await evacuate();
    expect(run).toMatchObject({ status: 'done', changed: true });
    const report = run.output as EvacuateReport;
    expect(report).toMatchObject({
      fenced: { by: 'Ann', how: 'power off by IPMI' },
      skipped: [],
      failed: [],
      left: [],
    });
    const about = ({ name, status, disk }: EvacuateReport['evacuated'][number]) => `${name} ${status} ${disk}`;
    expect(report.evacuated.map(about).sort()).toEqual([
      'broken ACTIVE image',
      'off SHUTOFF image',
      'on ACTIVE image',
      'on-volume ACTIVE volume',
    ]);
    for (const { name, from, to } of report.evacuated) {
      expect(from).toBe('hv1');
      expect(to).not.toBe('hv1');
      expect(cloud.hosts()[name]).toBe(to);
    }
    expect(cloud.hosts()['elsewhere']).toBe('hv2');
    const servers = report.evacuated.map(({ id }) => id).sort();
    expect(report.leftovers.migrations.map(({ server, status }) => `${server} ${status}`).sort()).toEqual(
      servers.map((id) => `${id} done`),
    );
    expect([...report.leftovers.allocations].sort()).toEqual(servers);
    expect(cloud.service('hv1')).toMatchObject({
      disabled: true,
      forcedDown: true,
      disabledReason: expect.stringMatching(/leftovers.*mainboard \(fenced by Ann: power off by IPMI\)/),
    });
  });

  it('is left as it is by a second run, which tells of the leftovers again', async () => {
    await evacuate();
    const before = cloud.changes().length;
    const again = await evacuate();
    expect(again).toMatchObject({ status: 'done', changed: false, output: { evacuated: [], left: [] } });
    expect((again.output as EvacuateReport).leftovers.migrations).toHaveLength(4);
    expect(cloud.changes()).toHaveLength(before);
  });

  it('is planned with nothing but GETs, and the plan says what becomes of each disk', async () => {
    const plan = await cloud.plan(evacuateHypervisor, input);
    // Disabling, forcing down, four servers.
    expect(plan).toMatchObject({ changes: 6, unknown: 0, risk: 'destructive' });
    const detail = (name: string) =>
      flatten(plan.steps).find(({ path }) => path === `evacuate/${idOf(name)}/evacuated`)?.detail;
    expect(detail('on')).toMatch(/scheduler's choice; it boots from an image: .* is lost unless the hosts share/);
    expect(detail('on-volume')).toMatch(/it boots from a volume, and keeps it/);
    expect(cloud.changes()).toEqual([]);
  });

  it('goes on past a server that fails, and says why; run again, it evacuates that one', async () => {
    cloud.sim.order.migration('on', 'fails');
    const run = await evacuate();
    expect(run).toMatchObject({
      status: 'failed',
      error: { message: '1 of its servers are still on hv1 (3 evacuated, 0 skipped, 1 failed)' },
      output: {
        failed: [
          {
            name: 'on',
            why: expect.stringMatching(/nova ended evacuation \d+ as failed.*The guest could not be spawned/),
            requestId: expect.stringMatching(/^req-/),
          },
        ],
        left: [{ name: 'on', status: 'ERROR' }],
      },
    });
    expect(await evacuate()).toMatchObject({
      status: 'done',
      output: { evacuated: [{ name: 'on', status: 'ACTIVE' }] },
    });
  });

  it.each(['completes-without-moving', 'no-valid-host'] as const)(
    'is not done when an evacuation %s',
    async (outcome) => {
      cloud.sim.order.migration('on', outcome);
      const { status, output } = await evacuate();
      expect(status).toBe('failed');
      expect((output as EvacuateReport).failed).toMatchObject([
        { name: 'on', why: expect.stringContaining('still on hv1') },
      ]);
    },
  );

  it('skips what nova does not evacuate and what no host would take', async () => {
    cloud.sim.addServer({ name: 'asleep', host: 'hv1', status: 'SUSPENDED' });
    const tpm = cloud.sim.addServer({ name: 'sealed', host: 'hv1', flavor: 'm1.tiny' });
    tpm.flavor = { ...tpm.flavor, extraSpecs: { 'hw:tpm_version': '2.0' } };
    for (const host of ['hv2', 'hv3', 'hv4']) {
      Object.assign(cloud.sim.state.hypervisors.find((one) => one.host === host) ?? {}, { ramMiB: 6000 });
    }
    cloud.sim.addServer({ name: 'huge', host: 'hv1', flavor: 'm1.large' });
    const plan = await cloud.plan(evacuateHypervisor, input);
    expect(plan.error).toBeUndefined();
    expect((plan.output as EvacuateReport).left.map(({ name }) => name).sort()).toEqual(['asleep', 'huge', 'sealed']);
    const { skipped, evacuated } = (await evacuate()).output as EvacuateReport;
    expect(Object.fromEntries(skipped.map(({ name, why }) => [name, why]))).toEqual({
      asleep: 'nova does not evacuate a server that is SUSPENDED',
      sealed: 'nova does not evacuate a server with a virtual TPM',
      huge: 'would fail: 3 hosts: 3 lack 8192 MiB of memory (hv2, hv3, hv4)',
    });
    expect(evacuated).toHaveLength(4);
  });

  // Nova works on it; it has ended its task but not shown its new host; it has not ended the migration.
  it.each([500, 1_500, 3_500])('is evacuated once where another ledger has begun to %d ms before', async (ms) => {
    const first = evacuate();
    await sleep(cloud.clock, ms);
    const second = await evacuate();
    expect([(await first).status, second.status]).toEqual(['done', 'done']);
    expect(cloud.sim.state.migrations).toHaveLength(4);
  });

  it('does not wait for what an older evacuation has left unfinished', async () => {
    cloud.sim.order.migration('on', 'hangs');
    void sleep(cloud.clock, 30_000).then(() => void Object.assign(cloud.sim.findServer('on'), { taskState: null }));
    const start = cloud.clock.now();
    expect(await evacuate()).toMatchObject({
      status: 'failed',
      output: {
        failed: [{ name: 'on', why: expect.stringMatching(/no longer works on evacuation \d+ \(pre-migrating/) }],
      },
    });
    expect(await evacuate()).toMatchObject({ status: 'done', output: { evacuated: [{ name: 'on' }] } });
    expect(cloud.clock.now() - start).toBeLessThan(600_000);
  });

  it('loses what nova was busy with when it died, too', async () => {
    cloud.sim.findServer('on').taskState = 'rebooting';
    expect(await evacuate()).toMatchObject({ status: 'done', output: { left: [] } });
    expect(cloud.sim.findServer('on')).toMatchObject({ taskState: null });
  });

  it('sends all to the destination that was given', async () => {
    expect(await evacuate({ destination: 'hv4' })).toMatchObject({ status: 'done' });
    expect(cloud.hosts()).toMatchObject({ on: 'hv4', off: 'hv4', 'on-volume': 'hv4' });
  });

  it.each(['before', 'after'] as const)(
    'evacuates nothing twice when the connection breaks %s nova has it',
    async (cut) => {
      cloud.sim.fault.next('POST /compute/v2.1/servers/*/action', { cut });
      expect(await evacuate()).toMatchObject({ status: 'done' });
      expect(cloud.sim.state.migrations).toHaveLength(4);
    },
  );

  it('may not be enabled before somebody has looked at its leftovers, or it has cleared up by itself', async () => {
    await evacuate();
    expect(await enable()).toMatchObject({
      status: 'refused',
      error: { message: expect.stringMatching(/has not cleared up after 4 of its servers.*leftoversCheckedBy/) },
    });
    expect(await enable({ force: true })).toMatchObject({ status: 'refused' });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true });
    expect(await enable({ leftoversCheckedBy: 'Ann' })).toMatchObject({
      status: 'failed',
      error: {
        message: expect.stringMatching(/Unable to force up host hv1 .* Ensure the compute service has been restarted/),
      },
    });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, forcedDown: true });
    // Somebody has made it come back in another way.
    Object.assign(cloud.service('hv1') ?? {}, { forcedDown: false });
    const checked = await enable({ leftoversCheckedBy: 'Ann' });
    expect(checked).toMatchObject({ status: 'done', output: { leftoversCheckedBy: 'Ann' } });
    expect(checked.output).toMatchObject({ leftovers: { migrations: [{}, {}, {}, {}] } });
  });

  it('may be enabled once its nova-compute has started and deleted its copies', async () => {
    await evacuate();
    cloud.sim.setComputeUp('hv1');
    expect(await enable()).toMatchObject({
      status: 'done',
      output: { leftovers: { migrations: [], allocations: [] }, leftoversCheckedBy: null },
    });
    expect(cloud.service('hv1')).toMatchObject({ disabled: false, forcedDown: false });
  });
});

it('is refused while nova sees the host up', async () => {
  cloud.sim.addServer({ name: 'on', host: 'hv1' });
  expect(await evacuate()).toMatchObject({
    status: 'refused',
    error: { code: 'REFUSED', message: expect.stringContaining('a second copy of them would destroy their data') },
  });
  expect(cloud.changes()).toEqual([]);
});

it('is content with a dead host that had no servers', async () => {
  cloud.sim.setComputeDown('hv1');
  expect(await evacuate()).toMatchObject({ status: 'done', output: { evacuated: [], left: [] } });
});

it('refuses the host itself and a destination that takes no servers', async () => {
  deadHost();
  expect(await evacuate({ destination: 'hv1' })).toMatchObject({ error: { message: 'hv1 is the host that is dead' } });
  cloud.sim.setComputeDown('hv2');
  expect(await evacuate({ destination: 'hv2' })).toMatchObject({
    status: 'refused',
    error: { message: 'hv2 takes no servers: nova sees it down' },
  });
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', hypervisor: 7, reason: 'x', fencedBy: ' ', concurrency: 0, onCancel: 'abort' };
  await expect(cloud.run(evacuateHypervisor, bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'hypervisor', 'fencedBy', 'fencedHow', 'concurrency', 'onCancel'].map((path) =>
          expect.objectContaining({ path }),
        ),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    stride: crashStride(12),
    runbooks: [evacuateHypervisor],
    input,
    world: async () => {
      const own = await testCloud();
      own.sim.addServer({ name: 'on', host: 'hv1' });
      own.sim.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
      own.sim.setComputeDown('hv1');
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => ({
          left: own.sim.state.servers.filter(({ host }) => host === 'hv1').map(({ name }) => name),
          servers: own.sim.state.servers.map(({ name, vmState, taskState }) => ({ name, vmState, taskState })),
          service: [own.service('hv1')?.disabled, own.service('hv1')?.forcedDown],
        }),
        effects: () => own.sim.state.migrations.map(({ serverId, status }) => `${serverId} ${status}`),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { left: [], service: [true, true] } });
  expect(result.undisturbed.effects).toHaveLength(2);
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
