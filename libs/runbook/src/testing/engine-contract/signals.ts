import type { AskOptions } from '../../run-context.ts';
import { ann, bob, toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Stage } from './stage.ts';

const asks = (options?: AskOptions) => toyRun((ctx) => ctx.ask('Is it bright?', options));
const cyd = { user: 'cyd', surface: 'test' };

/** What people decide. */
export const signalCases: readonly EngineCase[] = [
  {
    name: 'a question is listed until somebody else than the requester says yes',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([asks()]);
      const { id, ended } = await stage.begin(engine);
      await stage.until(async () => (await engine.questions(id)).length === 1);
      const [open] = await engine.questions(id);
      claims.matches(open, { question: 'Is it bright?', purpose: 'question', count: 1, approvedBy: [] });
      const { path } = open!;
      await claims.rejects(engine.answer(id, { path, decision: 'approved', by: ann }), 'ANSWER_REFUSED');
      await claims.rejects(engine.answer(id, { path, decision: 'done', by: bob }), 'ANSWER_REFUSED');
      await claims.rejects(engine.answer(id, { path: 'another', decision: 'approved', by: bob }), 'ANSWER_REFUSED');
      await engine.answer(id, { path, decision: 'approved', by: bob });
      claims.matches(await ended, { status: 'done' });
      claims.equal(await engine.questions(id), []);
    },
  },
  {
    name: 'the first decision wins',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([asks()]);
      const { id, ended } = await stage.begin(engine);
      await stage.answer(engine, id, 'rejected');
      const late = engine.answer(id, { path: '#ask:1', decision: 'approved', by: cyd });
      await claims.rejects(late, 'ANSWER_REFUSED');
      claims.matches(await ended, { status: 'refused', error: { code: 'NOT_APPROVED' } });
    },
  },
  {
    name: 'as many people as asked for must say yes, each counted once, and only those who may',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([asks({ count: 2, approvers: ['bob', 'cyd'] })]);
      const { id, ended } = await stage.begin(engine);
      await stage.answer(engine, id, 'approved');
      await stage.answer(engine, id, 'approved');
      claims.matches(await engine.questions(id), [{ approvedBy: ['bob'], count: 2, approvers: ['bob', 'cyd'] }]);
      const dan = { user: 'dan', surface: 'test' };
      await claims.rejects(engine.answer(id, { path: '#ask:1', decision: 'approved', by: dan }), 'ANSWER_REFUSED');
      await engine.answer(id, { path: '#ask:1', decision: 'approved', by: cyd });
      claims.matches(await ended, { status: 'done' });
    },
  },
  {
    name: 'an answer given while no process executes the run is met when one does',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const first = stage.process([asks()]);
      const { id } = await stage.begin(first.engine);
      await stage.until(async () => (await first.engine.questions(id)).length === 1);
      await first.kill();
      const second = stage.process([asks()]);
      await stage.answer(second.engine, id, 'approved');
      claims.equal(await second.engine.questions(id), []);
      claims.matches(await stage.resume(second, id), { status: 'done', epoch: 2 });
    },
  },
  {
    name: 'a question that was not asked yet takes no answer',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun(async (ctx) => {
        await ctx.sleep(2);
        await ctx.ask('Is it bright?', { timeout: 2 });
      });
      const { engine } = stage.process([body]);
      const { id, ended } = await stage.begin(engine);
      const early = engine.answer(id, { path: '#ask:1', decision: 'approved', by: bob });
      await claims.rejects(early, 'ANSWER_REFUSED');
      claims.matches(await ended, { status: 'refused' });
    },
  },
  {
    name: 'a question that nobody answers in time ends the run as refused, and is closed',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([asks({ timeout: 2 })]);
      const { id, ended } = await stage.begin(engine);
      const run = await ended;
      claims.matches(run, { status: 'refused', error: { code: 'NOT_APPROVED' } });
      const took = Date.parse(run.endedAt!) - Date.parse(run.startedAt!);
      claims.true(took >= 2000 && took < 4000, `it waited for ${took} ms`);
      const late = engine.answer(id, { path: '#ask:1', decision: 'approved', by: bob });
      await claims.rejects(late, 'ANSWER_REFUSED');
    },
  },
  {
    name: 'a run whose approval is required does nothing before it is given',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let looks = 0;
      const body = toyRun((ctx) => ctx.read('x', async () => Promise.resolve((looks += 1))));
      const { engine } = stage.process([body]);
      for (const decision of ['rejected', 'approved'] as const) {
        const { id, ended } = await stage.begin(engine, { approval: 'required' });
        await stage.until(async () => (await engine.questions(id)).length === 1);
        claims.matches(await engine.questions(id), [{ purpose: 'approval', path: '#approval' }]);
        claims.equal(looks, 0);
        await stage.answer(engine, id, decision);
        claims.matches(await ended, { status: decision === 'approved' ? 'done' : 'refused' });
      }
      claims.equal(looks, 1);
    },
  },
];
