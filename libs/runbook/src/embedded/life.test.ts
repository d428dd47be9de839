import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { begin, engineOf, play, runbook, toyRun, turnOn } from '../testing/toy-runbooks.ts';
import { memoryEngine } from './memory-engine.ts';
import { MemoryStore } from './memory-store.ts';
import { childRunId } from './run-id.ts';

const rival = { id: 'rival', host: 'there', pid: 1 };

it('leaves a run whose services cannot be built to be resumed', async () => {
  const cloud = new ToyCloud();
  let calls = 0;
  const connect: typeof cloud.connect = (context) => {
    calls += 1;
    // The first is for the targets.
    if (calls === 2) throw new Error('no such file: clouds.yaml');
    return cloud.connect(context);
  };
  const engine = memoryEngine({ runbooks: [toyRun(async () => 1)], version: 'test', clock: cloud.clock, connect });
  const { id, ended } = await begin(engine);
  await expect(ended).rejects.toThrow('clouds.yaml');
  expect(await (await engine.execute(id)).ended).toMatchObject({ status: 'done' });
});

describe('a child', () => {
  it('whose targets cannot be named fails alone', async () => {
    const lost = runbook({
      ...toyRun(async () => 1, { name: 'toy.lost' }),
      targets: () => {
        throw new Error('no such cloud');
      },
    });
    const { run } = await play(
      new ToyCloud(),
      (ctx) => ctx.each('all', ['x'], { key: (key) => key }, (step) => step.run(lost, {})),
      [lost],
    );
    expect(run).toMatchObject({ status: 'done', output: { failed: 1, items: [{ why: 'no such cloud' }] } });
  });

  it('changes nothing more once another process executes its parent', async () => {
    const cloud = new ToyCloud();
    const disk = new MemoryStore();
    const late = toyRun(
      async (ctx) => {
        await ctx.sleep(60);
        await turnOn(ctx, 'a');
      },
      { name: 'toy.late' },
    );
    const engine = engineOf(cloud, [late, toyRun((ctx) => ctx.run(late, {}))], disk);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 1000);
    await disk.claim(id, rival, '2030-01-01T00:00:01.000Z', () => true, 'test');
    await expect(ended).rejects.toMatchObject({ code: 'RUN_ADOPTED' });
    expect(cloud.effects).toEqual([]);
  });

  it('is not taken from the process that executes its parent now', async () => {
    const cloud = new ToyCloud();
    const disk = new MemoryStore();
    const child = toyRun(async () => 1, { name: 'toy.child' });
    const parent = toyRun(async (ctx) => {
      const now = await ctx.now();
      // What happens while this process is frozen: another one adopts the run and gets as far as the child.
      const adopted = await disk.claim(ctx.id, rival, now, () => true, 'test');
      const id = childRunId(ctx.id, 'toy.child');
      await disk.insertRun({ ...adopted, id, parent: ctx.id, runbook: 'toy.child', status: 'waiting', epoch: 0 });
      await disk.release(ctx.id, adopted.epoch);
      await disk.claim(ctx.id, rival, now, () => true, 'test');
      await disk.claim(id, rival, now, () => true, 'test');
      return await ctx.run(child, {});
    });
    const { id, ended } = await begin(engineOf(cloud, [parent, child], disk));
    await expect(ended).rejects.toMatchObject({ code: 'RUN_OWNED' });
    expect(disk.getRun(childRunId(id, 'toy.child'))).toMatchObject({ owner: rival, status: 'running' });
  });
});
