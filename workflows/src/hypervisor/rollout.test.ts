import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep, unrestricted } from '@opsbook/context';
import { MemoryStore, approvedPlan, flatten, memoryEngine } from '@opsbook/runbook';
import { ann } from '../cloud.test-support.ts';
import { runbooks } from '../index.ts';
import type { RolloutReport } from './rollout-report.ts';
import { type RolloutSite, rolloutSite } from './rollout.test-support.ts';
import { rolloutHypervisors } from './rollout.ts';

const input = { cloud: 'test', reason: 'new kernel' };

let site: RolloutSite;
let store: MemoryStore;
beforeEach(async () => {
  site = await rolloutSite({ hypervisors: 4, servers: 4, room: 4 });
  store = new MemoryStore();
});
afterEach(() => site.stop());

const engineOf = () => {
  const { connect, clock } = site;
  return memoryEngine({ runbooks, version: 'test', connect, clock, store });
};

async function rollOut(
  more: object,
  meanwhile: (engine: ReturnType<typeof engineOf>, id: string) => void = () => undefined,
) {
  const engine = engineOf();
  const { id } = await engine.start({ runbook: 'hypervisor.rollout', input: { ...input, ...more }, requestedBy: ann });
  const { ended } = await engine.execute(id);
  meanwhile(engine, id);
  const run = await ended;
  await engine.close();
  return { run, report: (run.output ?? run.error?.details) as RolloutReport };
}

const results = ({ hypervisors }: RolloutReport) =>
  Object.fromEntries(hypervisors.map(({ hypervisor, result }) => [hypervisor, result]));
const why = ({ hypervisors }: RolloutReport, name: string) =>
  hypervisors.find(({ hypervisor }) => hypervisor === name)?.why;
const patched = () =>
  Object.entries(site.plays)
    .flatMap(([host, { told }]) => told.filter(({ what }) => what === 'patch').map(({ at }) => ({ host, at })))
    .sort((a, b) => a.at - b.at)
    .map(({ host }) => host);

it('maintains a list in its order, batch after batch; run again with since, it leaves them alone', async () => {
  const { run, report } = await rollOut({ hypervisors: ['hv3', 'hv1'], ramp: [1] });
  expect(run).toMatchObject({ status: 'done', changed: true });
  expect(results(report)).toEqual({ hv3: 'maintained', hv1: 'maintained' });
  expect(report).toMatchObject({ budget: { allowed: 0, spent: 0 }, stopped: null, left: [], next: null });
  expect(patched()).toEqual(['hv3', 'hv1']);
  expect(['hv1', 'hv3'].map((host) => site.service(host)?.disabled)).toEqual([false, false]);
  const again = await rollOut({ hypervisors: ['hv3', 'hv1'], since: report.since });
  expect(again.run).toMatchObject({ status: 'done', changed: false });
  expect(results(again.report)).toEqual({ hv3: 'earlier', hv1: 'earlier' });
  expect(patched()).toHaveLength(2);
});

it('has nothing to do where no hypervisor fits', async () => {
  const { run, report } = await rollOut({ where: ["hostname='nobody'"] });
  expect(run).toMatchObject({ status: 'done', changed: false });
  expect(report.hypervisors).toEqual([]);
});

