import { describe, expect, it } from '@jest/globals';
import { inScope, sleep, unknown } from '@opsbook/context';
import * as z from 'zod';
import {
  type RunContext,
  absent,
  defineRunbook,
  done,
  fail,
  flatten,
  keep,
  memoryEngine,
  skip,
  underway,
} from './index.ts';
import { type World, crashEverywhere, planOnce, runOnce } from './testing/index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';

const runbook = defineRunbook<Toy>();
const anything = z.unknown();
const none = z.object({});

const on = (step: RunContext<Toy>, name: string, toy: Toy = step.services) =>
  step.ensure('on', {
    check: async () => {
      const state = await toy.get(name);
      return state === 'on' ? done(state) : state === 'turning' ? underway() : absent();
    },
    change: () => toy.turn(name, 'on'),
    undo: () => toy.turn(name, 'off'),
    assume: 'on',
    every: 1,
    timeout: 60,
  });

/** A runbook for one test. */
const toyRun = (run: (ctx: RunContext<Toy>) => Promise<unknown>, risk: 'safe' | 'read-only' = 'safe') =>
  runbook({ name: 'toy.test', summary: 'A test', risk, input: none, output: anything, targets: () => ['toy'], run });

const play = (cloud: ToyCloud, run: (ctx: RunContext<Toy>) => Promise<unknown>) =>
  runOnce({ runbook: toyRun(run), input: {}, connect: cloud.connect, clock: cloud.clock });

const plan = (cloud: ToyCloud, run: (ctx: RunContext<Toy>) => Promise<unknown>) =>
  planOnce({ runbook: toyRun(run), input: {}, connect: cloud.connect, clock: cloud.clock });

describe('ensure', () => {
  it('changes what is absent, waits until it is so, and leaves alone what is', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('b', 'on');
    const { run, events } = await play(cloud, async (ctx) =>
      ctx.each('all', ['a', 'b'], { key: (name) => name, concurrency: 2 }, (step, name) => on(step, name)),
    );
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(run.output).toMatchObject({
      changed: 1,
      unchanged: 1,
      items: [
        { key: 'a', status: 'changed', value: 'on' },
        { key: 'b', status: 'unchanged' },
      ],
    });
    expect(cloud.effects).toEqual(['a on']);
    expect(
      events.filter((e) => e.type === 'step' && e.path === 'all/a/on').map((e) => 'status' in e && e.status),
    ).toEqual(['started', 'changing', 'changed']);
  });

  it('waits for what is under way without changing it again', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'turning');
    void sleep(cloud.clock, 5000).then(() => cloud.switches.set('a', 'on'));
    const { run } = await play(cloud, (ctx) => on(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done', output: 'on', changed: false });
    expect(cloud.effects).toEqual([]);
  });

  it('goes on to look when the answer to a change never came, and does not change twice', async () => {
    const cloud = new ToyCloud();
    const error = { code: 'CUT', kind: 'unavailable', message: 'cut', outcomeUnknown: true };
    cloud.trouble.push({ call: 'turn', error, afterEffect: true });
    const { run } = await play(cloud, (ctx) => on(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done', output: 'on', changed: true });
    expect(cloud.effects).toEqual(['a on']);
  });

  it('asks again when half a minute shows no effect of a change without an answer', async () => {
    const cloud = new ToyCloud();
    cloud.trouble.push({
      call: 'turn',
      error: { code: 'CUT', kind: 'unavailable', message: 'cut', outcomeUnknown: true },
    });
    const { run } = await play(cloud, (ctx) => on(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['a on']);
  });

  it('waits out trouble that may pass, and ends at once at trouble that does not', async () => {
    const cloud = new ToyCloud();
    const busy = { code: 'BUSY', kind: 'unavailable', message: 'busy' };
    for (let i = 0; i < 3; i += 1) cloud.trouble.push({ call: 'get', error: busy });
    expect((await play(cloud, (ctx) => on(ctx, 'a'))).run.status).toBe('done');
    cloud.trouble.push({ call: 'get', error: { code: 'NO', kind: 'forbidden', message: 'no' } });
    expect((await play(cloud, (ctx) => on(ctx, 'b'))).run).toMatchObject({
      status: 'failed',
      error: { code: 'NO', kind: 'forbidden' },
    });
  });

  it('fails when it does not become so in time', async () => {
    const cloud = new ToyCloud();
    const { run } = await play(cloud, (ctx) =>
      ctx.ensure('never', {
        check: async () => absent(),
        change: () => ctx.services.turn('a', 'on'),
        assume: null,
        timeout: 30,
      }),
    );
    expect(run).toMatchObject({ status: 'failed', error: { code: 'TIMED_OUT', kind: 'timeout' } });
  });
});

describe('read', () => {
  it('tries again while its failure may pass', async () => {
    const cloud = new ToyCloud();
    for (let i = 0; i < 4; i += 1)
      cloud.trouble.push({ call: 'names', error: { code: 'BUSY', kind: 'rate-limited', message: 'busy' } });
    cloud.switches.set('a', 'on');
    const { run } = await play(cloud, (ctx) => ctx.read('names', () => ctx.services.names()));
    expect(run).toMatchObject({ status: 'done', output: ['a'] });
  });

  it('may not change anything, and may not return a secret or what is no JSON', async () => {
    const cloud = new ToyCloud();
    const { run } = await play(cloud, (ctx) => ctx.read('sneaky', () => ctx.services.turn('a', 'on')));
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'EFFECT_REFUSED', message: expect.stringContaining("turn a on in step 'sneaky'") },
    });
    expect(cloud.effects).toEqual([]);
    const date = await play(cloud, (ctx) => ctx.read('date', async () => ({ at: [new Date(0)] })));
    expect(date.run.error).toMatchObject({
      code: 'RESULT_NOT_JSON',
      message: expect.stringContaining('a Date at at[0]'),
    });
  });
});

