import { describe, expect, it } from '@jest/globals';
import { Secret, sleep } from '@opsbook/context';
import { type EnsureOptions, MemoryStore, type RunContext, absent, done, underway } from './index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { begin, bob, diedAfter, engineOf, toyRun, until } from './testing/toy-runbooks.ts';

const lost = { code: 'CUT', kind: 'unavailable', message: 'cut', outcomeUnknown: true };

/** Turns a switch on; its check says how it is. */
const turn = (ctx: RunContext<Toy>, more: Partial<EnsureOptions<unknown>> = {}) =>
  ctx.ensure('on', {
    check: async () => {
      const state = await ctx.services.get('a');
      return state === 'on' ? done({ state }) : state === 'turning' ? underway({ state }) : absent({ state });
    },
    change: () => ctx.services.turn('a', 'on'),
    assume: undefined,
    timeout: 60,
    ...more,
  });

/** Runs a body, and answers what the audit trail then has of its changes. */
async function trailOf(cloud: ToyCloud, body: (ctx: RunContext<Toy>) => Promise<unknown>) {
  const engine = engineOf(cloud, [toyRun(body)]);
  const { id, ended } = await begin(engine);
  await ended;
  return { trail: await changesOf(engine), events: await engine.events(id) };
}

const changesOf = async (engine: ReturnType<typeof engineOf>) =>
  (await engine.audit({ kind: ['changed', 'change-failed'] })).map(({ kind, path, details }) => ({
    kind,
    path,
    ...(details as object),
  }));

