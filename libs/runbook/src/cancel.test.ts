import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { MemoryStore } from './embedded/memory-store.ts';
import { type Engine, type RunStore, absent, done, underway } from './index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { begin, bob, diedAfter, engineOf, toyRun, turnOn } from './testing/toy-runbooks.ts';

/** Asked from inside a step, so that it comes while that step is under way. */
const cancelNow = async (engine: Engine, id: string) => {
  await engine.cancel(id, bob, 'enough');
  await new Promise((resolve) => setImmediate(resolve));
};

describe('cancel', () => {
  it('waits for a change under way, or aborts it where the step says how', async () => {
    for (const abort of [false, true]) {
      const cloud = new ToyCloud();
      const slow = toyRun((ctx) =>
        ctx.ensure('slow', {
          check: async () => {
            const s = await ctx.services.get('a');
            return s === 'on' ? done(s) : s === 'turning' ? underway() : absent();
          },
          change: () => ctx.services.turn('a', 'on', 600),
          ...(abort && {
            abort: async () => {
              await ctx.services.mail('abort');
              cloud.switches.set('a', 'off');
            },
          }),
          assume: 'on',
          timeout: 3600,
        }),
      );
      const engine = engineOf(cloud, [slow]);
      const { id, ended } = await begin(engine);
      void sleep(cloud.clock, 60_000).then(() => engine.cancel(id, bob, 'enough'));
      expect(await ended).toMatchObject({ status: 'cancelled' });
      expect(cloud.switches.get('a')).toBe(abort ? 'off' : 'on');
    }
  });

  it('in the midst of a change lets it end, with all its requests, and undoes it', async () => {
    const cloud = new ToyCloud();
    const pair = toyRun((ctx) => {
      const { get, turn } = ctx.services;
      return ctx.ensure('pair', {
        check: async () => {
          const both = [await get('a'), await get('b')];
          return both.every((state) => state === 'on') ? done() : both.includes('turning') ? underway() : absent();
        },
        change: async () => {
          await turn('a', 'on');
          await cancelNow(engine, ctx.id);
          await turn('b', 'on');
        },
        undo: async () => {
          await turn('a', 'off', 0);
          await turn('b', 'off', 0);
        },
        assume: undefined,
        every: 1,
      });
    });
    const engine = engineOf(cloud, [pair]);
    const { ended } = await begin(engine);
    expect(await ended).toMatchObject({ status: 'cancelled', undone: [{ path: 'pair', outcome: 'undone' }] });
    expect(Object.fromEntries(cloud.switches)).toEqual({ a: 'off', b: 'off' });
  });

  it('after a crash does not make the change that the crash kept from being made', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) => turnOn(ctx, 'a'));
    const { id, disk } = await diedAfter(cloud, body, 'on#check');
    const next = engineOf(cloud, [body], disk);
    await next.cancel(id, bob, 'enough');
    expect(await (await next.execute(id)).ended).toMatchObject({ status: 'cancelled', changed: false, undone: [] });
    expect(cloud.effects).toEqual([]);
  });

  it('is heeded by a wait that was just looking', async () => {
    const cloud = new ToyCloud();
    let looks = 0;
    const waits = toyRun((ctx) =>
      ctx.waitUntil(
        'never',
        async () => {
          looks += 1;
          if (looks === 2) await cancelNow(engine, ctx.id);
          return underway();
        },
        { assume: undefined },
      ),
    );
    const engine = engineOf(cloud, [waits]);
    expect(await (await begin(engine)).ended).toMatchObject({ status: 'cancelled' });
    expect(looks).toBe(2);
  });

  it('waits for the other branches of a Promise.all, and undoes what they changed', async () => {
    const cloud = new ToyCloud();
    const both = toyRun((ctx) =>
      Promise.all([
        ctx.sleep(3600),
        ctx.ensure('on', {
          check: async () => ((await ctx.services.get('a')) === 'off' ? absent() : done()),
          change: async () => {
            await cancelNow(engine, ctx.id);
            await ctx.services.turn('a', 'on', 0);
          },
          undo: () => ctx.services.turn('a', 'off', 0),
          assume: undefined,
        }),
      ]),
    );
    const engine = engineOf(cloud, [both]);
    const { ended } = await begin(engine);
    expect(await ended).toMatchObject({ status: 'cancelled', undone: [{ path: 'on', outcome: 'undone' }] });
    expect(cloud.switches.get('a')).toBe('off');
  });

  it('that came while nobody executed the run keeps back what a crash had left open, and says that nothing was sent', async () => {
    const mail = toyRun((ctx) =>
      ctx.once('mail', () => ctx.services.mail('hello'), {
        assume: 0,
        find: async () => ((await ctx.services.mails()).length > 0 ? done(1) : absent()),
      }),
    );
    const turn = toyRun((ctx) => turnOn(ctx, 'a'));
    for (const { body, path } of [
      { body: mail, path: 'mail#intent' },
      { body: turn, path: 'on#check' },
    ]) {
      const cloud = new ToyCloud();
      const { id, disk } = await diedAfter(cloud, body, path);
      const sent = [...cloud.effects];
      cloud.mails.length = 0;
      cloud.switches.clear();
      const engine = engineOf(cloud, [body], disk);
      await engine.cancel(id, bob, 'enough');
      expect(await (await engine.execute(id)).ended).toMatchObject({ status: 'cancelled' });
      expect(cloud.effects).toEqual(sent);
      expect(await engine.audit({ run: id, kind: ['changed', 'change-failed'] })).toEqual([]);
    }
  });

  it('reaches a child that began before the run had heard of it', async () => {
    const cloud = new ToyCloud();
    const sleeper = toyRun((ctx) => ctx.sleep(86_400), { name: 'toy.sleep' });
    const parent = toyRun(async (ctx) => {
      await ctx.read('x', () => cancelNow(engine, ctx.id));
      await ctx.run(sleeper, {});
    });
    const engine = engineOf(cloud, [parent, sleeper], hardOfHearing(cloud));
    const { id, ended } = await begin(engine);
    expect((await ended).endedAt! < '2030-01-01T00:01').toBe(true);
    expect(await engine.list({ parent: id })).toMatchObject([{ status: 'cancelled' }]);
  });
});

/** A store that tells of a cancel a quarter of a second late, as it comes from another process. */
function hardOfHearing(cloud: ToyCloud): RunStore {
  const store = new MemoryStore();
  const watch = (fn: () => void) => store.watch(() => void cloud.clock.after(250, fn));
  return new Proxy(store, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key);
      if (key === 'watch') return watch;
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
