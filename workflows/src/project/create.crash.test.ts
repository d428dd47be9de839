import { expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { createProject } from './create.ts';
import { projectState, siteCloud, wishes } from './create.test-support.ts';

it('ends the same however its process dies: before and after every write of the journal', async () => {
  const result = await crashEverywhere({
    runbooks: [createProject],
    input: { ...wishes, cores: 8 },
    stride: crashStride(45),
    world: async () => {
      const own = await siteCloud();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => projectState(own),
        effects: () => own.changes().map((one) => one.replace(/[0-9a-f-]{32,36}/g, 'ID')),
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({
    status: 'done',
    state: { routers: [{ legs: 1 }], members: { length: 3 } },
  });
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
