import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { disableComputeService } from './disable.ts';

const input = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel' };
const PUT = 'PUT /compute/v2.1/os-services/*';
const ofAnn = { disabled: true, disabledReason: 'bad memory, ask Ann' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const disable = (more: object = {}) => cloud.run(disableComputeService, { ...input, ...more });
const setByAnn = () => void Object.assign(cloud.service('hv1') ?? {}, ofAnn);

it('disables the service with a reason that names the run, and no other service', async () => {
  const run = await disable();
  const disabledReason = `opsbook: new kernel (run ${run.id})`;
  expect(run).toMatchObject({
    status: 'done',
    changed: true,
    output: { host: 'hv1', status: 'disabled', disabledReason },
  });
  const disabled = cloud.sim.state.computeServices.filter((service) => service.disabled);
  expect(disabled).toMatchObject([{ host: 'hv1', binary: 'nova-compute', disabledReason }]);
});

it('keeps within the 255 characters that nova takes, and keeps the run in them', async () => {
  const run = await disable({ reason: 'x'.repeat(180) });
  const { disabledReason } = cloud.service('hv1') ?? {};
  expect(disabledReason?.length).toBeLessThanOrEqual(255);
  expect(disabledReason).toContain(`(run ${run.id})`);
});

it('leaves a service alone that is disabled already, with the reason that a person gave, or gave not', async () => {
  for (const disabledReason of [ofAnn.disabledReason, null]) {
    Object.assign(cloud.service('hv1') ?? {}, { disabled: true, disabledReason });
    expect(await disable()).toMatchObject({ status: 'done', changed: false, output: { disabledReason } });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason });
  }
  expect(cloud.changes()).toEqual([]);
});

it('replaces the reason of somebody else when told', async () => {
  setByAnn();
  const run = await disable({ overwrite: true });
  expect(run).toMatchObject({ status: 'done', changed: true });
  expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: `opsbook: new kernel (run ${run.id})` });
});

it('is planned with nothing but GETs', async () => {
  const plan = await cloud.plan(disableComputeService, input);
  expect(plan).toMatchObject({ changes: 1, unknown: 0, output: { host: 'hv1', status: 'disabled' } });
  setByAnn();
  expect(await cloud.plan(disableComputeService, input)).toMatchObject({
    changes: 0,
    output: { disabledReason: ofAnn.disabledReason },
  });
  expect((await cloud.plan(disableComputeService, { ...input, overwrite: true })).changes).toBe(1);
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', hypervisor: '', reason: '   ', overwrite: 'yes', force: true };
  await expect(cloud.run(disableComputeService, bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'hypervisor', 'reason', 'overwrite', 'force'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('says which host has no such service', async () => {
  expect(await disable({ hypervisor: 'hv9' })).toMatchObject({
    status: 'failed',
    changed: false,
    error: { code: 'OPENSTACK_NOT_FOUND', message: expect.stringContaining("nova-compute on host 'hv9'") },
  });
});

it('says what nova answered when it will not, and has changed nothing', async () => {
  cloud.sim.fault.next(PUT, { status: 403, body: { forbidden: { code: 403, message: 'Policy does not allow it.' } } });
  expect(await disable()).toMatchObject({
    status: 'failed',
    changed: false,
    error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Policy does not allow it.') },
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false });
});

it.each(['before', 'after'] as const)('gets there when the connection breaks %s nova has the request', async (cut) => {
  cloud.sim.fault.next(PUT, { cut });
  const run = await disable();
  expect(run).toMatchObject({ status: 'done', changed: true });
  expect(cloud.service('hv1')?.disabledReason).toBe(`opsbook: new kernel (run ${run.id})`);
  expect(cloud.sim.fault.pending).toBe(0);
});

describe('cancelled afterwards', () => {
  const path = 'compute service disabled';

  it('it enables the service again', async () => {
    const run = await cancelledAfter(cloud, disableComputeService, input);
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'undone' }] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: false, disabledReason: null });
  });

  it('it leaves it disabled if it was so before', async () => {
    setByAnn();
    const run = await cancelledAfter(cloud, disableComputeService, input);
    expect(run).toMatchObject({ status: 'cancelled', undone: [] });
    expect(cloud.service('hv1')).toMatchObject(ofAnn);
    expect(cloud.changes()).toEqual([]);
  });

  it('it gives back the reason that it had replaced', async () => {
    setByAnn();
    const run = await cancelledAfter(cloud, disableComputeService, { ...input, overwrite: true });
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'undone' }] });
    expect(cloud.service('hv1')).toMatchObject(ofAnn);
  });

  it('it leaves the service disabled where it had replaced no reason at all', async () => {
    Object.assign(cloud.service('hv1') ?? {}, { disabled: true, disabledReason: null });
    const run = await cancelledAfter(cloud, disableComputeService, { ...input, overwrite: true });
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'undone' }] });
    expect(cloud.service('hv1')).toMatchObject({
      disabled: true,
      disabledReason: expect.stringMatching(/^no reason was given before run /),
    });
  });

  it('it keeps what somebody else has made of it meanwhile, and says so', async () => {
    const run = await cancelledAfter(cloud, disableComputeService, input, setByAnn);
    expect(run).toMatchObject({
      status: 'cancelled',
      undone: [{ path, outcome: 'kept', why: `somebody gave another reason meanwhile: ${ofAnn.disabledReason}` }],
    });
    expect(cloud.service('hv1')).toMatchObject(ofAnn);
  });

  it('it has nothing to do when somebody has enabled it meanwhile', async () => {
    const run = await cancelledAfter(cloud, disableComputeService, input, () => {
      Object.assign(cloud.service('hv1') ?? {}, { disabled: false, disabledReason: null });
    });
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'absent' }] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: false });
  });
});

it('ends the same however its process dies: before and after every write of the journal', async () => {
  const result = await crashEverywhere({
    runbooks: [disableComputeService],
    input,
    world: async () => {
      const own = await testCloud();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => {
          const { disabled, disabledReason } = own.service('hv1') ?? {};
          return { disabled, ours: disabledReason?.startsWith('opsbook: new kernel (run ') };
        },
        effects: own.changes,
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { disabled: true, ours: true } });
  expect(result.undisturbed.effects).toHaveLength(1);
  expect(result.crashed.length).toBeGreaterThan(6);
  expect(result.different).toEqual([]);
});
