import { Secret } from '@opsbook/context';
import type { RunContext } from '../../run-context.ts';
import type { Toy } from '../toy-cloud.ts';
import { toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

/** Lives a body until it comes to its `halt`, kills its process, and lives it to its end in another one. */
async function interrupted(stage: Stage, body: (ctx: RunContext<Toy>, halt: () => Promise<void>) => Promise<unknown>) {
  const halt = new Halt();
  const runbook = toyRun((ctx) => body(ctx, () => ctx.read('halt', () => halt.here())));
  const first = stage.process([runbook]);
  const { id } = await stage.begin(first.engine);
  await halt.reached;
  await first.kill();
  const second = stage.process([runbook]);
  return { run: await stage.resume(second, id), engine: second.engine };
}

/** What was done once is remembered, and remembered the same. */
export const journalCases: readonly EngineCase[] = [
  {
    name: 'a finished step is not done again after a crash, and its result is the same',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let looks = 0;
      const look = async () => Promise.resolve({ look: (looks += 1), nothing: undefined, list: [1, 'ü', null] });
      const met: unknown[] = [];
      const { run } = await interrupted(stage, async (ctx, halt) => {
        const found = await ctx.read('look', look);
        met.push(found);
        await halt();
        return found;
      });
      claims.matches(run, { status: 'done', output: { look: 1, list: [1, 'ü', null] }, epoch: 2 });
      claims.equal(
        met.map((found) => Object.keys(found as object)),
        [
          ['look', 'list'],
          ['look', 'list'],
        ],
      );
      claims.equal(looks, 1);
    },
  },
  {
    name: 'an error of a step is the same after a crash: code, kind and message',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let calls = 0;
      const fails = () => {
        calls += 1;
        return Promise.reject(Object.assign(new Error('no such thing'), { code: 'NO_THING', kind: 'not-found' }));
      };
      const { run } = await interrupted(stage, async (ctx, halt) => {
        const met = await ctx.read('look', fails).catch((error: unknown) => error);
        await halt();
        const { code, kind, message } = met as { code: string; kind: string; message: string };
        return { code, kind, message };
      });
      claims.equal(run.output, { code: 'NO_THING', kind: 'not-found', message: 'no such thing' });
      claims.equal(calls, 1);
    },
  },
  {
    name: 'what JSON cannot carry and what is secret is no result',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const circle: { self?: unknown } = {};
      circle.self = circle;
      const results = { circle, secret: new Secret('hunter2-and-more') };
      for (const [name, code] of [
        ['circle', 'RESULT_NOT_JSON'],
        ['secret', 'SECRET_IN_RESULT'],
      ] as const) {
        const body = toyRun((ctx) => ctx.read('look', async () => Promise.resolve(results[name])));
        claims.matches(await stage.play([body]), { status: 'failed', error: { code } });
      }
    },
  },
  {
    name: 'parallel lanes complete in the same order again',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const lives: string[][] = [];
      const { run } = await interrupted(stage, async (ctx, halt) => {
        const order: string[] = [];
        lives.push(order);
        const items = [0.3, 0.1, 0.2];
        await ctx.each('lanes', items, { key: (item) => `s${item * 10}`, concurrency: 3 }, async (step, seconds) => {
          await step.sleep(seconds);
          order.push(`${seconds}`);
          await step.read('look', () => step.services.get('a'));
          order.push(`${seconds} again`);
        });
        await halt();
        return order;
      });
      claims.equal(
        lives[0]!.filter((entry) => !entry.endsWith('again')),
        ['0.1', '0.2', '0.3'],
      );
      claims.equal(lives[1], lives[0]);
      claims.equal(run.output, lives[0]);
    },
  },
  {
    name: 'time, ids, waits and log lines are recorded once',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const lives: { now: string; uuid: string }[] = [];
      const { run, engine } = await interrupted(stage, async (ctx, halt) => {
        const [now, uuid] = [await ctx.now(), ctx.uuid()];
        lives.push({ now, uuid });
        await ctx.sleep(2);
        ctx.log('slept', { seconds: 2 });
        ctx.progress({ percent: 50 });
        await halt();
        return { later: await ctx.now(), another: ctx.uuid() };
      });
      const [first] = lives;
      claims.equal(lives[1], first);
      const { later, another } = run.output as { later: string; another: string };
      claims.true(Date.parse(later) - Date.parse(first!.now) >= 2000, 'the sleep took its time');
      claims.true(another !== first!.uuid, 'two ids are two');
      const told = (await engine.events(run.id)).filter(({ type }) => type === 'log' || type === 'progress');
      claims.matches(told, [{ type: 'log', message: 'slept', data: { seconds: 2 } }, { data: { percent: 50 } }]);
    },
  },
  {
    name: 'awaiting what is no verb ends the run',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const bare = toyRun(async () => await stage.sleep(60));
      claims.matches(await stage.play([bare]), { status: 'failed', error: { code: 'NOT_A_VERB' } });
    },
  },
];
