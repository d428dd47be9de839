import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { type AnyRunbook, type Engine, type RunContext, absent, done } from '@opsbook/runbook';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type LocalEngineOptions, openLocalEngine } from './open-local-engine.ts';
import { SqliteStore } from './sqlite-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let clock: VirtualClock;
let effects: string[];
let engines: Engine[];
beforeEach(() => {
  ledger = temporaryLedger();
  clock = new VirtualClock();
  effects = [];
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) await engine.close();
  ledger.remove();
});

type Services = Record<string, never>;
const anything = { safeParse: (data: unknown) => ({ success: true, data }) };
const ann = { user: 'ann', surface: 'test' };
const bob = { user: 'bob', surface: 'test' };

const ensured = (ctx: RunContext<Services>, name: string) =>
  ctx.ensure(name, {
    check: async () => (effects.includes(name) ? done(name) : absent()),
    change: async () => void effects.push(name),
    undo: async () => void effects.splice(effects.indexOf(name), 1),
    assume: name,
  });

function toy(name: string, run: (ctx: RunContext<Services>) => Promise<unknown>): AnyRunbook<Services> {
  return { name, summary: 'A test', risk: 'safe', input: anything, output: anything, targets: () => ['toy'], run };
}

const runbooks = [
  toy('toy.switch', (ctx) => ensured(ctx, 'on')),
  toy('toy.wait', async (ctx) => {
    await ensured(ctx, 'before');
    await ctx.sleep(3600);
    return await ensured(ctx, 'after');
  }),
  toy('toy.ask', async (ctx) => {
    await ensured(ctx, 'before');
    await ctx.ask('Go on?');
    return await ensured(ctx, 'after');
  }),
  toy('toy.tree', (ctx) =>
    ctx.run({ name: 'toy.switch', input: anything as never, output: anything as never }, {} as never),
  ),
];

/** What another process of this host would open. */
function open(more: Partial<LocalEngineOptions<Services>> = {}): Engine {
  const own = { path: ledger.path, runbooks, version: '1', connect: () => ({}), clock };
  const engine = openLocalEngine<Services>({ ...own, ...more });
  engines.push(engine);
  return engine;
}

const start = (engine: Engine, runbook: string, leaseWait = 0) =>
  engine.start({ runbook, input: {}, requestedBy: ann, leaseWait });

describe('one process', () => {
  it('executes a run, which every other process can then read', async () => {
    const engine = open();
    const { id } = await start(engine, 'toy.tree');
    const { ended } = await engine.execute(id);
    expect(await ended).toMatchObject({ status: 'done', changed: true, output: 'on' });
    const reader = open();
    expect(await reader.get(id)).toEqual(await engine.get(id));
    expect(await reader.list({ parent: id })).toMatchObject([{ runbook: 'toy.switch', status: 'done', root: id }]);
    expect((await reader.events(id)).map(({ type }) => type)).toEqual(
      (await engine.events(id)).map(({ type }) => type),
    );
    expect(await reader.leases()).toEqual([]);
  });

  it('leaves its runs to be resumed at once when it closes', async () => {
    const engine = open();
    const { id } = await start(engine, 'toy.wait');
    const execution = await engine.execute(id);
    await sleep(clock, 60_000);
    const next = open();
    expect(next.isInterrupted(await next.get(id))).toBe(false);
    await engine.close();
    await expect(execution.ended).rejects.toThrow('suspended');
    expect(next.isInterrupted(await next.get(id))).toBe(true);
    expect(await next.leases()).toMatchObject([{ target: 'toy', run: id }]);
    const resumedAt = clock.now();
    const { ended } = await next.execute(id);
    expect(await ended).toMatchObject({ status: 'done', changed: true, epoch: 2 });
    expect(effects).toEqual(['before', 'after']);
    // The hour began with the first life.
    expect(clock.now() - resumedAt).toBe(3540_000);
  });
});