describe('what is no verb', () => {
  it('fails at once: a bare timer, a bare promise of the outside, a verb begun from there', async () => {
    const cloud = new ToyCloud();
    const bare = await play(cloud, async (ctx) => {
      await ctx.read('names', () => ctx.services.names());
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(bare.run).toMatchObject({
      status: 'failed',
      error: { code: 'NOT_A_VERB', message: expect.stringContaining("after 'names'") },
    });
    const request = await play(cloud, (ctx) => ctx.services.names());
    expect(request.run.error?.code).toBe('NOT_A_VERB');
  });

  it('and names are unique among siblings', async () => {
    const { run } = await play(new ToyCloud(), async (ctx) => {
      await ctx.read('a', async () => 1);
      await ctx.read('a', async () => 1);
    });
    expect(run.error).toMatchObject({ code: 'DUPLICATE_STEP' });
    const slash = await play(new ToyCloud(), (ctx) => ctx.read('a/b', async () => 1));
    expect(slash.run.error).toMatchObject({ code: 'INVALID_NAME' });
  });
});

describe('the guard', () => {
  it('refuses a change outside every step, with a lost context, or under a step of another run', async () => {
    const cloud = new ToyCloud();
    let refused: unknown;
    const { run } = await play(cloud, async (ctx) => {
      ctx.services.turn('a', 'on').catch((error: unknown) => (refused = error));
      return await ctx.read('x', async () => 1);
    });
    expect(run.status).toBe('done');
    expect(refused).toMatchObject({ code: 'EFFECT_REFUSED', message: expect.stringContaining('outside every step') });
    const foreign = await play(cloud, (ctx) =>
      ctx.once('x', () => inScope({ owner: {}, step: 'other', effect: 'change' }, () => ctx.services.turn('a', 'on')), {
        assume: undefined,
      }),
    );
    expect(foreign.run.error?.code).toBe('EFFECT_REFUSED');
    expect(cloud.effects).toEqual([]);
  });
});

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
    const engine = memoryEngine({
      runbooks: [toyRun((ctx) => mail(ctx, false))],
      version: 'test',
      connect: cloud.connect,
      clock: cloud.clock,
    });
    const { id } = await engine.start({
      runbook: 'toy.test',
      input: {},
      requestedBy: { user: 'ann', surface: 'test' },
    });
    const { ended } = await engine.execute(id);
    await until(async () => (await engine.questions(id)).length === 1);
    const [question] = await engine.questions(id);
    expect(question).toMatchObject({ purpose: 'outcome', path: 'mail#outcome' });
    const by = { user: 'ann', surface: 'test' };
    await expect(engine.answer(id, { path: 'mail#outcome', decision: 'approved', by })).rejects.toMatchObject({
      code: 'ANSWER_REFUSED',
    });
    await engine.answer(id, { path: 'mail#outcome', decision: 'done', by });
    expect(await ended).toMatchObject({ status: 'done' });
    expect(cloud.mails).toEqual(['hello']);
  });
});

