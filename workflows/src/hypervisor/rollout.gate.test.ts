import { afterEach, expect, it } from '@jest/globals';
import { sleep, unrestricted } from '@opsbook/context';
import { MemoryStore, memoryEngine } from '@opsbook/runbook';
import { startPrometheus } from '@opsbook/prometheus/testing';
import { ann } from '../cloud.test-support.ts';
import { runbooks } from '../index.ts';
import type { RolloutReport } from './rollout-report.ts';
import { type RolloutSite, type RolloutSiteOptions, rolloutSite } from './rollout.test-support.ts';
import { rolloutHypervisors } from './rollout.ts';

let site: RolloutSite;
let store: MemoryStore;
afterEach(() => site.stop());

async function begin(options: Partial<RolloutSiteOptions> = {}): Promise<void> {
  site = await rolloutSite({ hypervisors: 4, servers: 4, room: 4, ...options });
  store = new MemoryStore();
}

const input = { cloud: 'test', reason: 'new kernel' };

async function rollOut(more: object): Promise<RolloutReport> {
  const { connect, clock } = site;
  const engine = memoryEngine({ runbooks, version: 'test', connect, clock, store });
  const { id } = await engine.start({ runbook: 'hypervisor.rollout', input: { ...input, ...more }, requestedBy: ann });
  const run = await (await engine.execute(id)).ended;
  await engine.close();
  return (run.output ?? run.error?.details) as RolloutReport;
}

const results = ({ hypervisors }: RolloutReport) => hypervisors.map(({ result }) => result);
const alert = async (alertname: string, instance: string) => {
  const startsAt = new Date(site.clock.now() - 1000).toISOString();
  const { alerts } = site.connect({ clock: site.clock, guard: unrestricted }).alertmanager();
  await alerts.post([{ labels: { alertname, instance }, startsAt, endsAt: '2031-01-01T00:00:00Z' }]);
};
const fill = (host: string, count: number) =>
  Array.from({ length: count }, (_, n) => site.sim.addServer({ name: `${host}-more-${n}`, host }));

it('asks the Prometheus of the cloud, not the one that others have', async () => {
  const own = await startPrometheus();
  await begin({ config: { clouds: { test: { prometheus: 'own' } }, prometheus: { own: { url: own.url } } } });
  try {
    own.answer('calm', 0);
    site.prometheus.answer('calm', 1);
    const report = await rollOut({ hypervisors: ['hv1'], gate: 'calm', gateTimeout: 60 });
    expect(report.stopped).toMatch(/the gate does not hold: calm/);
  } finally {
    await own.stop();
  }
});

it('stops at an alert that came while a healthy batch waited for room', async () => {
  await begin();
  const watch = async () => {
    while (site.service('hv1')?.disabled !== true) await sleep(site.clock, 10);
    while (site.service('hv1')?.disabled === true) await sleep(site.clock, 10);
    const servers = ['hv1', 'hv2', 'hv3', 'hv4'].flatMap((host) => fill(host, 3)).map(({ id }) => id);
    await sleep(site.clock, 600);
    await alert('KernelPanic', 'hv1');
    await sleep(site.clock, 300);
    site.sim.state.servers = site.sim.state.servers.filter(({ id }) => !servers.includes(id));
  };
  void watch();
  const report = await rollOut({ hypervisors: ['hv1', 'hv2', 'hv3'], ramp: [1, 2], gateTimeout: 3600 });
  expect(report.stopped).toMatch(/KernelPanic of hv1/);
  expect(results(report)).toEqual(['maintained', 'not reached', 'not reached']);
});

it('takes no alert for known that came since the rollout that it goes on with', async () => {
  await begin();
  await alert('OldDisk', 'hv1');
  const first = await rollOut({ hypervisors: ['hv1'] });
  expect(results(first)).toEqual(['maintained']);
  const calm = await rollOut({ hypervisors: ['hv1', 'hv2'], since: first.since, gateTimeout: 60 });
  expect(results(calm)).toEqual(['earlier', 'maintained']);
  await alert('KernelPanic', 'hv1');
  await alert('OldNoise', 'hv3');
  const again = await rollOut({ hypervisors: ['hv1', 'hv2', 'hv3'], since: first.since, gateTimeout: 60 });
  expect(results(again)).toEqual(['earlier', 'earlier', 'not reached']);
  expect(again.stopped).toMatch(/new alerts about hypervisors that are done: KernelPanic of hv1, 60 s long/);
});

it('needs no room for the servers of a hypervisor that it will not touch', async () => {
  await begin({ hypervisors: 5, servers: 5 });
  for (const host of ['hv1', 'hv2', 'hv3']) fill(host, 3);
  site.sim.setComputeDown('hv1');
  Object.assign(site.service('hv2') ?? {}, { disabled: true, disabledReason: 'bad DIMM, Bob' });
  site.sim.addServer({ name: 'mine', host: 'hv3', lockedReason: 'do not touch' });
  const chosen = { hypervisors: ['hv1', 'hv2', 'hv3', 'hv4'], ramp: [4] };
  const plan = await site.plan(rolloutHypervisors, { ...input, ...chosen });
  expect(plan.error).toBeUndefined();
  expect(results(plan.output as RolloutReport)).toEqual(['skipped', 'skipped', 'skipped', 'planned']);
  const report = await rollOut({ ...chosen, gateTimeout: 60 });
  expect(results(report)).toEqual(['skipped', 'skipped', 'skipped', 'maintained']);
});

it('grows its batches only after one of which something went through', async () => {
  await begin();
  Object.assign(site.service('hv1') ?? {}, { disabled: true, disabledReason: 'bad DIMM, Bob' });
  Object.assign(site.plays['hv2'] ?? {}, { patch: 1 });
  const report = await rollOut({
    hypervisors: ['hv1', 'hv2', 'hv3', 'hv4'],
    ramp: [1, 3],
    maxFailures: 1,
    concurrency: 3,
  });
  expect(results(report)).toEqual(['skipped', 'failed', 'maintained', 'maintained']);
  const [third, fourth] = ['hv3', 'hv4'].map((host) => site.plays[host]?.told.map(({ at }) => at) ?? []);
  expect(Math.max(...(third ?? []))).toBeLessThan(Math.min(...(fourth ?? [])));
});
