import { afterEach, expect, it } from '@jest/globals';
import { type RolloutSite, rolloutSite } from './rollout.test-support.ts';
import { tell } from './rollout.story.test-support.ts';
import { fullest, misdeeds, mostAtOnce } from './rollout.trace.test-support.ts';

let site: RolloutSite;
afterEach(() => site.stop());

it('keeps its limits at every instant, stops when its budget is spent, and goes on after a crash', async () => {
  site = await rolloutSite({ hypervisors: 8, servers: 16, room: 4, neighbours: true });
  for (const name of ['server-3', 'server-5']) site.sim.order.migration(name, 'fails');
  // Of three in a row all are in one zone: without its limit they would be in maintenance together.
  const limits = { ramp: [1, 3], concurrency: 3, perZone: 2, perAggregate: 3, maxFailures: 1 };
  const input = { cloud: 'test', reason: 'new kernel', where: ['state=up'], serversAtOnce: 4, ...limits };
  const rounds = await tell(site, { input, dieAfter: 2 });
  const [first, second] = rounds;
  expect(first).toMatchObject({ died: true, run: { status: 'failed' } });
  expect(first?.report).toMatchObject({
    counts: { maintained: 4, failed: 2, 'not reached': 2 },
    budget: { allowed: 1, spent: 2 },
    stopped: '2 failed, 1 allowed',
  });
  expect(second).toMatchObject({ died: false, run: { status: 'done' } });
  expect(second?.report.counts).toMatchObject({ earlier: 4, maintained: 4, failed: 0 });

  for (const { instants } of rounds) {
    expect(mostAtOnce(instants, () => ['all'])).toBeLessThanOrEqual(3);
    expect(mostAtOnce(instants, (host) => [site.groupsOf(host).zone])).toBeLessThanOrEqual(2);
    expect(mostAtOnce(instants, (host) => site.groupsOf(host).aggregates)).toBeLessThanOrEqual(3);
  }
  const spans = rounds.flatMap((round) => round.spans);
  expect(misdeeds(site, spans)).toEqual([]);
  const before = Object.fromEntries(site.names.map((name) => [name, 2]));
  expect(fullest(site.sim, before)).toBeLessThanOrEqual(4);
  // A crash patches and reboots nothing twice.
  expect(Object.values(site.plays).map(({ boot, told }) => [boot, told.length])).toEqual(site.names.map(() => [2, 2]));
  expect(site.names.filter((name) => site.service(name)?.disabled)).toEqual([]);
});
