import type { EarlierChange, EarlierOptions } from '../../earlier.ts';
import { absent, done } from '../../look.ts';
import type { RunContext } from '../../run-context.ts';
import type { Toy } from '../toy-cloud.ts';
import { bob, switchOn, toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Stage } from './stage.ts';

/** Sends a mail, and answers which mails earlier runs sent. */
async function notice(ctx: RunContext<Toy>, text: string, options?: EarlierOptions): Promise<EarlierChange[]> {
  const found = await ctx.earlier('earlier notices', options);
  await ctx.once('mail', async () => ({ text, count: await ctx.services.mail(text) }), {
    assume: { text: '', count: 0 },
  });
  return found;
}

const texts = (output: unknown) => (output as EarlierChange[]).map(({ path, after }) => [path, textOf(after)]);
const textOf = (after: unknown) => (after as { text?: string }).text;

/** What a run is told of those before it. */
export const historyCases: readonly EngineCase[] = [
  {
    name: 'a run is told what earlier runs of its runbook changed, the newest first, and not what it does itself',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let round = 0;
      const notices = toyRun((ctx) => notice(ctx, `notice ${(round += 1)}`));
      const other = toyRun((ctx) => notice(ctx, 'other'), { name: 'toy.other' });
      const { engine } = stage.process([notices, other]);
      const run = async (runbook: string) => await (await stage.begin(engine, { runbook })).ended;
      const first = await run('toy.test');
      claims.equal(first.output, []);
      await run('toy.other');
      claims.equal(texts((await run('toy.test')).output), [['mail', 'notice 1']]);
      const third = (await run('toy.test')).output as unknown as EarlierChange[];
      claims.equal(texts(third), [
        ['mail', 'notice 2'],
        ['mail', 'notice 1'],
      ]);
      const by = { user: 'ann', surface: 'test' };
      claims.matches(third[1], { run: first.id, runbook: 'toy.test', by, after: { count: 1 } });
    },
  },
  {
    name: 'it is told of one step or branch, of another runbook, since a time, and only so many',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const sends = toyRun((ctx) =>
        ctx.each('send', ['ann', 'ann-2'], { key: (name) => name }, (step, name) => notice(step, name)),
      );
      const asks = (name: string, options: EarlierOptions) => toyRun((ctx) => ctx.earlier('x', options), { name });
      const of = { runbook: 'toy.test' };
      const { engine } = stage.process([
        sends,
        asks('ask.branch', { ...of, path: 'send/ann' }),
        asks('ask.limit', { ...of, limit: 1 }),
        asks('ask.past', { ...of, since: '1970-01-01T02:00:00+02:00' }),
        asks('ask.future', { ...of, since: '9999-01-01T00:00:00Z' }),
        asks('ask.own', {}),
        asks('ask.local', { ...of, since: '2030-01-01T00:00:00' }),
      ]);
      const run = async (runbook: string) => await (await stage.begin(engine, { runbook })).ended;
      await run('toy.test');
      claims.equal(texts((await run('ask.branch')).output), [['send/ann/mail', 'ann']]);
      claims.equal(texts((await run('ask.limit')).output), [['send/ann-2/mail', 'ann-2']]);
      claims.equal(texts((await run('ask.past')).output).length, 2);
      claims.equal((await run('ask.future')).output, []);
      claims.equal((await run('ask.own')).output, []);
      claims.matches(await run('ask.local'), { status: 'failed', error: { code: 'INVALID_INPUT' } });
    },
  },
  {
    name: 'a resumed run is told what it was told before, whatever others did meanwhile',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const waits = toyRun(async (ctx) => {
        const found = await notice(ctx, 'waits');
        await ctx.ask('Go on?');
        return found;
      });
      const other = toyRun((ctx) => notice(ctx, 'meanwhile'), { targets: [] });
      const before = stage.process([other]);
      await (
        await stage.begin(before.engine)
      ).ended;
      const first = stage.process([waits]);
      const { id } = await stage.begin(first.engine);
      await stage.until(async () => (await first.engine.questions(id)).length > 0);
      await first.kill();
      const told = await (await stage.begin(before.engine)).ended;
      claims.equal(texts(told.output), [
        ['mail', 'waits'],
        ['mail', 'meanwhile'],
      ]);
      const second = stage.process([waits]);
      await stage.answer(second.engine, id, 'approved');
      claims.equal(texts((await stage.resume(second, id)).output), [['mail', 'meanwhile']]);
    },
  },
  {
    name: 'what was pruned is still told, what was undone is not, nor what the same tree of runs did',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const turns = toyRun(async (ctx) => {
        const state = async () => ((await ctx.services.get('a')) === 'on' ? done('on') : absent());
        await ctx.ensure('turned', {
          check: state,
          change: () => ctx.services.turn('a', 'on', 0),
          undo: () => ctx.services.turn('a', 'off', 0),
          assume: 'on',
          every: 1,
        });
        await ctx.ask('Keep it?');
      });
      const asks = toyRun((ctx) => ctx.earlier('x', { runbook: 'toy.test' }), { name: 'ask.test', targets: [] });
      const child = toyRun((ctx) => ctx.earlier('x', { runbook: 'switch.on' }), { name: 'ask.child', targets: [] });
      const tree = toyRun(
        async (ctx) => {
          await ctx.run(switchOn, { name: 'b' });
          return await ctx.run(child, {});
        },
        { name: 'ask.tree', targets: [] },
      );
      const { engine } = stage.process([turns, asks, child, tree, switchOn]);
      const told = async (runbook = 'ask.test') => (await (await stage.begin(engine, { runbook })).ended).output;
      const kept = await stage.begin(engine);
      await stage.answer(engine, kept.id, 'approved');
      await kept.ended;
      await stage.sleep(60);
      claims.equal(await engine.prune('9999-01-01T00:00:00.000Z', bob), 1);
      claims.matches(await told(), [{ run: kept.id, path: 'turned', after: 'on' }]);

      stage.cloud.switches.set('a', 'off');
      const undone = await stage.begin(engine);
      await stage.until(async () => (await engine.questions(undone.id)).length > 0);
      claims.equal(((await told()) as unknown[]).length, 2);
      await stage.cancel(engine, undone.id);
      await undone.ended;
      claims.matches(await told(), [{ run: kept.id }]);
      claims.equal(((await told()) as unknown[]).length, 1);
      claims.equal(await told('ask.tree'), []);
    },
  },
];
