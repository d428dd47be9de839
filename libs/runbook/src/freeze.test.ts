import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import {
  type AnyRunbook,
  MemoryStore,
  type RunContext,
  type RunStore,
  absent,
  done,
  isRunbookError,
  underway,
} from './index.ts';
import { overrideStore } from './testing/override-store.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { ann, begin, bob, diedAfter, engineOf, switchOn, toyRun, turnOn, until } from './testing/toy-runbooks.ts';

const fire = { scope: '', label: 'everything', by: bob, reason: 'the storage is on fire' };

/** Two processes on one ledger: one executes runs, the other is an operator's. */
function twoOn(
  cloud: ToyCloud,
  runbooks: readonly AnyRunbook<Toy>[],
  disk = new MemoryStore(),
  store: RunStore = disk,
) {
  const engine = engineOf(cloud, runbooks, store);
  const operator = engineOf(cloud, runbooks, disk);
  const goOn = async (id: string) => {
    await operator.unfreeze(fire.scope, bob, 'it is out');
    return await (
      await operator.execute(id)
    ).ended;
  };
  return { engine, operator, disk, goOn };
}

const frozen = { code: 'FROZEN', message: expect.stringMatching(/^everything was frozen by bob .* on fire$/) };

describe('a freeze', () => {
  it('lets the step under way end with all its requests, and begins nothing after it', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.each('all', ['a', 'b'], { key: (name) => name }, (step, name) =>
        step.ensure('on', {
          check: async () => ((await step.services.get(name)) === 'on' ? done('on') : absent()),
          change: async () => {
            await step.services.turn(name, 'on', 60);
            if (name === 'a') await operator.freeze(fire);
            await step.services.mail(name);
          },
          assume: 'on',
        }),
      ),
    );
    const { engine, operator, disk, goOn } = twoOn(cloud, [body]);
    const { id, ended } = await begin(engine);
    const startedAt = cloud.clock.now();
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.clock.now()).toBe(startedAt);
    expect(cloud.effects).toEqual(['a on', 'mail a']);
    expect(disk.journal(id).map(({ path }) => path)).toContain('all/a/on#change');
    expect(await engine.get(id)).toMatchObject({ status: 'running' });
    expect((await engine.get(id)).owner).toBeUndefined();
    expect(await engine.leases()).toMatchObject([{ target: 'toy', run: id }]);
    await expect(engine.execute(id)).rejects.toMatchObject(frozen);

    expect(await goOn(id)).toMatchObject({ status: 'done', output: { changed: 2 } });
    expect(cloud.effects).toEqual(['a on', 'mail a', 'b on', 'mail b']);
  });

  it('is not held up by a timer, an answer or a lease that is waited for, and costs them nothing', async () => {
    const cloud = new ToyCloud();
    const timer = toyRun((ctx) => ctx.sleep(3600), { name: 'toy.timer', targets: ['held'] });
    const answer = toyRun((ctx) => ctx.ask('Shall I?'), { name: 'toy.answer', targets: [] });
    const lease = toyRun(async () => 1, { name: 'toy.lease', targets: ['held'] });
    const { engine, operator } = twoOn(cloud, [timer, answer, lease]);
    const names = ['toy.timer', 'toy.answer', 'toy.lease'];
    const runs = [];
    for (const runbook of names) {
      const { id } = await engine.start({ runbook, input: {}, requestedBy: ann, leaseWait: 7200 });
      runs.push({ id, ended: (await engine.execute(id)).ended });
    }
    const startedAt = cloud.clock.now();
    await sleep(cloud.clock, 60_000);
    void operator.freeze(fire);
    for (const { ended } of runs) await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.clock.now() - startedAt).toBe(60_000);

    await operator.answer(runs[1]!.id, { path: '#ask:1', decision: 'approved', by: bob });
    await operator.unfreeze('', bob, 'it is out');
    const resumed = await Promise.all(runs.map(({ id }) => operator.execute(id)));
    for (const { ended } of resumed) expect(await ended).toMatchObject({ status: 'done' });
    expect(cloud.clock.now() - startedAt).toBe(3_600_000);
  });

  it('is not held up by the next look at a change that was sent', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.ensure('on', {
        check: async () => ((await ctx.services.get('a')) === 'off' ? absent() : done()),
        change: () => Promise.resolve(),
        assume: undefined,
        every: 300,
      }),
    );
    const { engine, operator, goOn } = twoOn(cloud, [body]);
    const { id, ended } = await begin(engine);
    const startedAt = cloud.clock.now();
    await sleep(cloud.clock, 1000);
    await operator.freeze(fire);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.clock.now() - startedAt).toBe(1000);
    cloud.switches.set('a', 'on');
    expect(await goOn(id)).toMatchObject({ status: 'done', changed: true });
    expect(cloud.clock.now() - startedAt).toBe(300_000);
  });

  it('waits for the end of a shielded stretch, its timers and changes included, though it be lifted meanwhile', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.each('all', ['shielded', 'open'], { key: (name) => name, concurrency: 2 }, async (step, name) => {
        if (name === 'shielded') {
          await step.uninterrupted(async (inner) => {
            await inner.sleep(60);
            await turnOn(inner, 'a');
          });
        } else await step.sleep(2);
        await turnOnAs(step, name);
      }),
    );
    const { engine, operator, goOn } = twoOn(cloud, [body]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 1000);
    await operator.freeze(fire);
    await sleep(cloud.clock, 2000);
    await operator.unfreeze('', bob, 'false alarm');
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['a on']);
    expect(cloud.switches.get('a')).toBe('on');
    expect(await goOn(id)).toMatchObject({ status: 'done', output: { changed: 2 } });
    expect([...cloud.effects].sort()).toEqual(['a on', 'open on', 'shielded on']);
  });

  it('does not part the intent of an effect from the effect', async () => {
    const cloud = new ToyCloud();
    const body = toyRun(async (ctx) => {
      await ctx.once('mail', () => ctx.services.mail('hello'), { assume: 0 });
      await turnOn(ctx, 'a');
    });
    const disk = new MemoryStore();
    const store = overrideStore(disk, {
      append: async (...args) => {
        await disk.append(...args);
        if (args[2].entries.some(({ path }) => path === 'mail#intent')) await operator.freeze(fire);
      },
    });
    const { engine, operator, goOn } = twoOn(cloud, [body], disk, store);
    const { id, ended } = await begin(engine);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['mail hello']);
    // The ledger says at once what was done, and not when the run goes on.
    expect(await operator.audit({ run: id, kind: ['changed'] })).toMatchObject([{ path: 'mail' }]);
    expect(await goOn(id)).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['mail hello', 'a on']);
  });

  it('comes before an effect whose intent an earlier life recorded: nothing says that it has begun', async () => {
    const cloud = new ToyCloud();
    let pushes = false;
    const body = toyRun((ctx) => {
      if (pushes) void operator.freeze(fire);
      pushes = false;
      return ctx.once('mail', () => ctx.services.mail('hello'), {
        assume: 0,
        find: async () => ((await ctx.services.mails()).length > 0 ? done(1) : absent()),
      });
    });
    const { id, disk } = await diedAfter(cloud, body, 'mail#intent');
    const { engine, operator, goOn } = twoOn(cloud, [body], disk);
    const sent = cloud.effects.length;
    pushes = true;
    await expect((await engine.execute(id)).ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toHaveLength(sent);
    expect(await goOn(id)).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['mail hello']);
  });

  it('of a child stops the tree: what is under way elsewhere in it ends first, and the root is what goes on', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.each('all', ['child', 'mail'], { key: (name) => name, concurrency: 2 }, async (step, name) => {
        if (name === 'child') return await step.run(switchOn, { name: 'a' });
        await step.once('slow', () => sleep(cloud.clock, 60_000).then(() => step.services.mail('slow')), { assume: 0 });
        return await step.once('next', () => step.services.mail('next'), { assume: 0 });
      }),
    );
    const { engine, operator, goOn } = twoOn(cloud, [body, switchOn]);
    const { id, ended } = await begin(engine);
    await until(() => cloud.switches.get('a') === 'turning');
    await operator.freeze({ ...fire, scope: 'switch/' });
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['a on', 'mail slow']);
    const [child] = await engine.list({ parent: id });
    expect(child).toMatchObject({ status: 'running', runbook: 'switch.on' });
    expect(engine.isInterrupted(child!)).toBe(true);
    await expect(engine.execute(id)).rejects.toMatchObject(frozen);
    await operator.unfreeze('switch/', bob, 'it is out');
    expect(await goOn(id)).toMatchObject({ status: 'done', output: { changed: 2, failed: 0 } });
    expect(cloud.effects).toEqual(['a on', 'mail slow', 'mail next']);
  });

  it('starts no child', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      Promise.all([
        ctx.once('slow', () => sleep(cloud.clock, 60_000).then(() => ctx.services.mail('slow')), { assume: 0 }),
        ctx.each('later', ['a'], { key: (name) => name }, async (step, name) => {
          await step.sleep(2);
          return await step.run(switchOn, { name });
        }),
      ]),
    );
    const { engine, operator, goOn } = twoOn(cloud, [body, switchOn]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 1000);
    await operator.freeze(fire);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(await engine.list({ parent: id })).toEqual([]);
    expect(await goOn(id)).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['mail slow', 'a on']);
  });

  it('lets a child come to its end that does so by what was under way, and a shielded stretch that waits for it', async () => {
    const cloud = new ToyCloud();
    const child = toyRun(
      (ctx) => ctx.once('slow', () => sleep(cloud.clock, 60_000).then(() => ctx.services.mail('slow')), { assume: 0 }),
      { name: 'toy.child' },
    );
    const body = toyRun(async (ctx) => {
      await ctx.uninterrupted(async (step) => {
        await step.run(child, {});
        await turnOnAs(step, 'a');
      });
      await turnOnAs(ctx, 'b');
    });
    const { engine, operator, goOn } = twoOn(cloud, [body, child]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 1000);
    await operator.freeze(fire);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['mail slow', 'a on']);
    expect(await goOn(id)).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['mail slow', 'a on', 'b on']);
  });

  it('wakes a tree in which everything waits', async () => {
    const cloud = new ToyCloud();
    const sleeper = toyRun((ctx) => ctx.sleep(3600), { name: 'toy.sleep' });
    const body = toyRun((ctx) => ctx.uninterrupted((step) => step.run(sleeper, {})));
    const { engine, operator, goOn } = twoOn(cloud, [body, sleeper]);
    const { id, ended } = await begin(engine);
    const startedAt = cloud.clock.now();
    await sleep(cloud.clock, 1000);
    void operator.freeze(fire);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.clock.now() - startedAt).toBe(1000);
    expect(await goOn(id)).toMatchObject({ status: 'done' });
    expect(cloud.clock.now() - startedAt).toBe(3_600_000);
  });

  it('of what only an ended child has touched stops nothing', async () => {
    const cloud = new ToyCloud();
    const body = toyRun(async (ctx) => {
      await ctx.run(switchOn, { name: 'a' });
      await ctx.read('pushed', () => operator.freeze({ ...fire, scope: 'switch/' }).then(() => 1));
      await turnOnAs(ctx, 'b');
    });
    const { engine, operator } = twoOn(cloud, [body, switchOn]);
    expect(await (await begin(engine)).ended).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['a on', 'b on']);
  });

  it('of another scope stops nothing', async () => {
    const cloud = new ToyCloud();
    const { engine, operator } = twoOn(cloud, [toyRun((ctx) => turnOn(ctx, 'a'))]);
    await operator.freeze({ ...fire, scope: 'toys' });
    expect(await (await begin(engine)).ended).toMatchObject({ status: 'done', changed: true });
  });

  it('of a cancelled run stops before the next undo, and the others are made after it', async () => {
    const cloud = new ToyCloud();
    const body = toyRun(async (ctx) => {
      await turnOnAs(ctx, 'a');
      await turnOnAs(ctx, 'b', () => operator.freeze(fire));
      await ctx.sleep(3600);
    });
    const { engine, operator, goOn } = twoOn(cloud, [body]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 60_000);
    await operator.cancel(id, bob, 'enough');
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['a on', 'b on', 'b off']);
    expect(cloud.switches.get('b')).toBe('off');
    expect(await goOn(id)).toMatchObject({
      status: 'cancelled',
      undone: [
        { path: 'b', outcome: 'undone' },
        { path: 'a', outcome: 'undone' },
      ],
    });
    expect(cloud.effects).toEqual(['a on', 'b on', 'b off', 'a off']);
  });

  it('of a cancelled run stops before a change under way is aborted', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) =>
      ctx.ensure('slow', {
        check: async () => {
          const state = await ctx.services.get('a');
          return state === 'on' ? done() : state === 'turning' ? underway() : absent();
        },
        change: () => ctx.services.turn('a', 'on', 3600),
        abort: async () => {
          await ctx.services.mail('abort');
          cloud.switches.set('a', 'off');
        },
        assume: undefined,
        timeout: 7200,
      }),
    );
    const { engine, operator, disk, goOn } = twoOn(cloud, [body]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 61_000);
    await operator.cancel(id, bob, 'enough');
    await until(() => disk.journal(id).some(({ path }) => path === ''));
    await operator.freeze(fire);
    await expect(ended).rejects.toMatchObject(frozen);
    expect(cloud.effects).toEqual(['a on']);
    expect(await goOn(id)).toMatchObject({ status: 'cancelled' });
    expect(cloud.effects).toEqual(['a on', 'mail abort']);
  });

  it('keeps the guard from letting through what a step left behind that is over', async () => {
    const cloud = new ToyCloud();
    const gate = Promise.withResolvers<undefined>();
    let refused: unknown;
    const body = toyRun(async (ctx) => {
      let late = Promise.resolve(0);
      await ctx.once('mail', async () => void (late = gate.promise.then(() => ctx.services.mail('late'))), {
        assume: undefined,
      });
      await ctx.read('pushed', async () => {
        await operator.freeze(fire);
        gate.resolve(undefined);
        await late.catch((error: unknown) => (refused = error));
      });
    });
    const { engine, operator } = twoOn(cloud, [body]);
    await (await begin(engine)).ended.catch((error: unknown) => expect(isRunbookError(error)).toBe(true));
    expect(refused).toMatchObject({
      code: 'EFFECT_REFUSED',
      message: expect.stringMatching(/mail late in step 'mail#do': everything was frozen by bob .* on fire/),
    });
    expect(cloud.effects).toEqual([]);
  });

  it('that is met before the whole journal was leaves nothing of another code behind', async () => {
    const cloud = new ToyCloud();
    const original = toyRun((ctx) => turnOn(ctx, 'a'), { targets: [] });
    const other = toyRun((ctx) => ctx.each('new', ['x'], { key: (x) => x }, (step) => step.sleep(60)), { targets: [] });
    const { id, disk } = await diedAfter(cloud, original, 'on#check');
    const { engine, operator } = twoOn(cloud, [other], disk);
    const { ended } = await engine.execute(id);
    ended.catch(() => undefined);
    await operator.freeze(fire);
    await expect(ended).rejects.toThrow();
    expect(disk.events(id, 0).filter(({ path }) => path.startsWith('new'))).toEqual([]);
    await operator.unfreeze(fire.scope, bob, 'it is out');
    const { ended: end } = await engineOf(cloud, [original], disk).execute(id);
    expect(await end).toMatchObject({ status: 'done' });
  });
});

const turnOnAs = (step: RunContext<Toy>, name: string, beforeUndo: () => Promise<unknown> = () => Promise.resolve()) =>
  step.ensure(name, {
    check: async () => ((await step.services.get(name)) === 'off' ? absent() : done()),
    change: () => step.services.turn(name, 'on', 0),
    undo: async () => {
      await beforeUndo();
      await step.services.turn(name, 'off', 0);
    },
    assume: undefined,
  });
