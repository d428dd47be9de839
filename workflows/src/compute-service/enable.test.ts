import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { enableComputeService } from './enable.ts';

const input = { cloud: 'test', hypervisor: 'hv1' };
const PUT = 'PUT /compute/v2.1/os-services/*';
const GET = 'GET /compute/v2.1/os-services';
const OURS = 'opsbook: new kernel (run r1)';
const ANNS = 'bad memory, ask Ann';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const enable = (more: object = {}) => cloud.run(enableComputeService, { ...input, ...more });
const disabledWith = (disabledReason: string | null) =>
  void Object.assign(cloud.service('hv1') ?? {}, { disabled: true, disabledReason });

it('enables a service that a run disabled, and says which reason it lifted', async () => {
  disabledWith(OURS);
  expect(await enable()).toMatchObject({
    status: 'done',
    changed: true,
    output: { host: 'hv1', status: 'enabled', liftedReason: OURS },
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false, disabledReason: null });
});

it('has nothing to do with one that is enabled', async () => {
  expect(await enable()).toMatchObject({ status: 'done', changed: false, output: { liftedReason: null } });
  expect(cloud.changes()).toEqual([]);
});

it.each([
  [ANNS, ANNS],
  [null, '(no reason)'],
])('does not lift what a person has set (%s), unless told', async (reason, shown) => {
  disabledWith(reason);
  expect(await enable()).toMatchObject({
    status: 'refused',
    changed: false,
    error: { code: 'REFUSED', message: `a person disabled hv1: '${shown}'. Ask them, or give force` },
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: reason });
  expect(cloud.changes()).toEqual([]);

  expect(await enable({ force: true })).toMatchObject({ status: 'done', output: { liftedReason: reason } });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false });
});

it('does not take back that somebody has forced the host down, unless told', async () => {
  Object.assign(cloud.service('hv1') ?? {}, { forcedDown: true });
  expect(await enable()).toMatchObject({
    status: 'refused',
    error: { message: 'somebody has forced hv1 down: nova uses it for nothing. Ask them, or give force' },
  });
  expect(cloud.changes()).toEqual([]);
  expect(await enable({ force: true })).toMatchObject({ status: 'done', changed: true });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false, forcedDown: false });
});

it('does not lift what a person sets between its first look and the change', async () => {
  disabledWith(OURS);
  let looks = 0;
  const annSteps = () => {
    looks += 1;
    if (looks === 2) disabledWith(ANNS);
    return false;
  };
  cloud.sim.fault.always(GET, { delay: 0 }, { when: annSteps });
  expect(await enable()).toMatchObject({
    status: 'failed',
    changed: false,
    error: { code: 'STEP_FAILED', message: expect.stringContaining(ANNS) },
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: ANNS });
});

it('is planned with nothing but GETs, and the plan of what must not be lifted is refused', async () => {
  expect(await cloud.plan(enableComputeService, input)).toMatchObject({ changes: 0 });
  disabledWith(OURS);
  expect(await cloud.plan(enableComputeService, input)).toMatchObject({
    changes: 1,
    unknown: 0,
    output: { liftedReason: OURS },
  });
  disabledWith(ANNS);
  expect(await cloud.plan(enableComputeService, input)).toMatchObject({
    changes: 0,
    error: { code: 'REFUSED', message: expect.stringContaining(ANNS) },
  });
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', hypervisor: 7, force: 'yes', reason: 'why not' };
  await expect(cloud.run(enableComputeService, bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'hypervisor', 'force', 'reason'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('says what nova answered when it will not, and the service stays as it was', async () => {
  disabledWith(OURS);
  cloud.sim.fault.next(PUT, { status: 403, body: { forbidden: { code: 403, message: 'Policy does not allow it.' } } });
  expect(await enable()).toMatchObject({
    status: 'failed',
    changed: false,
    error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Policy does not allow it.') },
  });
  expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: OURS });
});

it.each(['before', 'after'] as const)('gets there when the connection breaks %s nova has the request', async (cut) => {
  disabledWith(OURS);
  cloud.sim.fault.next(PUT, { cut });
  expect(await enable()).toMatchObject({ status: 'done', changed: true });
  expect(cloud.service('hv1')).toMatchObject({ disabled: false });
  expect(cloud.sim.fault.pending).toBe(0);
});

describe('cancelled afterwards', () => {
  const path = 'compute service enabled';

  it.each([
    [{}, OURS],
    [{ force: true }, ANNS],
  ])('it disables the service again, with the reason that stood there (%j)', async (more, reason) => {
    disabledWith(reason);
    const run = await cancelledAfter(cloud, enableComputeService, { ...input, ...more });
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'undone' }] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: reason });
  });

  it('it disables the service again where no reason stood there, and that is still for a person to lift', async () => {
    disabledWith(null);
    const run = await cancelledAfter(cloud, enableComputeService, { ...input, force: true });
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path, outcome: 'undone' }] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true });
    expect(await enable()).toMatchObject({ status: 'refused' });
  });

  it('it forces a host down again that had been', async () => {
    disabledWith(OURS);
    Object.assign(cloud.service('hv1') ?? {}, { forcedDown: true });
    const run = await cancelledAfter(cloud, enableComputeService, input);
    expect(run).toMatchObject({
      status: 'cancelled',
      undone: [
        { path, outcome: 'undone' },
        { path: 'compute service no longer forced down', outcome: 'undone' },
      ],
    });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, forcedDown: true, disabledReason: OURS });
  });

  it('it leaves the service enabled if it was so before', async () => {
    const run = await cancelledAfter(cloud, enableComputeService, input);
    expect(run).toMatchObject({ status: 'cancelled', undone: [] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: false });
  });

  it('it keeps what somebody else has made of it meanwhile, and says so', async () => {
    disabledWith(OURS);
    const run = await cancelledAfter(cloud, enableComputeService, input, () => disabledWith(ANNS));
    expect(run).toMatchObject({
      status: 'cancelled',
      undone: [{ path, outcome: 'kept', why: 'somebody has disabled it again meanwhile' }],
    });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: ANNS });
  });
});

it('ends the same however its process dies: before and after every write of the journal', async () => {
  const result = await crashEverywhere({
    runbooks: [enableComputeService],
    input,
    world: async () => {
      const own = await testCloud();
      Object.assign(own.service('hv1') ?? {}, { disabled: true, disabledReason: OURS });
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => ({ ...own.service('hv1'), seenAt: 0 }),
        effects: own.changes,
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { disabled: false, disabledReason: null } });
  expect(result.undisturbed.effects).toHaveLength(1);
  expect(result.crashed.length).toBeGreaterThan(6);
  expect(result.different).toEqual([]);
});
