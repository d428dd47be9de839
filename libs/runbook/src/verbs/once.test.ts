import { describe, expect, it } from '@jest/globals';
import { type RunContext, absent, done } from '../index.ts';
import { MemoryStore } from '../embedded/memory-store.ts';
import { type Toy, ToyCloud } from '../testing/toy-cloud.ts';
import { ann, begin, bob, diedAfter, engineOf, play, toyRun, until } from '../testing/toy-runbooks.ts';

describe('once', () => {
  const mail = (ctx: RunContext<Toy>, find: boolean) =>
    ctx.once('mail', () => ctx.services.mail('hello'), {
      assume: 0,
      preview: () => 'hello',
      ...(find && { find: async () => ((await ctx.services.mails()).includes('hello') ? done(1) : absent()) }),
    });

  it('asks find when the answer never came', async () => {
    for (const afterEffect of [true, false]) {
      const cloud = new ToyCloud();
      cloud.trouble.push({
        call: 'mail hello',
        error: { code: 'CUT', kind: 'timeout', message: 'cut', outcomeUnknown: true },
        afterEffect,
      });
      expect((await play(cloud, (ctx) => mail(ctx, true))).run.status).toBe('done');
      expect(cloud.mails).toEqual(['hello']);
    }
  });

  it('waits for a person where nothing can tell', async () => {
    const cloud = new ToyCloud();
    cloud.trouble.push({
      call: 'mail hello',
      error: { code: 'CUT', kind: 'timeout', message: 'cut', outcomeUnknown: true },
      afterEffect: true,
    });
    const engine = engineOf(cloud, [toyRun((ctx) => mail(ctx, false))]);
    const { id, ended } = await begin(engine);
    await until(async () => (await engine.questions(id)).length === 1);
    const [question] = await engine.questions(id);
    expect(question).toMatchObject({ purpose: 'outcome', path: 'mail#outcome' });
    const by = ann;
    await expect(engine.answer(id, { path: 'mail#outcome', decision: 'approved', by })).rejects.toMatchObject({
      code: 'ANSWER_REFUSED',
    });
    await engine.answer(id, { path: 'mail#outcome', decision: 'done', by });
    expect(await ended).toMatchObject({ status: 'done' });
    expect(cloud.mails).toEqual(['hello']);
  });

  it('asks find again while it does not answer, after a crash too', async () => {
    for (const crash of [true, false]) {
      const cloud = new ToyCloud();
      const body = toyRun((ctx) => mail(ctx, true));
      const busy = { code: 'BUSY', kind: 'unavailable', message: 'busy' };
      const { id, disk } = crash
        ? await diedAfter(cloud, body, 'mail#intent')
        : { id: undefined, disk: new MemoryStore() };
      if (!crash) {
        const error = { code: 'CUT', kind: 'timeout', message: 'cut', outcomeUnknown: true };
        cloud.trouble.push({ call: 'mail hello', error, afterEffect: true });
      }
      for (let i = 0; i < 2; i += 1) cloud.trouble.push({ call: 'mails', error: busy });
      const engine = engineOf(cloud, [body], disk);
      const { ended } = id === undefined ? await begin(engine) : await engine.execute(id);
      expect(await ended).toMatchObject({ status: 'done' });
      expect(cloud.mails).toEqual(['hello']);
    }
  });

  it('says that the outcome is unknown when the run is cancelled before anybody could tell', async () => {
    const cloud = new ToyCloud();
    const error = { code: 'CUT', kind: 'timeout', message: 'cut', outcomeUnknown: true };
    cloud.trouble.push({ call: 'mail hello', error, afterEffect: true });
    const engine = engineOf(cloud, [toyRun((ctx) => mail(ctx, false))]);
    const { id, ended } = await begin(engine);
    await until(async () => (await engine.questions(id)).length === 1);
    await engine.cancel(id, bob, 'enough');
    expect(await ended).toMatchObject({
      status: 'cancelled',
      error: { code: 'OUTCOME_UNKNOWN', outcomeUnknown: true, message: expect.stringContaining("'mail'") },
    });
  });
});