describe('two processes', () => {
  it('hold a target one after the other', async () => {
    const [one, two] = [open(), open()];
    const { id } = await start(one, 'toy.wait');
    const long = await one.execute(id);
    await sleep(clock, 1000);
    const refused = await two.execute((await start(two, 'toy.switch')).id);
    expect(await refused.ended).toMatchObject({
      status: 'refused',
      error: { code: 'LEASE_HELD', details: { run: id, by: 'ann through test' } },
    });
    const patient = await two.execute((await start(two, 'toy.switch', 7200)).id);
    expect(await long.ended).toMatchObject({ status: 'done' });
    expect(effects).toEqual(['before', 'after']);
    expect(await patient.ended).toMatchObject({ status: 'done' });
    expect(effects).toEqual(['before', 'after', 'on']);
  });

  it('answer and cancel what the other one executes', async () => {
    const [one, two] = [open(), open()];
    const asking = await one.execute((await start(one, 'toy.ask')).id);
    await sleep(clock, 1000);
    const [run] = await two.list({ status: ['running'] });
    const [question] = await two.questions(run!.id);
    await two.answer(run!.id, { path: question!.path, decision: 'approved', by: bob });
    expect(await asking.ended).toMatchObject({ status: 'done' });
    effects = [];
    const waiting = await one.execute((await start(one, 'toy.wait')).id);
    await sleep(clock, 1000);
    const [other] = await two.list({ status: ['running'] });
    const cancelledAt = clock.now();
    await two.cancel(other!.id, bob, 'wrong host');
    expect(await waiting.ended).toMatchObject({
      status: 'cancelled',
      cancel: { by: bob, reason: 'wrong host' },
      undone: [{ path: 'before', outcome: 'undone' }],
    });
    expect(effects).toEqual([]);
    expect(clock.now() - cancelledAt).toBeLessThan(1000);
  });

  it('do not execute one run at once', async () => {
    const [one, two] = [open(), open()];
    const { id } = await start(one, 'toy.wait');
    await one.execute(id);
    await sleep(clock, 600_000);
    await expect(two.execute(id)).rejects.toMatchObject({ code: 'RUN_OWNED' });
  });
});

describe('a process that died', () => {
  const elsewhere = { id: 'x', host: 'elsewhere', pid: process.pid };

  it('on another host, or in another container, loses its run after 20 seconds without a heartbeat', async () => {
    const engine = open();
    const { id } = await start(engine, 'toy.switch');
    const store = new SqliteStore(ledger.path, clock);
    await store.claim(id, elsewhere, new Date(clock.now()).toISOString(), () => true, '1');
    await store.close();
    await sleep(clock, 20_000);
    await expect(engine.execute(id)).rejects.toMatchObject({ code: 'RUN_OWNED' });
    await sleep(clock, 1);
    const { ended } = await engine.execute(id);
    expect(await ended).toMatchObject({ status: 'done', epoch: 2 });
  });

  it('and was only frozen, stops as soon as it notices', async () => {
    const frozen = open();
    const { id } = await start(frozen, 'toy.wait');
    const execution = await frozen.execute(id);
    await sleep(clock, 1000);
    const store = new SqliteStore(ledger.path, clock);
    await store.claim(id, elsewhere, new Date(clock.now()).toISOString(), () => true, '1');
    const adoptedAt = clock.now();
    await expect(execution.ended).rejects.toMatchObject({ code: 'RUN_ADOPTED' });
    expect(clock.now() - adoptedAt).toBeLessThanOrEqual(5000);
    expect(effects).toEqual(['before']);
    expect(store.getRun(id)).toMatchObject({ owner: elsewhere, epoch: 2, status: 'running' });
    await store.close();
  });

  it('heeds the rules of the site about approvals', async () => {
    const rules = [{ match: {}, approvers: ['bob'], count: 1, requesterMay: false, expires: 3600 }];
    const engine = open({ approvals: rules });
    const request = { runbook: 'toy.switch', input: {}, requestedBy: ann };
    await expect(engine.start(request)).rejects.toMatchObject({ code: 'PLAN_REQUIRED' });
  });
});
