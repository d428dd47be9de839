import { expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { drainHypervisor } from './drain.ts';
import { maintainHypervisor } from './maintain.ts';
import { rolloutSite } from './rollout.test-support.ts';
import { rolloutHypervisors } from './rollout.ts';

it('ends the same however its process dies: before and after every write to the ledger', async () => {
  const result = await crashEverywhere({
    runbooks: [rolloutHypervisors, maintainHypervisor, drainHypervisor],
    input: { cloud: 'test', reason: 'new kernel', hypervisors: ['hv1', 'hv2'], ramp: [2], concurrency: 2 },
    stride: crashStride(150),
    world: async () => {
      const site = await rolloutSite({ hypervisors: 3, servers: 2, room: 4 });
      return {
        clock: site.clock,
        connect: site.connect,
        state: () => ({
          disabled: site.names.filter((name) => site.service(name)?.disabled),
          boots: Object.values(site.plays).map(({ boot }) => boot),
          servers: Object.keys(site.hosts()).length,
        }),
        effects: () =>
          Object.entries(site.plays).flatMap(([host, { told }]) => told.map(({ what }) => `${what} ${host}`)),
        close: () => site.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { boots: [2, 2, 1], disabled: [], servers: 2 } });
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
