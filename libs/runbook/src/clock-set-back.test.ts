import { describe, expect, it } from '@jest/globals';
import { type Clock, VirtualClock, sleep } from '@opsbook/context';
import {
  EmbeddedEngine,
  MemoryStore,
  type RunContext,
  absent,
  isRunbookError,
  memoryEngine,
  underway,
} from './index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { ann, begin, diedAfter, toyRun, until } from './testing/toy-runbooks.ts';

const HOUR = 3_600_000;

/** A clock whose time of day somebody sets back, while its timers go on as they would. */
class WallClock implements Clock {
  readonly #inner = new VirtualClock('2030-01-01T12:00:00.000Z');
  #behind = 0;
  setBack(ms: number): void {
    this.#behind += ms;
  }
  now = () => this.#inner.now() - this.#behind;
  after = (ms: number, fn: () => void) => this.#inner.after(ms, fn);
  hold = () => this.#inner.hold();
  /** Milliseconds that have truly passed. */
  passed = () => this.#inner.now() - Date.parse('2030-01-01T12:00:00.000Z');
}

const never = (ctx: RunContext<Toy>) =>
  ctx.ensure('never', {
    check: async () => ((await ctx.services.get('a')) === 'off' ? absent() : underway()),
    change: () => ctx.services.turn('a', 'on', 86_400),
    assume: undefined,
    timeout: 600,
  });

const waits: Record<string, (ctx: RunContext<Toy>) => Promise<unknown>> = {
  'an ensured step': never,
  waitUntil: (ctx) => ctx.waitUntil('never', () => Promise.resolve(underway()), { assume: undefined, timeout: 600 }),
  'a question': (ctx) => ctx.ask('Anybody?', { timeout: 600 }),
  'a timer': (ctx) => ctx.sleep(600),
};

describe('a clock that is set back an hour', () => {
  for (const [what, wait] of Object.entries(waits)) {
    it(`while a run goes on does not lengthen its waits (${what})`, async () => {
      const clock = new WallClock();
      const cloud = new ToyCloud(clock);
      const engine = memoryEngine({ runbooks: [toyRun(wait)], version: 'test', connect: cloud.connect, clock });
      const { ended } = await begin(engine);
      await sleep(clock, 300_000);
      clock.setBack(HOUR);
      await ended;
      expect(clock.passed()).toBeGreaterThanOrEqual(600_000);
      expect(clock.passed()).toBeLessThan(620_000);
    });

    it(`between two lives of a run does not lengthen its waits (${what})`, async () => {
      const cloud = new ToyCloud(new VirtualClock('2030-01-01T12:00:00.000Z'));
      const last = { 'an ensured step': 'never#poll:5', waitUntil: 'never#poll:5' }[what] ?? 'x';
      const body = toyRun((ctx) => Promise.all([wait(ctx), ctx.read('x', async () => 1)]));
      const { id, disk } = await diedAfter(cloud, body, last);
      const clock = new VirtualClock('2030-01-01T11:00:00.000Z');
      const engine = memoryEngine({ runbooks: [body], version: 'test', connect: cloud.connect, clock, store: disk });
      await (
        await engine.execute(id)
      ).ended;
      expect(clock.now()).toBeLessThanOrEqual(Date.parse('2030-01-01T11:10:10.000Z'));
    });
  }

  it('does not lengthen the wait for a lease', async () => {
    const clock = new WallClock();
    const cloud = new ToyCloud(clock);
    const holder = toyRun((ctx) => ctx.sleep(86_400), { name: 'toy.holder' });
    const { connect } = cloud;
    const engine = memoryEngine({ runbooks: [holder, toyRun(async () => 1)], version: 'test', connect, clock });
    await begin(engine, 'toy.holder');
    const { id } = await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, leaseWait: 600 });
    const { ended } = await engine.execute(id);
    await sleep(clock, 300_000);
    clock.setBack(HOUR);
    expect(await ended).toMatchObject({ status: 'refused', error: { code: 'LEASE_HELD' } });
    expect(clock.passed()).toBe(600_000);
  });

  it('lets nobody take a process for dead that lives, nor keep beating for one that does not', async () => {
    const clock = new WallClock();
    const cloud = new ToyCloud(clock);
    const disk = new MemoryStore();
    const body = toyRun((ctx) => ctx.sleep(600));
    const engineAs = (id: string) =>
      new EmbeddedEngine({
        runbooks: [body],
        version: 'test',
        connect: cloud.connect,
        clock,
        store: disk,
        owner: { id, host: 'here', pid: 1 },
        isGone: ({ heartbeatAt = '' }) => clock.now() - Date.parse(heartbeatAt) > 20_000,
        heartbeat: 5,
      });
    const { id, ended } = await begin(engineAs('one'));
    await sleep(clock, 60_000);
    clock.setBack(HOUR);
    for (let seconds = 0; seconds < 120; seconds += 1) {
      await sleep(clock, 1000);
      const other = await engineAs('other')
        .execute(id)
        .catch((error: unknown) => error);
      expect(other).toMatchObject({ code: 'RUN_OWNED' });
    }
    expect(await ended).toMatchObject({ status: 'done' });
    expect(clock.passed()).toBe(600_000);
  });
});

describe('two processes that resume one run', () => {
  it('race: one executes it, the other is told who does, and what it does is done once', async () => {
    const cloud = new ToyCloud();
    const body = toyRun(async (ctx) => {
      await ctx.read('x', async () => 1);
      await ctx.once('mail', () => ctx.services.mail('hello'), { assume: 0 });
    });
    const { id, disk } = await diedAfter(cloud, body, 'x');
    const dead = disk.getRun(id)?.owner?.id;
    const engines = ['one', 'two', 'three'].map(
      (name, pid) =>
        new EmbeddedEngine({
          runbooks: [body],
          version: 'test',
          connect: cloud.connect,
          clock: cloud.clock,
          store: disk,
          owner: { id: name, host: 'here', pid },
          isGone: ({ owner }) => owner === undefined || owner.id === dead,
        }),
    );
    const answers = await Promise.allSettled(engines.map((engine) => engine.execute(id)));
    const codes = answers.map((answer) => {
      if (answer.status === 'fulfilled') return 'executes';
      return isRunbookError(answer.reason) ? answer.reason.code : 'another error';
    });
    expect(codes.sort()).toEqual(['RUN_OWNED', 'RUN_OWNED', 'executes']);
    await until(() => disk.getRun(id)?.status === 'done');
    expect(cloud.effects).toEqual(['mail hello']);
    expect(disk.getRun(id)).toMatchObject({ epoch: 2 });
  });
});