it('is planned by batches with the destinations of each server, touches nothing, and runs as planned', async () => {
  const chosen = { ...input, zone: 'az1', window: { from: '03:00', to: '04:00' }, approveBatches: true };
  const plan = await site.plan(rolloutHypervisors, chosen);
  expect(plan.error).toBeUndefined();
  expect(site.changes()).toEqual([]);
  const nodes = flatten(plan.steps);
  expect(nodes.map(({ path, status }) => `${path}: ${status}`)).toEqual(
    expect.arrayContaining([
      'maintain#before:1/window: would-wait',
      'maintain#before:1/batch 1 of hv1: read',
      'maintain#before:2/batch 2 of hv3: read',
      'maintain/hv1: unknown',
      'maintain/hv3: unknown',
    ]),
  );
  expect(nodes.filter(({ status }) => status === 'would-ask')).toHaveLength(2);
  expect(nodes.find(({ name }) => name.startsWith('server-1 '))?.name).toBe('server-1 to hv3, hv2, hv4');
  expect(plan.output).toMatchObject({
    counts: { planned: 2 },
    forecast: [
      { batch: 1, hypervisors: [{ hypervisor: 'hv1', servers: [{ name: 'server-1', destinations: 3 }] }] },
      {},
    ],
  });
  const simple = { ...input, hypervisors: ['hv1'] };
  const shown = approvedPlan(await site.plan(rolloutHypervisors, simple));
  const engine = engineOf();
  const request = { runbook: 'hypervisor.rollout', input: simple, requestedBy: ann, plan: shown };
  const { id } = await engine.start(request);
  expect((await (await engine.execute(id)).ended).status).toBe('done');
  await engine.close();
});

it('refuses a bad input with all of its faults', () => {
  const bad = {
    ...input,
    zone: 'az1',
    aggregate: 'rack-1',
    ramp: [0],
    maxFailures: 1.5,
    where: ['statu=up'],
    window: { from: 'x' },
  };
  const { error } = rolloutHypervisors.input.safeParse(bad);
  expect([...new Set(error?.issues.map(({ path }) => path.join('.')))].sort()).toEqual([
    'maxFailures',
    'ramp.0',
    'where.0',
    'window.from',
    'window.to',
    'zone',
  ]);
  expect(rolloutHypervisors.input.safeParse(input).error?.issues[0]?.message).toMatch(/must be given one way/);
  const twice = rolloutHypervisors.input.safeParse({ ...input, hypervisors: ['hv1', 'hv1'] });
  expect(twice.error?.issues[0]?.message).toBe('is there twice: hv1');
});

it('refuses names that there are not before it touches anything', async () => {
  const refused = async (more: object) => (await rollOut(more)).run.error?.message;
  expect(await refused({ hypervisors: ['hv1', 'hv9', 'hv8'] })).toMatch(/no compute service on hv9, hv8/);
  expect(await refused({ aggregate: 'rack-9' })).toMatch(/no host aggregate 'rack-9'/);
  expect(await refused({ zone: 'az9' })).toMatch(/there are az1, az2/);
  expect(site.changes()).toEqual([]);
});

it('stops when its budget is spent, says what is left, and goes on from there', async () => {
  Object.assign(site.plays['hv2'] ?? {}, { patch: 1 });
  const { run, report } = await rollOut({ where: ['state=up'] });
  expect(run.status).toBe('failed');
  expect(results(report)).toEqual({ hv1: 'maintained', hv2: 'failed', hv3: 'maintained', hv4: 'not reached' });
  expect(report).toMatchObject({
    budget: { allowed: 0, spent: 1 },
    stopped: '1 failed, 0 allowed',
    left: ['hv2', 'hv4'],
  });
  expect(why(report, 'hv2')).toMatch(/stopped at 'patch'/);
  expect(site.service('hv2')?.disabled).toBe(true);
  Object.assign(site.plays['hv2'] ?? {}, { patch: 0 });
  const again = await rollOut({ where: ['state=up'], since: report.since });
  expect(results(again.report)).toEqual({ hv1: 'earlier', hv2: 'maintained', hv3: 'earlier', hv4: 'maintained' });
  expect(again.report.since).toBe(report.since);
});

