import { ann, bob, runbook, switchOn, toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Stage } from './stage.ts';

/** What is known of a run, and what is refused before anything is done. */
export const recordCases: readonly EngineCase[] = [
  {
    name: 'a run is recorded before anything is done, and ends with its output',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([switchOn]);
      const run = await stage.start(engine, { runbook: 'switch.on', input: { name: 'a' } });
      const waiting = { status: 'waiting', runbook: 'switch.on', version: 'test', requestedBy: ann, root: run.id };
      claims.matches(await engine.get(run.id), { ...waiting, input: { name: 'a' }, targets: ['switch/a'], epoch: 0 });
      claims.equal(stage.cloud.effects, []);
      const end = { status: 'done', output: { state: 'on' }, changed: true, epoch: 1 };
      claims.matches(await stage.resume({ engine }, run.id), end);
      claims.matches(await engine.get(run.id), end);
      claims.equal(stage.cloud.effects, ['a on']);
    },
  },
  {
    name: 'what cannot be is refused with its code, and nothing is recorded',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([switchOn]);
      await claims.rejects(stage.start(engine, { runbook: 'no.such' }), 'UNKNOWN_RUNBOOK');
      await claims.rejects(stage.start(engine, { runbook: 'switch.on', input: { name: 1 } }), 'INVALID_INPUT');
      await claims.rejects(engine.get('nobody'), 'UNKNOWN_RUN');
      await claims.rejects(engine.execute('nobody'), 'UNKNOWN_RUN');
      claims.equal(await engine.list(), []);
    },
  },
  {
    name: 'what is asked for twice under one id is one run',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([switchOn]);
      const { id } = await stage.start(engine, { runbook: 'switch.on', input: { name: 'a' } });
      const chosen = id.replace(/-.*/, '-0123abcd');
      const request = { id: chosen, runbook: 'switch.on', input: { name: 'b' } };
      claims.matches(await stage.start(engine, request), { id: chosen, root: chosen, status: 'waiting' });
      claims.matches(await stage.start(engine, request), { id: chosen, status: 'waiting' });
      claims.matches(await stage.resume({ engine }, chosen), { status: 'done' });
      claims.matches(await stage.start(engine, request), { id: chosen, status: 'done', epoch: 1 });
      claims.equal((await engine.audit({ run: chosen, kind: ['requested'] })).length, 1);
      claims.equal(stage.cloud.effects, ['b on']);
    },
  },
  {
    name: 'a run that has ended is neither executed nor cancelled',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([toyRun(async () => 1)]);
      const { id, ended } = await stage.begin(engine);
      await ended;
      await claims.rejects(engine.execute(id), 'RUN_ENDED');
      await claims.rejects(engine.cancel(id, bob, 'enough'), 'RUN_ENDED');
      claims.matches(await engine.get(id), { status: 'done', output: 1 });
    },
  },
  {
    name: 'runs are listed, the newest first, by status, runbook and parent',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const parent = toyRun((ctx) => ctx.run(switchOn, { name: 'a' }));
      const { engine } = stage.process([parent, switchOn]);
      const { id, ended } = await stage.begin(engine);
      await ended;
      const second = await stage.start(engine);
      const ids = async (filter: Parameters<typeof engine.list>[0]) => (await engine.list(filter)).map((run) => run.id);
      claims.equal(await ids({ rootsOnly: true }), [second.id, id]);
      claims.equal(await ids({ status: ['waiting'] }), [second.id]);
      claims.equal(await ids({ rootsOnly: true, limit: 1 }), [second.id]);
      const [child] = await ids({ parent: id });
      claims.equal(await ids({ runbook: 'switch.on' }), [child]);
    },
  },
  {
    name: 'a report that does not fit the schema fails the run',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const wrong = runbook({ ...switchOn, run: async () => ({}) as never });
      const run = await stage.play([wrong], { runbook: 'switch.on', input: { name: 'a' } });
      claims.matches(run, { status: 'failed', error: { code: 'INVALID_OUTPUT' } });
    },
  },
];
