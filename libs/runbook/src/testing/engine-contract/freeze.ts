import { bob, toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Stage } from './stage.ts';

const request = (scope: string) => ({ scope, label: scope || 'everything', by: bob, reason: 'a storm' });
const asleep = toyRun(async (ctx) => {
  await turnOn(ctx, 'a');
  await ctx.sleep(8);
  await turnOn(ctx, 'b', 'then');
});

/** The stop button. */
export const freezeCases: readonly EngineCase[] = [
  {
    name: 'is kept once per scope, listed, lifted, and on the record',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([]);
      const other = stage.process([]).engine;
      claims.matches(await engine.freeze(request('cloud/')), { scope: 'cloud/', by: bob, reason: 'a storm' });
      await claims.rejects(other.freeze(request('cloud/')), 'FROZEN');
      await other.freeze(request(''));
      claims.matches(await engine.freezes(), [{ scope: 'cloud/' }, { scope: '' }]);
      claims.equal(await engine.unfreeze('clou', bob, 'over'), false);
      claims.equal(await engine.unfreeze('cloud/', bob, 'over'), true);
      claims.equal(await engine.unfreeze('cloud/', bob, 'over'), false);
      claims.matches(await other.freezes(), [{ scope: '' }]);
      const told = await engine.audit({ kind: ['frozen', 'unfrozen'] });
      claims.matches(told, [{ kind: 'frozen' }, { kind: 'frozen' }, { kind: 'unfrozen', by: bob }]);
    },
  },
  {
    name: 'nothing in its scope starts or is executed until it is lifted; the rest does',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([
        toyRun(async () => 1, { name: 'toy.in', targets: ['cloud/a'] }),
        toyRun(async () => 1, { name: 'toy.out', targets: ['elsewhere/a'] }),
      ]);
      const waiting = await stage.start(engine, { runbook: 'toy.in' });
      await engine.freeze(request('cloud/'));
      await claims.rejects(stage.start(engine, { runbook: 'toy.in' }), 'FROZEN');
      await claims.rejects(engine.execute(waiting.id), 'FROZEN');
      claims.matches(await (await stage.begin(engine, { runbook: 'toy.out' })).ended, { status: 'done' });
      await engine.unfreeze('cloud/', bob, 'over');
      claims.matches(await stage.resume({ engine }, waiting.id), { status: 'done' });
    },
  },
  {
    name: 'a run under way stops at its next safe point, undoes nothing, and goes on when it is lifted',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([asleep]);
      const { id, ended } = await stage.begin(engine);
      await stage.until(() => stage.cloud.switches.get('a') === 'on');
      await stage.sleep(2);
      await engine.freeze(request('toy'));
      await claims.rejects(ended, 'FROZEN');
      const run = await engine.get(id);
      claims.matches([run.status, engine.isInterrupted(run)], ['running', true]);
      claims.matches(await engine.leases(), [{ target: 'toy', run: id }]);
      await claims.rejects(engine.execute(id), 'FROZEN');
      await stage.sleep(20);
      claims.equal(stage.cloud.effects, ['a on']);
      await engine.unfreeze('toy', bob, 'over');
      claims.matches(await stage.resume({ engine }, id), { status: 'done' });
      claims.equal(stage.cloud.effects, ['a on', 'b on']);
    },
  },
  {
    name: 'the queue leaves what is frozen alone, and takes it when it is lifted',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => turnOn(ctx, 'a'));
      const { engine } = stage.process([body]);
      const { id } = await stage.start(engine, { queued: true });
      await engine.freeze(request(''));
      engine.work({ concurrency: 4 });
      await stage.sleep(5);
      claims.matches(await engine.get(id), { status: 'waiting' });
      claims.equal(stage.cloud.effects, []);
      await engine.unfreeze('', bob, 'over');
      claims.matches(await stage.ended(engine, id), { status: 'done' });
    },
  },
];
