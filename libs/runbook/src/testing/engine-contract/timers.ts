import { underway } from '../../look.ts';
import { toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Stage } from './stage.ts';

/** Waits end when they were to end, whoever waits. */
export const timerCases: readonly EngineCase[] = [
  {
    name: 'a wait that was begun ends at the same time although its process died',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(6));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await stage.sleep(2);
      await first.kill();
      await stage.sleep(2);
      const { status, startedAt, endedAt } = await stage.resume(stage.process([body]), id);
      const took = Date.parse(endedAt!) - Date.parse(startedAt!);
      claims.equal(status, 'done');
      claims.true(took >= 5900 && took < 7500, `it took ${took} ms`);
    },
  },
  {
    name: 'a wait that is over when the next process comes takes no time more',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(2));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await stage.sleep(1);
      await first.kill();
      await stage.sleep(4);
      const resumed = world.clock.now();
      claims.matches(await stage.resume(stage.process([body]), id), { status: 'done' });
      claims.true(world.clock.now() - resumed < 1000, 'it did not wait again');
    },
  },
  {
    name: 'what is followed has the same deadline after a crash, and then ends as timed out',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let looks = 0;
      const look = async () => {
        looks += 1;
        return Promise.resolve(underway({ looks }));
      };
      const body = toyRun((ctx) => ctx.waitUntil('never', look, { assume: 1, every: 1, timeout: 5 }));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await stage.sleep(2.5);
      await first.kill();
      const { status, error, startedAt, endedAt } = await stage.resume(stage.process([body]), id);
      const took = Date.parse(endedAt!) - Date.parse(startedAt!);
      claims.matches({ status, error }, { status: 'failed', error: { code: 'TIMED_OUT', kind: 'timeout' } });
      claims.true(took >= 5000 && took < 7500, `it took ${took} ms`);
      claims.true(looks >= 5 && looks <= 8, `it looked ${looks} times`);
    },
  },
];
