import { expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { overrideStore } from '../testing/override-store.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { ann, engineOf, switchOn, toyRun, until } from '../testing/toy-runbooks.ts';
import { MemoryStore } from './memory-store.ts';

it('stops a child that was just beginning with the run that begins it', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
  let beginning = false;
  const slow = overrideStore(disk, {
    insertRun: async (run) => {
      if (run.parent !== undefined) {
        beginning = true;
        await opened;
      }
      await disk.insertRun(run);
    },
  });
  const runbooks = [toyRun((ctx) => ctx.run(switchOn, { name: 'a' })), switchOn];
  const first = engineOf(cloud, runbooks, slow);
  const { id } = await first.start({ runbook: 'toy.test', input: {}, requestedBy: ann });
  const execution = await first.execute(id);
  await until(() => beginning);
  await sleep(cloud.clock, 1000);
  // It waits for a child, and that one is about to act.
  expect(execution.standsStill).toBe(false);
  await execution.suspend();
  open(undefined);
  await until(() => disk.listRuns({ parent: id }).some(({ epoch, owner }) => epoch === 1 && owner === undefined));
  expect(disk.listRuns({ parent: id })).toMatchObject([{ status: 'running' }]);
  expect(cloud.effects).toEqual([]);
  expect(await (await engineOf(cloud, runbooks, disk).execute(id)).ended).toMatchObject({ status: 'done' });
  expect(cloud.effects).toEqual(['a on']);
});
