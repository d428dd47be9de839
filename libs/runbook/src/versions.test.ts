import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { memoryEngine } from './embedded/memory-engine.ts';
import { type AnyRunbook, type Engine, MemoryStore, type RunContext } from './index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { begin, bob, switchOn, toyRun, turnOn, until } from './testing/toy-runbooks.ts';

type Body = (ctx: RunContext<Toy>) => Promise<unknown>;

const read = (ctx: RunContext<Toy>, name: string) => ctx.read(name, async () => name);
const on = (ctx: RunContext<Toy>, names: readonly string[], concurrency = 1) =>
  ctx.each('all', names, { key: (name) => name, concurrency }, (step, name) => turnOn(step, name));

/** One ledger, and a process of any version on it. */
class Site {
  readonly cloud = new ToyCloud();
  readonly disk = new MemoryStore();

  engine(version: string, body: Body, children: readonly AnyRunbook<Toy>[] = []): Engine {
    const { connect, clock } = this.cloud;
    return memoryEngine({ runbooks: [toyRun(body), ...children], version, connect, clock, store: this.disk });
  }

  /** Begins a run with version 1, whose process stops once `reached`. */
  async left(body: Body, reached: () => boolean, children: readonly AnyRunbook<Toy>[] = []): Promise<string> {
    const engine = this.engine('1', body, children);
    const { id, ended } = await begin(engine);
    await until(reached);
    await engine.close();
    await ended.catch(() => undefined);
    return id;
  }

  async resume(version: string, id: string, body: Body, children: readonly AnyRunbook<Toy>[] = []) {
    return await (
      await this.engine(version, body, children).execute(id)
    ).ended;
  }

  has = (path: string) => () => this.disk.listRuns({}).some(({ id }) => this.disk.deadlines(id).has(path));
}

const changed = (path: string) => ({
  code: 'VERSION_CHANGED',
  message: expect.stringMatching(
    new RegExp(`recorded '${path}'.* of version 2 .*nothing was done.*begun by version 1: resume it with version 1`),
  ),
  details: { began: '1', now: '2', path },
});

describe('a run that is resumed under another version', () => {
  const begun: Body = async (ctx) => {
    await read(ctx, 'a');
    await turnOn(ctx, 'x');
    await ctx.sleep(60);
    await ctx.once('mail', () => ctx.services.mail('over'), { assume: 0 });
  };
  const others: Record<string, { body: Body; path: string }> = {
    'with a step before the others': {
      path: 'a',
      body: async (ctx) => {
        await ctx.once('new', () => ctx.services.mail('new'), { assume: 0 });
        await begun(ctx);
      },
    },
    'with a step just before the open one': {
      path: '#sleep:1',
      body: async (ctx) => {
        await read(ctx, 'a');
        await turnOn(ctx, 'x');
        await ctx.once('new', () => ctx.services.mail('new'), { assume: 0 });
        await ctx.sleep(60);
      },
    },
    'with another name for a step that has ended': {
      path: 'a',
      body: async (ctx) => {
        await read(ctx, 'b');
        await turnOn(ctx, 'x');
        await ctx.sleep(60);
      },
    },
    'without a step that has ended': {
      path: 'on#check',
      body: async (ctx) => {
        await read(ctx, 'a');
        await ctx.sleep(60);
      },
    },
    'that ends early': { path: 'on#check', body: (ctx) => read(ctx, 'a') },
    'that awaits what is no verb': {
      path: 'a',
      body: () => new Promise((resolve) => setImmediate(resolve)),
    },
  };

  for (const [what, { body, path }] of Object.entries(others)) {
    it(`${what} is left as it is, to be resumed with its own`, async () => {
      const site = new Site();
      const id = await site.left(begun, site.has('#sleep:1'));
      const journal = site.disk.journal(id);
      await expect(site.resume('2', id, body)).rejects.toMatchObject(changed(path));
      expect(site.cloud.effects).toEqual(['x on']);
      expect(site.disk.journal(id)).toEqual(journal);
      expect(site.disk.getRun(id)).toMatchObject({ status: 'running', version: '1' });
      expect(site.disk.getRun(id)?.owner).toBeUndefined();
      expect(await site.resume('1', id, begun)).toMatchObject({ status: 'done' });
      expect(site.cloud.effects).toEqual(['x on', 'mail over']);
    });
  }

  it('that differs only after the open step goes on, and the audit trail says with what', async () => {
    const site = new Site();
    const id = await site.left(begun, site.has('#sleep:1'));
    const run = await site.resume('2', id, async (ctx) => {
      await read(ctx, 'a');
      await turnOn(ctx, 'x');
      await ctx.sleep(60);
      await ctx.once('letter', () => ctx.services.mail('other'), { assume: 0 });
    });
    expect(run).toMatchObject({ status: 'done', version: '1' });
    expect(site.cloud.effects).toEqual(['x on', 'mail other']);
    const claims = site.disk.audit({ run: id, kind: ['claimed'] }).map(({ details }) => details);
    expect(claims).toMatchObject([
      { epoch: 1, version: '1' },
      { epoch: 2, version: '2' },
    ]);
  });

  it('names all versions that have worked on it', async () => {
    const site = new Site();
    const id = await site.left(begun, site.has('#sleep:1'));
    const second = site.engine('2', async (ctx) => {
      await begun(ctx);
      await ctx.sleep(3600);
    });
    void second.execute(id);
    await until(site.has('#sleep:2'));
    await second.close();
    // The first one does not come by what the second one has begun.
    await expect(site.resume('1', id, begun)).rejects.toMatchObject({
      code: 'VERSION_CHANGED',
      message: expect.stringMatching(/begun by version 1: resume it with version 2$/),
    });
    await expect(site.resume('3', id, (ctx) => read(ctx, 'b'))).rejects.toMatchObject({
      code: 'VERSION_CHANGED',
      message: expect.stringMatching(/begun by version 1: resume it with one of the versions 1, 2$/),
    });
  });

  it('with the items of an each in another order is stopped before a lane begins', async () => {
    const site = new Site();
    const names = ['a', 'b', 'c'];
    const id = await site.left(
      (ctx) => on(ctx, names),
      () => site.cloud.switches.get('b') === 'turning',
    );
    const backwards: Body = (ctx) => on(ctx, [...names].reverse());
    await expect(site.resume('2', id, backwards)).rejects.toMatchObject(changed('all/a/on#check'));
    expect(site.cloud.effects).toEqual(['a on', 'b on']);
    expect(await site.resume('1', id, (ctx) => on(ctx, names))).toMatchObject({ output: { changed: 3 } });
    expect(site.cloud.effects).toEqual(['a on', 'b on', 'c on']);
  });

  it('may not pass by a child that has not ended', async () => {
    const site = new Site();
    const withChild: Body = (ctx) => ctx.run(switchOn, { name: 'x' });
    const id = await site.left(withChild, () => site.cloud.switches.get('x') === 'turning', [switchOn]);
    const without: Body = (ctx) => ctx.once('mail', () => ctx.services.mail('new'), { assume: 0 });
    await expect(site.resume('2', id, without, [switchOn])).rejects.toMatchObject(changed('switch.on'));
    expect(site.cloud.effects).toEqual(['x on']);
    expect(await site.resume('2', id, withChild, [switchOn])).toMatchObject({ status: 'done' });
  });

  it('may not run another runbook under the record of a child that was begun', async () => {
    const site = new Site();
    const mailing = toyRun((ctx) => ctx.once('mail', () => ctx.services.mail('x'), { assume: 0 }), {
      name: 'toy.mail',
    });
    const child =
      (runbook: AnyRunbook<Toy>): Body =>
      (ctx) =>
        ctx.run(runbook, { name: 'x' }, { name: 'child' });
    const recorded = () => site.disk.listRuns({ runbook: 'switch.on' }).length > 0;
    const id = await site.left(child(switchOn), recorded, [switchOn]);
    expect(site.disk.journal(id).map(({ path }) => path)).not.toContain('child');
    const resumed = site.resume('2', id, child(mailing), [switchOn, mailing]);
    await expect(resumed).rejects.toMatchObject({
      code: 'VERSION_CHANGED',
      message: expect.stringMatching(/recorded as switch.on, .* version 2 runs toy.mail; nothing was done.*version 1$/),
    });
    expect(site.cloud.effects).toEqual([]);
    expect(await site.resume('1', id, child(switchOn), [switchOn])).toMatchObject({ status: 'done' });
    expect(site.cloud.effects).toEqual(['x on']);
  });
});