describe('ask', () => {
  it('needs as many approvers as it says, not the requester, and ends refused on a no', async () => {
    for (const [decision, status] of [
      ['approved', 'done'],
      ['rejected', 'refused'],
    ] as const) {
      const cloud = new ToyCloud();
      const asking = toyRun((ctx) => ctx.ask('Reboot?', { count: 2 }));
      const engine = memoryEngine({ runbooks: [asking], version: 'test', connect: cloud.connect, clock: cloud.clock });
      const { id } = await engine.start({
        runbook: 'toy.test',
        input: {},
        requestedBy: { user: 'ann', surface: 'test' },
      });
      const { ended } = await engine.execute(id);
      await until(async () => (await engine.questions(id)).length === 1);
      const answer = (user: string, what: 'approved' | 'rejected') =>
        engine.answer(id, { path: '#ask:1', decision: what, by: { user, surface: 'test' } });
      await expect(answer('ann', 'approved')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
      await answer('bob', 'approved');
      await answer('bob', 'approved');
      expect(await engine.questions(id)).toMatchObject([{ approvedBy: ['bob', 'bob'] }]);
      await answer('cem', decision);
      expect(await ended).toMatchObject({ status });
    }
  });

  it('gives up after its time', async () => {
    const { run } = await play(new ToyCloud(), (ctx) => ctx.ask('Anybody?', { timeout: 60 }));
    expect(run).toMatchObject({ status: 'refused', error: { code: 'NOT_APPROVED' } });
  });
});

describe('each', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'];
  const key = (name: string) => name;

  it('stops when its failures are spent, and says of every item what became of it', async () => {
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each('all', items, { key, maxFailures: 1 }, async (step, name) => {
        if (name === 'a') skip('not this one');
        if (name === 'b' || name === 'd') fail(`${name} is broken`);
        return await step.read('x', async () => name);
      }),
    );
    expect(run.output).toMatchObject({
      changed: 0,
      unchanged: 1,
      skipped: 3,
      failed: 2,
      items: [
        { status: 'skipped', why: 'not this one' },
        { status: 'failed', why: 'b is broken' },
        { status: 'unchanged', value: 'c' },
        { status: 'failed' },
        { status: 'skipped', why: '2 failed, 1 allowed' },
        { status: 'skipped' },
      ],
    });
  });

  it('keeps to its concurrency, its limit per group and its ramp, and asks the gate before each batch', async () => {
    let now = 0;
    let most = 0;
    const groups = new Map<string, number>();
    let mostOfGroup = 0;
    const gates: string[] = [];
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each(
        'all',
        items,
        {
          key,
          concurrency: 3,
          ramp: [1, 2],
          limit: { by: (name) => (name < 'd' ? 'x' : 'y'), max: 1 },
          before: async (step, batch) => {
            gates.push(await step.read('gate', async () => batch.join('')));
          },
        },
        async (step, name) => {
          const group = name < 'd' ? 'x' : 'y';
          most = Math.max(most, (now += 1));
          groups.set(group, (groups.get(group) ?? 0) + 1);
          mostOfGroup = Math.max(mostOfGroup, groups.get(group)!);
          await step.sleep(10);
          groups.set(group, groups.get(group)! - 1);
          now -= 1;
        },
      ),
    );
    expect(run.output).toMatchObject({ unchanged: 6 });
    expect(gates).toEqual(['a', 'bc', 'de', 'f']);
    expect([most, mostOfGroup]).toEqual([1, 1]);
  });

  it('runs lanes at the same time', async () => {
    const cloud = new ToyCloud();
    const start = cloud.clock.now();
    await play(cloud, (ctx) => ctx.each('all', items, { key, concurrency: 3 }, (step) => step.sleep(10)));
    expect(cloud.clock.now() - start).toBe(20_000);
  });

  it('skips the rest when a gate does not open', async () => {
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each(
        'all',
        items,
        {
          key,
          ramp: [2],
          before: async (_step, batch) => {
            if (batch.includes('c')) fail('too hot');
            await Promise.resolve();
          },
        },
        async () => 1,
      ),
    );
    expect(run.output).toMatchObject({
      unchanged: 2,
      skipped: 4,
      items: expect.arrayContaining([{ key: 'f', status: 'skipped', why: expect.stringContaining('too hot') }]),
    });
  });
});