it('leaves untouched what could not be emptied, what a person disabled, is down, or another run holds', async () => {
  site.sim.addServer({ name: 'mine', host: 'hv1', lockedReason: 'do not touch' });
  Object.assign(site.service('hv2') ?? {}, { disabled: true, disabledReason: 'bad DIMM, Bob' });
  site.sim.setComputeDown('hv3');
  const holder = engineOf();
  site.plays['hv4']?.told.splice(0);
  const other = await holder.start({
    runbook: 'hypervisor.maintain',
    input: { ...input, hypervisor: 'hv4' },
    requestedBy: { user: 'bob', surface: 'test' },
  });
  const execution = await holder.execute(other.id);
  const { report } = await rollOut({ where: ["hostname~'^hv'"] });
  await execution.ended;
  await holder.close();
  expect(results(report)).toMatchObject({ hv1: 'skipped', hv2: 'skipped', hv3: 'skipped', hv4: 'skipped' });
  expect(why(report, 'hv1')).toBe('it could not be emptied: mine: it is locked: do not touch');
  expect(why(report, 'hv2')).toBe("a person disabled it: 'bad DIMM, Bob'");
  expect(why(report, 'hv3')).toBe('nova sees it down');
  expect(why(report, 'hv4')).toMatch(/bob/);
  expect(patched()).toEqual(['hv4']);
});

describe('between batches', () => {
  it('stops at a new alert about a hypervisor that is done, not at one that was there before', async () => {
    const alert = (alertname: string, instance: string) =>
      site
        .connect({ clock: site.clock, guard: unrestricted })
        .alertmanager()
        .alerts.post([{ labels: { alertname, instance }, endsAt: '2031-01-01T00:00:00Z' }]);
    await alert('OldDisk', 'hv1');
    // While hv2 and hv3 are maintained.
    void sleep(site.clock, 400_000).then(() => alert('KernelPanic', 'hv1'));
    const { report } = await rollOut({ where: ['state=up'], gateTimeout: 120 });
    expect(report.stopped).toMatch(/new alerts about hypervisors that are done: KernelPanic of hv1, 120 s long/);
    expect(report.hypervisors.at(-1)).toMatchObject({ hypervisor: 'hv4', result: 'not reached' });
    expect(report.waits.at(-1)).toMatchObject({ for: 'health' });
  });

  it('waits for the expression and the window, and says how long', async () => {
    const start = site.clock.now();
    site.prometheus.answer('calm', () => (site.clock.now() - start > 90_000 ? 1 : 0));
    const window = { from: '01:00', to: '02:00', timeZone: 'Europe/Berlin' };
    const { run, report } = await rollOut({ hypervisors: ['hv1'], gate: 'calm', window: { ...window, from: '00:50' } });
    expect(run.status).toBe('done');
    const late = await rollOut({ hypervisors: ['hv2'], window: { ...window, from: '03:00', to: '04:00' } });
    expect(report.waits.map((wait) => wait.for)).toEqual(['health']);
    expect(late.report.waits).toEqual([
      { batch: 1, for: 'window', from: expect.any(String), until: '2030-01-01T02:00:00.000Z' },
    ]);
  });

  it('stops where the rest of the cloud could not hold the servers of the batch', async () => {
    for (let n = 0; n < 9; n += 1) site.sim.addServer({ name: `more-${n}`, host: `hv${(n % 3) + 2}` });
    const { report } = await rollOut({ hypervisors: ['hv1', 'hv2', 'hv3'], ramp: [1, 2], gateTimeout: 60 });
    expect(results(report)).toMatchObject({ hv2: 'not reached', hv3: 'not reached' });
    expect(report.stopped).toMatch(/no room for what would be displaced: .*2048 MiB of memory/);
  });

  it('pauses until somebody says yes, and ends at a no', async () => {
    const answers = (engine: ReturnType<typeof engineOf>, id: string) => {
      const bob = { user: 'bob', surface: 'test' };
      const decide = async (decision: 'approved' | 'rejected') => {
        const [open] = await engine.questions(id);
        await engine.answer(id, { path: open?.path ?? '', decision, by: bob });
      };
      void sleep(site.clock, 3_600_000)
        .then(() => decide('approved'))
        .then(() => sleep(site.clock, 7_200_000))
        .then(() => decide('rejected'));
    };
    const { report } = await rollOut({ zone: 'az1', approveBatches: true }, answers);
    expect(results(report)).toEqual({ hv1: 'maintained', hv3: 'not reached' });
    expect(report.stopped).toMatch(/bob said no to 'Begin batch 2: hv3\?'/);
    expect(report.waits[0]).toMatchObject({ batch: 1, for: 'approval' });
  });
});