describe('the audit trail', () => {
  it('has what a change met and what it made of it, and nothing of what was so already', async () => {
    const cloud = new ToyCloud();
    const { trail, events } = await trailOf(cloud, (ctx) => turn(ctx));
    expect(trail).toEqual([{ kind: 'changed', path: 'on', before: { state: 'off' }, after: { state: 'on' } }]);
    // Only what is under way is progress.
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event.data] : []));
    expect(progress).toEqual([{ state: 'turning' }]);
    expect((await trailOf(cloud, (ctx) => turn(ctx))).trail).toEqual([]);
  });

  it('has a change that was sent and then refused, late or aborted', async () => {
    const refused = new ToyCloud();
    refused.trouble.push({ call: 'turn', error: { code: 'NO', kind: 'forbidden', message: 'no' } });
    expect((await trailOf(refused, (ctx) => turn(ctx))).trail).toMatchObject([
      { kind: 'change-failed', before: { state: 'off' }, error: { code: 'NO' } },
    ]);

    const late = await trailOf(new ToyCloud(), (ctx) =>
      turn(ctx, { change: () => ctx.services.turn('a', 'on', 3600), timeout: 30 }),
    );
    expect(late.trail).toMatchObject([
      { kind: 'change-failed', before: { state: 'off' }, error: { code: 'TIMED_OUT' } },
    ]);

    const cloud = new ToyCloud();
    const abort = async () => void cloud.switches.set('a', 'off');
    const slow = toyRun((ctx) => turn(ctx, { change: () => ctx.services.turn('a', 'on', 3600), abort }));
    const engine = engineOf(cloud, [slow]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 10_000);
    await engine.cancel(id, bob, 'enough');
    await ended;
    expect(await changesOf(engine)).toMatchObject([
      { kind: 'change-failed', before: { state: 'off' }, error: { code: 'CANCELLED' } },
    ]);
  });

  it('has no change that somebody else made first, nor one that the guard kept back', async () => {
    const overtaken = new ToyCloud();
    overtaken.trouble.push({ call: 'turn', error: { code: 'BUSY', kind: 'conflict', message: 'it is turning' } });
    const { trail } = await trailOf(overtaken, (ctx) =>
      turn(ctx, {
        change: () => {
          overtaken.switches.set('a', 'on');
          return ctx.services.turn('a', 'on');
        },
      }),
    );
    expect(trail).toEqual([]);
    const kept = await trailOf(new ToyCloud(), (ctx) =>
      turn(ctx, { change: () => Promise.reject(Object.assign(new Error('no'), { code: 'EFFECT_REFUSED' })) }),
    );
    expect(kept.trail).toEqual([]);
  });

  it('has the result of an effect, or that it failed or may have taken place', async () => {
    const mail = (ctx: RunContext<Toy>) => ctx.once('mail', () => ctx.services.mail('x'), { assume: 7 });
    const sent = await trailOf(new ToyCloud(), mail);
    expect(sent.trail).toEqual([{ kind: 'changed', path: 'mail', after: 1 }]);

    const refused = new ToyCloud();
    refused.trouble.push({ call: 'mail', error: { code: 'NO', kind: 'forbidden', message: 'no' } });
    const failed = await trailOf(refused, mail);
    expect(failed.trail).toMatchObject([{ kind: 'change-failed', path: 'mail', error: { code: 'NO' } }]);

    for (const decision of ['done', 'cancel'] as const) {
      const cloud = new ToyCloud();
      cloud.trouble.push({ call: 'mail', error: lost, afterEffect: true });
      const engine = engineOf(cloud, [toyRun(mail)]);
      const { id, ended } = await begin(engine);
      await until(async () => (await engine.questions(id)).length === 1);
      if (decision === 'cancel') await engine.cancel(id, bob, 'enough');
      else await engine.answer(id, { path: 'mail#outcome', decision, by: bob });
      await ended;
      // What a person said took place was not seen: there is no result.
      const expected = decision === 'done' ? { kind: 'changed' } : { error: { code: 'OUTCOME_UNKNOWN' } };
      const [entry] = await changesOf(engine);
      expect(entry).toMatchObject({ path: 'mail', ...expected });
      expect(entry).not.toHaveProperty('after');
    }
  });

  it('has what a resumed run found just before its change, and what the dead one had found before its own', async () => {
    for (const path of ['on#check', 'on#change']) {
      const cloud = new ToyCloud();
      let version = 1;
      const body = toyRun((ctx) =>
        turn(ctx, {
          check: async () => {
            const state = await ctx.services.get('a');
            return state === 'on' ? done({ state }) : state === 'turning' ? underway() : absent({ state, version });
          },
        }),
      );
      const { id, disk } = await diedAfter(cloud, body, path);
      version = 2;
      const engine = engineOf(cloud, [body], disk);
      await (
        await engine.execute(id)
      ).ended;
      const before = { state: 'off', version: path === 'on#check' ? 2 : 1 };
      expect(await changesOf(engine)).toEqual([{ kind: 'changed', path: 'on', before, after: { state: 'on' } }]);
      expect(cloud.effects).toEqual(['a on']);
    }
  });

  it('keeps no secret, and the length of what is too long', async () => {
    new Secret('mellon-mellon-mellon');
    const cloud = new ToyCloud();
    const { trail } = await trailOf(cloud, (ctx) =>
      turn(ctx, {
        check: async () =>
          (await ctx.services.get('a')) === 'on' ? done('x'.repeat(20_000)) : absent('say mellon-mellon-mellon'),
      }),
    );
    expect(trail).toMatchObject([{ before: 'say ***', after: `${'x'.repeat(2000)}... (20000 characters)` }]);
  });

  it('has a change once, however often its run is resumed', async () => {
    const cloud = new ToyCloud();
    const disk = new MemoryStore();
    const body = toyRun(async (ctx) => {
      await turn(ctx);
      await ctx.sleep(60);
    });
    const first = engineOf(cloud, [body], disk);
    const { id, ended } = await begin(first);
    await until(() => disk.deadlines(id).has('#sleep:1'));
    await first.close();
    await ended.catch(() => undefined);
    const second = engineOf(cloud, [body], disk);
    await (
      await second.execute(id)
    ).ended;
    expect(await changesOf(second)).toHaveLength(1);
  });
});
