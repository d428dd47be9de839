import { expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { testCloud } from '../cloud.test-support.ts';
import { drainHypervisor } from './drain.ts';

it('ends the same however its process dies: before and after every write to the ledger', async () => {
  const result = await crashEverywhere({
    stride: crashStride(15),
    runbooks: [drainHypervisor],
    input: { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel', concurrency: 2 },
    world: async () => {
      const cloud = await testCloud();
      cloud.sim.addServer({ name: 'on', host: 'hv1' });
      cloud.sim.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
      return {
        clock: cloud.clock,
        connect: cloud.connect,
        state: () => ({
          left: cloud.sim.state.servers.filter(({ host }) => host === 'hv1').map(({ name }) => name),
          servers: cloud.sim.state.servers.map(({ name, vmState, taskState }) => ({ name, vmState, taskState })),
          service: cloud.service('hv1')?.disabled,
        }),
        effects: () => cloud.sim.state.migrations.map(({ serverId, status }) => `${serverId} ${status}`),
        close: () => cloud.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { left: [], service: true } });
  expect(result.undisturbed.effects).toHaveLength(2);
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