const switchOn = runbook({
  name: 'switch.on',
  summary: 'Turn one switch on',
  risk: 'safe',
  input: z.object({ name: z.string() }),
  output: z.object({ state: z.string() }),
  targets: ({ name }) => [`switch/${name}`],
  run: async (ctx, { name }) => ({ state: await on(ctx, name) }),
});

const everything = runbook({
  name: 'switch.on-all',
  summary: 'Turn all on, with every verb',
  risk: 'safe',
  input: z.object({}),
  output: z.looseObject({}),
  targets: () => ['all'],
  run: async (ctx) => {
    const [names, at] = await Promise.all([ctx.read('names', () => ctx.services.names()), ctx.now()]);
    const report = await ctx.each(
      'switches',
      names,
      { key: (name) => name, concurrency: 2, maxFailures: 9 },
      async (step, name) => {
        if (name === 'keep') skip('it is kept');
        const halves = await step.each(
          'halves',
          ['left', 'right'],
          { key: (half) => half, concurrency: 2 },
          (own, half) => on(own, `${name}-${half}`),
        );
        return { child: await step.run(switchOn, { name }), halves: halves.changed };
      },
    );
    await ctx.sleep(1);
    await ctx.uninterrupted(async (step) => {
      await step.once('mail', () => step.services.mail(`done ${step.uuid() === step.uuid()}`), {
        assume: 0,
        find: async () => ((await step.services.mails()).length > 0 ? done(1) : absent()),
      });
      await step.waitUntil('all on', async () => ((await step.services.get('a')) === 'on' ? done(true) : underway()), {
        assume: true,
      });
    });
    await ctx.ask('Is it bright?', { approvers: ['bob'] });
    ctx.log('over', { at: at !== '' });
    return { changed: report.changed, skipped: report.skipped };
  },
});

const worldOf = (onWrite: NonNullable<World<Toy>['onWrite']>) => () => {
  const cloud = new ToyCloud();
  for (const name of ['a', 'b', 'keep']) cloud.switches.set(name, 'off');
  return {
    clock: cloud.clock,
    connect: cloud.connect,
    state: () => [[...cloud.switches].sort(), cloud.mails.length],
    effects: () => cloud.effects,
    onWrite,
  };
};

const bobSaysYes: World<Toy>['onWrite'] = async (engine, id) => {
  const [open] = await engine.questions(id);
  if (open === undefined) return;
  await engine.answer(id, { path: open.path, decision: 'approved', by: { user: 'bob', surface: 'test' } });
};

describe('a crash', () => {
  it('before or after any write of the journal changes nothing in the end: every verb, children, nested lanes', async () => {
    const result = await crashEverywhere({ runbooks: [everything, switchOn], input: {}, world: worldOf(bobSaysYes) });
    expect(result.undisturbed).toMatchObject({ status: 'done', output: { changed: 2, skipped: 1 }, leases: 0 });
    expect(result.undisturbed.effects).toHaveLength(7);
    expect(result.crashed.length).toBeGreaterThan(100);
    expect(result.different).toEqual([]);
  });

  it('in a run that is cancelled midway changes nothing in the end either', async () => {
    const world = worldOf(async (engine, id, write) => {
      if (write === 6) await engine.cancel(id, { user: 'bob', surface: 'test' }, 'enough');
    });
    const result = await crashEverywhere({ runbooks: [everything, switchOn], input: {}, world });
    // How far a lane had come when the cancel met it differs; that all is undone, and nothing done twice, does not.
    for (const { status, leases, state, effects } of [result.undisturbed, ...result.crashed]) {
      expect({ status, leases }).toEqual({ status: 'cancelled', leases: 0 });
      expect(JSON.stringify(state)).not.toContain('"on"');
      const made = effects.filter((effect) => effect.endsWith(' on'));
      expect(new Set(made).size).toBe(made.length);
    }
    expect(result.undisturbed.effects.length).toBeGreaterThan(2);
  });
});