describe('a run whose code does not take the same path twice', () => {
  it('is told so', async () => {
    const site = new Site();
    let life = 0;
    const fickle: Body = async (ctx) => {
      life += 1;
      await read(ctx, `life ${life}`);
      await ctx.sleep(60);
    };
    const id = await site.left(fickle, site.has('#sleep:1'));
    await expect(site.resume('1', id, fickle)).rejects.toMatchObject({
      code: 'NON_DETERMINISTIC',
      message: expect.stringContaining("recorded 'life 1'"),
    });
  });
});

describe('a replay', () => {
  it('meets lanes, timers, leases, children, questions and a cancel again, wherever it was left', async () => {
    const body: Body = (ctx) =>
      ctx.each('all', ['a', 'b', 'c', 'd'], { key: (name) => name, concurrency: 3 }, async (step, name) => {
        if (name === 'a') await step.ask('Shall I?', { timeout: 600 });
        if (name === 'b') await step.sleep(40);
        if (name === 'c') return await step.run(switchOn, { name });
        return await turnOn(step, name);
      });
    for (let seconds = 0; seconds < 100; seconds += 7) {
      const site = new Site();
      const { clock, effects } = site.cloud;
      let engine = site.engine('1', body, [switchOn]);
      const { id } = await begin(engine);
      const leaveAfter = async (wait: number) => {
        await sleep(clock, wait * 1000);
        await engine.close();
        if (seconds > 50) await site.disk.requestCancel(id, { by: bob, reason: 'enough', at: '2030-01-01' });
        engine = site.engine('1', body, [switchOn]);
        return await engine.execute(id);
      };
      await leaveAfter(seconds);
      const { ended } = await leaveAfter(3);
      if (seconds <= 50) await engine.answer(id, { path: 'all/a#ask:1', decision: 'approved', by: bob });
      const run = await ended;
      expect(run.status).toBe(seconds > 50 ? 'cancelled' : 'done');
      const made = effects.filter((effect) => effect.endsWith(' on'));
      expect(new Set(made).size).toBe(made.length);
      if (seconds <= 50) expect(made).toHaveLength(4);
      // What a child changed that has ended stays.
      else for (const name of ['a', 'b', 'd']) expect(site.cloud.switches.get(name)).not.toBe('on');
    }
  });
});
