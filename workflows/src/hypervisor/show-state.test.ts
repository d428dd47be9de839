import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { type Sight, hypervisorState } from './hypervisor-state.ts';
import { showHypervisorState } from './show-state.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const OURS = 'opsbook: new kernel (run a-1)';
const young: Sight = { state: 'up', status: 'enabled', disabledReason: null, uptimeDays: 12, servers: 3 };
const empty = { servers: 0 };
const off = { status: 'disabled', disabledReason: OURS } as const;
const old = { uptimeDays: 180 };

it.each([
  ['RUNNING', {}],
  ['EMPTY', empty],
  ['PENDING_MAINTENANCE', old],
  ['PENDING_MAINTENANCE', { ...old, ...empty }],
  ['DRAINING', { ...off, ...old }],
  ['DRAINING', off],
  ['DRAINED', { ...off, ...old, ...empty }],
  ['REBOOTED', { ...off, ...empty }],
  ['DRAINED', { ...off, ...empty, disabledReason: 'opsbook: new kernel [patched, boot ab12] (run a-1)' }],
  ['REBOOTED', { ...off, ...empty, ...old, disabledReason: 'opsbook: new kernel [test failed] (run a-1)' }],
  ['DISABLED', { ...off, disabledReason: 'bad DIMM' }],
  ['DISABLED', { ...off, disabledReason: null, uptimeDays: null }],
  ['DOWN', { ...off, state: 'down', disabledReason: 'bad DIMM' }],
  ['UNKNOWN', { uptimeDays: null }],
] as const)('is %s where it is %j', (state, more) => {
  expect(hypervisorState({ ...young, ...more }, 180)).toBe(state);
});

it('shows each hypervisor, or those that are named', async () => {
  cloud.sim.addServer({ name: 'web', host: 'hv1' });
  cloud.sim.setComputeDown('hv3');
  Object.assign(cloud.service('hv4') ?? {}, { disabled: true, disabledReason: 'bad DIMM' });
  const states = async (more: object) => {
    const run = await cloud.run(showHypervisorState, { cloud: 'test', ...more });
    return (run.output as { hypervisors: { hypervisor: string; state: string }[] }).hypervisors.map(
      ({ hypervisor, state }) => `${hypervisor} ${state}`,
    );
  };
  expect(await states({})).toEqual(['hv1 RUNNING', 'hv2 EMPTY', 'hv3 DOWN', 'hv4 DISABLED']);
  expect(await states({ hypervisors: ['hv1', 'hv9'], uptimeLimit: 10 })).toEqual(['hv1 PENDING_MAINTENANCE']);
  expect(cloud.changes()).toEqual([]);
});

it('has a finding for each that is in a state in which something is to be done', async () => {
  cloud.sim.setComputeDown('hv3');
  Object.assign(cloud.service('hv4') ?? {}, { disabled: true, disabledReason: 'bad DIMM' });
  const findings = async (more: object) =>
    ((await cloud.run(showHypervisorState, { cloud: 'test', ...more })).output as { findings: object[] }).findings;
  expect(await findings({})).toEqual([
    {
      key: 'hypervisor:test:hv3:DOWN',
      title: 'Hypervisor hv3 of test is DOWN',
      body: ['Servers: 0'],
      hypervisor: 'hv3',
      state: 'DOWN',
    },
  ]);
  expect(await findings({ findings: ['EMPTY', 'DISABLED'] })).toMatchObject([
    { hypervisor: 'hv1', state: 'EMPTY' },
    { hypervisor: 'hv2', state: 'EMPTY' },
    { hypervisor: 'hv4', state: 'DISABLED', body: expect.arrayContaining(['Disabled because: bad DIMM']) },
  ]);
});

it('names what nova does not know, and refuses a bad input', async () => {
  const run = await cloud.run(showHypervisorState, { cloud: 'test', hypervisors: ['hv9'] });
  expect(run.output).toEqual({ hypervisors: [], missing: ['hv9'], findings: [] });
  const { error } = showHypervisorState.input.safeParse({ cloud: '', hypervisors: [], uptimeLimit: 0 });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['cloud', 'hypervisors', 'uptimeLimit']);
});