describe('cancel', () => {
  it('undoes what this run changed, the latest first, and reports what it kept or could not undo', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('there', 'on');
    const half = toyRun(async (ctx) => {
      for (const name of ['there', 'a', 'b']) await ctx.each(name, [name], { key: (n) => n }, (step, n) => on(step, n));
      await ctx.ensure('kept', {
        check: async () => (cloud.mails.length > 0 ? done(1) : absent()),
        change: () => ctx.services.mail('x'),
        undo: async () => keep('somebody reads it'),
        assume: 1,
      });
      await ctx.sleep(3600);
      await ctx.read('never', () => ctx.services.names());
    });
    const engine = memoryEngine({ runbooks: [half], version: 'test', connect: cloud.connect, clock: cloud.clock });
    const { id } = await engine.start({
      runbook: 'toy.test',
      input: {},
      requestedBy: { user: 'ann', surface: 'test' },
    });
    const { ended } = await engine.execute(id);
    void sleep(cloud.clock, 600_000).then(() => engine.cancel(id, { user: 'bob', surface: 'test' }, 'enough'));
    const run = await ended;
    expect(run).toMatchObject({
      status: 'cancelled',
      cancel: { by: { user: 'bob' }, reason: 'enough' },
      undone: [
        { path: 'kept', outcome: 'kept', why: 'somebody reads it' },
        { path: 'b/b/on', outcome: 'undone' },
        { path: 'a/a/on', outcome: 'undone' },
      ],
    });
    expect(run.endedAt! < '2030-01-01T00:30').toBe(true);
    expect(Object.fromEntries(cloud.switches)).toEqual({ there: 'on', a: 'off', b: 'off' });
    expect(await engine.leases()).toEqual([]);
  });

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
      const engine = memoryEngine({ runbooks: [slow], version: 'test', connect: cloud.connect, clock: cloud.clock });
      const { id } = await engine.start({
        runbook: 'toy.test',
        input: {},
        requestedBy: { user: 'ann', surface: 'test' },
      });
      const { ended } = await engine.execute(id);
      void sleep(cloud.clock, 60_000).then(() => engine.cancel(id, { user: 'bob', surface: 'test' }, 'enough'));
      expect(await ended).toMatchObject({ status: 'cancelled' });
      expect(cloud.switches.get('a')).toBe(abort ? 'off' : 'on');
    }
  });
});

describe('leases', () => {
  it('refuse a second run of the same target and name the holder; with a wait it goes on afterwards', async () => {
    const cloud = new ToyCloud();
    const slow = toyRun((ctx) => ctx.sleep(60));
    const engine = memoryEngine({ runbooks: [slow], version: 'test', connect: cloud.connect, clock: cloud.clock });
    const start = (leaseWait: number) =>
      engine.start({ runbook: 'toy.test', input: {}, requestedBy: { user: 'ann', surface: 'test' }, leaseWait });
    const [first, second, third] = [await start(0), await start(0), await start(600)];
    const executions = [
      await engine.execute(first.id),
      await engine.execute(second.id),
      await engine.execute(third.id),
    ];
    const [a, b, c] = await Promise.all(executions.map(({ ended }) => ended));
    expect(a).toMatchObject({ status: 'done' });
    expect(b).toMatchObject({
      status: 'refused',
      error: {
        code: 'LEASE_HELD',
        message: expect.stringContaining(first.id),
        details: { run: first.id, by: 'ann through test' },
      },
    });
    expect(c).toMatchObject({ status: 'done' });
    expect(await engine.leases()).toEqual([]);
  });
});

