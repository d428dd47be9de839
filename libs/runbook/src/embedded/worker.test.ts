import { afterEach, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { overrideStore } from '../testing/override-store.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { ann, engineOf, toyRun, until } from '../testing/toy-runbooks.ts';
import type { Engine } from '../engine.ts';
import { MemoryStore } from './memory-store.ts';

const engines: Engine[] = [];
// A worker that is left alone ticks on, and jest waits for it.
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

const open = (...args: Parameters<typeof engineOf>): Engine => {
  const engine = engineOf(...args);
  engines.push(engine);
  return engine;
};

const full = Object.assign(new Error('no space is left'), { code: 'LEDGER_FULL', kind: 'quota' });

it('executes what it could not while the ledger was full, when there is room again', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  let refused = 0;
  let room = false;
  const store = overrideStore(disk, {
    claim: (...args) => {
      if (room) return disk.claim(...args);
      refused += 1;
      return Promise.reject(full);
    },
  });
  const engine = open(cloud, [toyRun(async () => 1)], store);
  const { id } = await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, queued: true });
  engine.work({ concurrency: 1 });
  await sleep(cloud.clock, 10_500);
  // Once a second, and not as fast as it can.
  expect(refused).toBe(11);
  room = true;
  await sleep(cloud.clock, 1000);
  expect(await engine.get(id)).toMatchObject({ status: 'done' });
});

it('lists a long queue now and then, and not at each end of a run', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  let listed = 0;
  const store = overrideStore(disk, {
    listRuns: (filter) => {
      const runs = disk.listRuns(filter);
      if (filter.first === 'oldest') listed += runs.length;
      return runs;
    },
  });
  const engine = open(cloud, [toyRun(async () => 1)], store);
  const start = () => engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, queued: true });
  for (let n = 0; n < 200; n += 1) await start();
  // One at a time, each with a lease: its end is news to whoever watches.
  engine.work({ concurrency: 1 });
  const done = () => disk.listRuns({ status: ['done'] }).length;
  await until(() => done() === 200);
  const listedMeanwhile = listed;
  await start();
  await sleep(cloud.clock, 1000);
  expect(done()).toBe(201);
  expect(listedMeanwhile).toBeLessThan(1000);
});

it('leaves a run that was just being taken when it is told to stop, whatever its listener does', async () => {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  let pass: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (pass = resolve));
  let asked = false;
  const store = overrideStore(disk, {
    claim: async (...args) => {
      asked = true;
      await gate;
      return await disk.claim(...args);
    },
  });
  const engine = open(cloud, [toyRun((ctx) => ctx.sleep(3600))], store);
  const { id } = await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, queued: true });
  const fails = () => {
    throw new Error('nobody reads this');
  };
  const work = engine.work({ concurrency: 1, onTaken: fails, onLeft: fails });
  await until(() => asked);
  const stopped = work.stop();
  pass();
  await stopped;
  expect(engine.isInterrupted(await engine.get(id))).toBe(true);
});
