import { expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { drainHypervisor } from './drain.ts';
import { maintenanceSite } from './maintain.test-support.ts';
import { maintainHypervisor } from './maintain.ts';

it('ends the same however its process dies: before and after every write to the ledger', async () => {
  const result = await crashEverywhere({
    runbooks: [maintainHypervisor, drainHypervisor],
    input: { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel' },
    stride: crashStride(70),
    world: async () => {
      const site = await maintenanceSite();
      site.sim.addServer({ name: 'web', host: 'hv1' });
      return {
        clock: site.clock,
        connect: site.connect,
        state: () => ({ ...site.world(), boot: site.hv1.boot, hosts: Object.keys(site.hosts()).length }),
        effects: () => [
          ...site.sim.state.migrations.map(({ serverId, status }) => `${serverId} ${status}`),
          ...site.alertmanager.silences.map(({ matchers }) => `silence of ${matchers[0]?.name ?? ''}`),
          ...site.hv1Ssh.runs.map(({ argv }) => argv[0] ?? '').filter((name) => ['patch', 'reboot'].includes(name)),
        ],
        close: () => site.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { boot: 2, silences: [], servers: [] } });
  expect(result.crashed.length).toBeGreaterThan(2);
  expect(result.different).toEqual([]);
});