describe('a plan', () => {
  it('reads, changes nothing, and shows what would change, be done, waited for and asked', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'off').set('a-left', 'on').set('keep', 'off');
    const found = await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock });
    expect(cloud.effects).toEqual([]);
    expect(Object.fromEntries(flatten(found.steps).map(({ path, status }) => [path, status]))).toMatchObject({
      names: 'read',
      'switches/a/halves/left/on': 'unchanged',
      'switches/a/halves/right/on': 'would-change',
      'switches/a/switch.on/on': 'would-change',
      'switches/keep': 'skipped',
      mail: 'would-do',
      'all on': 'would-wait',
      '#ask:1': 'would-ask',
    });
    const again = await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock });
    expect(again.hash).toBe(found.hash);
    cloud.switches.set('a-right', 'on');
    expect(
      (await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock })).hash,
    ).not.toBe(found.hash);
  });

  it('refuses a change wherever it is attempted', async () => {
    const cloud = new ToyCloud();
    const found = await plan(cloud, (ctx) =>
      ctx.ensure('x', {
        check: async () => {
          await ctx.services.turn('a', 'on');
          return absent();
        },
        change: async () => 1,
        assume: 1,
      }),
    );
    expect(found.error).toMatchObject({ code: 'EFFECT_REFUSED' });
    expect(cloud.effects).toEqual([]);
  });

  it('says what it cannot know, for the rest of that branch only', async () => {
    const cloud = new ToyCloud();
    const found = await plan(cloud, async (ctx) => {
      const made = await ctx.ensure('make', {
        check: async () => absent(),
        change: async () => 1,
        assume: { id: unknown('switch id') },
      });
      return await ctx.each('items', ['known', 'unknown'], { key: (k) => k }, async (step, item) => {
        const name = item === 'known' ? 'a' : made.id;
        await step.read('look', () => step.services.get(`x${name}`));
        await step.ensure('later', { check: async () => absent(), change: async () => 1, assume: 1 });
      });
    });
    const status = Object.fromEntries(flatten(found.steps).map((node) => [node.path, node.status]));
    expect(status).toMatchObject({
      make: 'would-change',
      'items/known/later': 'would-change',
      'items/unknown/look': 'unknown',
      'items/unknown': 'unknown',
    });
    expect(status).not.toHaveProperty('items/unknown/later');
    expect(found.unknown).toBeGreaterThan(0);
  });

  it('binds the run: a change that it does not hold is refused and named, one in an unknown branch is not', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'on');
    const both = toyRun(async (ctx) => {
      await ctx.each('all', ['a', 'b'], { key: (k) => k }, (step, name) => on(step, name));
    });
    const found = await planOnce({ runbook: both, input: {}, connect: cloud.connect, clock: cloud.clock });
    cloud.switches.set('a', 'off');
    const bound = { hash: found.hash, paths: ['all/b/on'], unknown: [] };
    const { events } = await runOnce({
      runbook: both,
      input: {},
      connect: cloud.connect,
      clock: cloud.clock,
      plan: bound,
    });
    expect(cloud.effects).toEqual([]);
    expect(events.find((e) => e.type === 'item' && e.item === 'a' && e.status === 'failed')).toMatchObject({
      error: { code: 'NOT_IN_PLAN', message: expect.stringContaining('all/a/on') },
    });
    const open = { ...bound, unknown: ['all/a'] };
    await runOnce({ runbook: both, input: {}, connect: cloud.connect, clock: cloud.clock, plan: open });
    expect(cloud.effects).toEqual(['a on', 'b on']);
  });
});

describe('input', () => {
  it('lists every fault at once before anything happens', async () => {
    const cloud = new ToyCloud();
    const strict = runbook({
      name: 'a.b',
      summary: 's',
      risk: 'safe',
      input: z.strictObject({ name: z.string().min(1), n: z.number() }),
      output: anything,
      run: async () => 1,
    });
    await expect(
      runOnce({ runbook: strict, input: { name: '', n: 'x', extra: 1 }, connect: cloud.connect }),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: {
        faults: expect.arrayContaining([
          expect.objectContaining({ path: 'name' }),
          expect.objectContaining({ path: 'n' }),
          { path: 'extra', message: 'is not known here' },
        ]),
      },
    });
  });
});

/** Lets everything that is due happen until the condition holds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('the condition never held');
}
