import { skip } from '../../outcomes.ts';
import { toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

const key = (item: string) => item;
const items = ['a', 'b', 'c', 'd', 'e'];

/** Several lanes in one run. */
export const laneCases: readonly EngineCase[] = [
  {
    name: 'so many lanes are under way at once, and never more',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let [now, most] = [0, 0];
      const body = toyRun((ctx) =>
        ctx.each('all', items, { key, concurrency: 2 }, async (step) => {
          most = Math.max(most, (now += 1));
          await step.sleep(0.2);
          now -= 1;
        }),
      );
      claims.matches(await stage.play([body]), { status: 'done', output: { unchanged: 5 } });
      claims.equal([now, most], [0, 2]);
    },
  },
  {
    name: 'an item that fails or is skipped is reported, and the others go on',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) =>
        ctx.each('all', items, { key, concurrency: 2, maxFailures: 1 }, async (step, name) => {
          if (name === 'b') skip('nobody needs it');
          if (name === 'c') throw Object.assign(new Error('too dark'), { code: 'DARK', kind: 'conflict' });
          return await turnOn(step, name);
        }),
      );
      const report = [
        { key: 'a', status: 'changed', value: 'on' },
        { key: 'b', status: 'skipped', why: 'nobody needs it' },
        { key: 'c', status: 'failed', why: 'too dark', error: { code: 'DARK', kind: 'conflict' } },
        { key: 'd', status: 'changed' },
        { key: 'e', status: 'changed' },
      ];
      const counts = { changed: 3, unchanged: 0, skipped: 1, failed: 1 };
      claims.matches(await stage.play([body]), { status: 'done', changed: true, output: { ...counts, items: report } });
      claims.equal([...stage.cloud.effects].sort(), ['a on', 'd on', 'e on']);
    },
  },
  {
    name: 'when more failed than may, the rest is skipped: a count, and a share',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      for (const [maxFailures, failed] of [
        [0, 1],
        [1, 2],
        [0.5, 3],
      ] as const) {
        const body = toyRun((ctx) =>
          ctx.each('all', items, { key, maxFailures }, (step) =>
            step.read('look', () => Promise.reject(Object.assign(new Error('no'), { code: 'NO', kind: 'conflict' }))),
          ),
        );
        claims.matches(await stage.play([body]), { status: 'done', output: { failed, skipped: 5 - failed } });
      }
    },
  },
  {
    name: 'lanes within lanes go on after a crash where each of them was',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun((ctx) =>
        ctx.each('outer', ['a', 'b'], { key, concurrency: 2 }, async (outer, name) => {
          const report = await outer.each('inner', ['1', '2', '3'], { key, concurrency: 2 }, async (inner, half) => {
            await turnOn(inner, name + half);
            if (name + half === 'b2') await inner.read('halt', () => halt.here());
          });
          return report.changed;
        }),
      );
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      await first.kill();
      const run = await stage.resume(stage.process([body]), id);
      claims.matches(run, { status: 'done', output: { changed: 2, items: [{ value: 3 }, { value: 3 }] } });
      claims.equal([...stage.cloud.effects].sort(), ['a1 on', 'a2 on', 'a3 on', 'b1 on', 'b2 on', 'b3 on']);
    },
  },
  {
    name: 'the branches of a Promise.all run side by side',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => Promise.all([ctx.sleep(1), ctx.sleep(1), ctx.read('x', async () => 1)]));
      const { startedAt, endedAt, status } = await stage.play([body]);
      claims.equal(status, 'done');
      claims.true(Date.parse(endedAt!) - Date.parse(startedAt!) < 1900, 'the two waits take as long as one');
    },
  },
];
