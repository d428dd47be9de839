import { describe, expect, it } from '@jest/globals';
import { Secret, VirtualClock } from '@opsbook/context';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { begin, diedAfter, engineOf, toyRun, turnOn, until } from '../testing/toy-runbooks.ts';
import { memoryEngine } from './memory-engine.ts';
import { MemoryStore } from './memory-store.ts';

describe('a resumed run', () => {
  it('waits no longer than it would have, although the clock was set back meanwhile', async () => {
    const cloud = new ToyCloud();
    const body = toyRun(async (ctx) => {
      await Promise.all([ctx.sleep(60), ctx.read('x', async () => 1)]);
    });
    const { id, disk } = await diedAfter(cloud, body, 'x');
    expect([...disk.deadlines(id).keys()]).toContain('#sleep:1');
    const clock = new VirtualClock('2029-12-31T00:00:00.000Z');
    const engine = memoryEngine({ runbooks: [body], version: 'test', connect: cloud.connect, clock, store: disk });
    expect(await (await engine.execute(id)).ended).toMatchObject({ endedAt: '2029-12-31T00:01:00.000Z' });
  });

  it('knows its steps again although a password is part of their names', async () => {
    new Secret('demo');
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.each('all', ['demo-1', 'demo-2'], { key: (name) => name }, (step, name) => turnOn(step, name)),
    );
    const { id, disk } = await diedAfter(cloud, body, 'all/demo-1/on#change');
    const run = await (await engineOf(cloud, [body], disk).execute(id)).ended;
    expect(run).toMatchObject({ status: 'done', output: { changed: 2 } });
    expect(cloud.effects).toEqual(['demo-1 on', 'demo-2 on']);
  });

  it('tells a change once although a password is part of its name', async () => {
    new Secret('demo');
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.each('all', ['demo-1', 'demo-2'], { key: (name) => name }, (step, name) => turnOn(step, name)),
    );
    const { id, disk } = await diedAfter(cloud, body, 'all/demo-2/on#change');
    await (
      await engineOf(cloud, [body], disk).execute(id)
    ).ended;
    const changed = disk.audit({ run: id, kind: ['changed'] });
    expect(changed.map(({ path }) => path)).toEqual(['all/***-1/on', 'all/***-2/on']);
  });
});

it('stands still where a resumed run waits for an answer only', async () => {
  const cloud = new ToyCloud();
  const body = toyRun(async (ctx) => {
    await ctx.read('x', async () => 1);
    await ctx.ask('Shall I?');
  });
  const { id, disk } = await diedAfter(cloud, body, 'x');
  const execution = await engineOf(cloud, [body], disk).execute(id);
  expect(execution.standsStill).toBe(false);
  await until(() => execution.standsStill);
  await execution.suspend();
});

it('begins nothing more once its process has stopped working on the run', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  const engine = engineOf(cloud, [toyRun((ctx) => turnOn(ctx, 'a'))], disk);
  const { id, ended } = await begin(engine);
  await engine.close();
  await expect(ended).rejects.toThrow('suspended');
  expect(cloud.effects).toEqual([]);
  expect(disk.getRun(id)).toMatchObject({ status: 'running', epoch: 1 });
  expect(disk.getRun(id)?.owner).toBeUndefined();
});
