import { expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { ann, begin, toyRun } from '../testing/toy-runbooks.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import { MemoryStore } from './memory-store.ts';

it('gives up a run that it could not release when its work stopped, while it executes others', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  let full = false;
  const store = new Proxy(disk, {
    get(target, key) {
      if (full && (key === 'append' || key === 'release')) {
        return () => {
          throw new Error('the disk is full');
        };
      }
      const own: unknown = Reflect.get(target, key);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
  const engine = new EmbeddedEngine({
    runbooks: [
      toyRun((ctx) => ctx.sleep(3600), { name: 'toy.long', targets: [] }),
      toyRun((ctx) => ctx.sleep(60), { name: 'toy.short', targets: [] }),
    ],
    version: 'test',
    connect: cloud.connect,
    clock: cloud.clock,
    store,
    owner: { id: 'this', host: 'here', pid: 1 },
    isGone: () => false,
    heartbeat: 5,
  });
  const long = await begin(engine, 'toy.long');
  const short = await begin(engine, 'toy.short');
  await sleep(cloud.clock, 59_000);
  full = true;
  await expect(short.ended).rejects.toThrow('the disk is full');
  full = false;
  expect(engine.isInterrupted(await engine.get(short.id))).toBe(false);
  await sleep(cloud.clock, 6000);
  expect(engine.isInterrupted(await engine.get(short.id))).toBe(true);
  expect(await (await engine.execute(short.id)).ended).toMatchObject({ status: 'done' });
  expect(await long.ended).toMatchObject({ status: 'done' });
});

it('keeps a run for who started it for 20 seconds, and then leaves it to the queue', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  const engine = new EmbeddedEngine({
    runbooks: [toyRun((ctx) => ctx.sleep(3600), { targets: [] })],
    version: 'test',
    connect: cloud.connect,
    clock: cloud.clock,
    store: disk,
    owner: { id: 'this', host: 'here', pid: 1 },
    isGone: () => false,
    heartbeat: 5,
  });
  await begin(engine);
  const { id } = await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann });
  await sleep(cloud.clock, 19_000);
  expect(disk.getRun(id)).toMatchObject({ status: 'waiting', owner: { id: 'this' } });
  await sleep(cloud.clock, 7000);
  expect(disk.getRun(id)?.owner).toBeUndefined();
  await engine.close();
});
