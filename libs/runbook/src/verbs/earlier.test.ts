import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type RunContext, MemoryStore, flatten, makePlan, RunGuard } from '../index.ts';
import { planOnce, runOnce } from '../testing/index.ts';
import { type Toy, ToyCloud } from '../testing/toy-cloud.ts';
import { runbook, toyRun } from '../testing/toy-runbooks.ts';

/** Tells an owner of a server that nobody uses, and the third time their boss as well. */
async function remind(step: RunContext<Toy>): Promise<number> {
  const earlier = await step.earlier('earlier notices', { path: `${step.path}/mail` });
  const nth = earlier.length + 1;
  await step.once('mail', () => step.services.mail(`notice ${nth}`), {
    assume: 0,
    preview: () => ({ nth, since: earlier.at(-1)?.at ?? null }),
  });
  if (nth === 3) await step.once('mail to the boss', () => step.services.mail('boss'), { assume: 0 });
  return nth;
}

const reminders = toyRun((ctx) =>
  ctx.each('owners', ['ann', 'bob/2'], { key: (name) => name, concurrency: 2 }, (step) => remind(step)),
);

describe('earlier', () => {
  it('lets a runbook escalate: in its plan too, and for each lane by itself', async () => {
    const cloud = new ToyCloud();
    const { connect, clock } = cloud;
    const store = new MemoryStore();
    const all = { runbook: reminders, input: {}, connect, clock, store };
    const planned = async () =>
      flatten((await planOnce(all)).steps)
        .filter(({ status }) => status === 'would-do')
        .map(({ path, detail }) => [path, detail]);
    const since = new Date(clock.now()).toISOString();

    expect(await planned()).toEqual([
      ['owners/ann/mail', { nth: 1, since: null }],
      ['owners/bob%2F2/mail', { nth: 1, since: null }],
    ]);
    await runOnce(all);
    expect((await planned())[1]).toEqual(['owners/bob%2F2/mail', { nth: 2, since }]);
    await runOnce(all);
    expect((await planned()).map(([path]) => path)).toContain('owners/ann/mail to the boss');
    expect(cloud.mails.sort()).toEqual(['notice 1', 'notice 1', 'notice 2', 'notice 2']);
    const { run } = await runOnce(all);
    expect(run.output).toMatchObject({ items: [{ value: 3 }, { value: 3 }] });
    expect(cloud.mails.filter((text) => text === 'boss')).toHaveLength(2);
  });

  it('asks for the same step in the plan of a child as in the child itself', async () => {
    const cloud = new ToyCloud();
    const { connect, clock } = cloud;
    const store = new MemoryStore();
    const child = runbook({
      name: 'reminder.send',
      summary: 'Remind',
      risk: 'safe',
      input: z.object({}),
      output: z.unknown(),
      run: (ctx) => ctx.each('owners', ['ann'], { key: (name) => name }, (step) => remind(step)),
    });
    const parent = toyRun((ctx) => ctx.run(child, {}));
    const all = { runbook: parent, children: [child], input: {}, connect, clock, store };
    await runOnce(all);
    const { steps } = await planOnce(all);
    expect(flatten(steps).find(({ status }) => status === 'would-do')).toMatchObject({
      path: 'reminder.send/owners/ann/mail',
      detail: { nth: 2 },
    });
  });

  it('is unknown in a plan without a ledger, with all that hangs on it', async () => {
    const { connect, clock } = new ToyCloud();
    const guard = new RunGuard();
    const plan = await makePlan({
      ...{ runbook: reminders, input: {}, version: 'test', guard, clock },
      services: connect({ guard, clock }),
    });
    const unknown = flatten(plan.steps).filter(({ status }) => status === 'unknown');
    expect(unknown.map(({ path, why }) => [path, why])).toContainEqual([
      'owners/ann/earlier notices',
      expect.stringContaining('what earlier runs did'),
    ]);
    expect(plan.changes).toBe(0);
  });

  it('finds what it looks for behind any number of changes that were undone, or found gone; what was kept is there', async () => {
    const store = new MemoryStore();
    const { connect, clock } = new ToyCloud();
    const asks = toyRun((ctx) => ctx.earlier('x', { runbook: 'toy.other', limit: 2 }));
    const requestedBy = { user: 'ann', surface: 'test' };
    const entry = { by: requestedBy, runbook: 'toy.other', root: 'r', path: 'x', targets: [] };
    const undone = Array.from({ length: 60 }, (_, index) => [`u${index}`, index % 2 === 0 ? 'undone' : 'absent']);
    const runs = [['a'], ['b', 'failed'], ['c', 'kept'], ...undone] as [run: string, outcome?: string][];
    const audit = runs.flatMap(([run, outcome]) => [
      { ...entry, run, kind: 'changed' as const, at: '2030-01-01T00:00:00.000Z' },
      ...(outcome === undefined
        ? []
        : [{ ...entry, run, kind: 'undone' as const, at: '2030-01-01T00:00:00.000Z', details: { outcome } }]),
    ]);
    const other = await runOnce({ runbook: toyRun(async () => 1), input: {}, connect, clock, store });
    await store.append(other.run.id, other.run.epoch, { deadlines: [], entries: [], events: [], audit });
    const { run } = await runOnce({ runbook: asks, input: {}, connect, clock, store });
    expect(run.output).toMatchObject([{ run: 'c' }, { run: 'b' }]);
  });
});
