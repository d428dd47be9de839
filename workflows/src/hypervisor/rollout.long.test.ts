import { afterEach, expect, it } from '@jest/globals';
import { type RolloutSite, rolloutSite } from './rollout.test-support.ts';
import { tell } from './rollout.story.test-support.ts';
import { fullest, misdeeds, mostAtOnce } from './rollout.trace.test-support.ts';

const HYPERVISORS = 200;
const EACH = 20;
const ROOM = 28;

let site: RolloutSite;
afterEach(() => site.stop());

it('200 hypervisors with 4,000 servers, of whose moves 3 % fail: within all limits, and to the end after a crash', async () => {
  const began = performance.now();
  const servers = HYPERVISORS * EACH;
  site = await rolloutSite({ hypervisors: HYPERVISORS, servers, room: ROOM, zones: 4, racks: 20, neighbours: true });
  // Each move is looked at every two seconds; shorter ones are fewer requests, and the limits are no easier to keep.
  site.sim.options.liveMigrationSeconds = 1;
  for (let n = 7; n <= servers; n += 33) site.sim.order.migration(`server-${n}`, 'fails');
  // Of eight in a row most are in one rack and in one zone: without these limits six would be in maintenance together.
  const limits = { ramp: [1, 2, 4, 8], concurrency: 6, perZone: 5, perAggregate: 4, maxFailures: 0.15 };
  const input = { cloud: 'test', reason: 'new kernel', where: ['state=up'], serversAtOnce: 2, ...limits };
  // Six in ten hypervisors hold a server whose move fails: the first run reaches its budget when some twenty are patched.
  const rounds = await tell(site, { input, dieAfter: 12 });
  expect(rounds[0]).toMatchObject({ died: true, run: { status: 'failed' } });
  expect(rounds[0]?.report.stopped).toMatch(/\d+ failed, 30 allowed/);
  expect(rounds.at(-1)?.report.left).toEqual([]);
  for (const { report, instants, spans } of rounds) {
    // Of a batch those under way end.
    expect(report.budget.spent).toBeLessThanOrEqual(report.budget.allowed + limits.concurrency);
    expect(mostAtOnce(instants, () => ['all'])).toBeLessThanOrEqual(limits.concurrency);
    expect(mostAtOnce(instants, (host) => [site.groupsOf(host).zone])).toBeLessThanOrEqual(limits.perZone);
    // One that makes a zone has the limit of an aggregate, too.
    expect(mostAtOnce(instants, (host) => site.groupsOf(host).aggregates)).toBeLessThanOrEqual(limits.perAggregate);
    for (const [batch, some] of Map.groupBy(spans, (span) => span.batch)) {
      expect(some.length).toBeLessThanOrEqual(limits.ramp[batch - 1] ?? 8);
    }
  }
  const spans = rounds.flatMap((round) => round.spans);
  expect(misdeeds(site, spans)).toEqual([]);
  const before = Object.fromEntries(site.names.map((name) => [name, EACH]));
  expect(fullest(site.sim, before)).toBeLessThanOrEqual(ROOM);
  expect(Object.values(site.plays).map(({ boot, told }) => [boot, told.length])).toEqual(site.names.map(() => [2, 2]));
  expect(site.names.filter((name) => site.service(name)?.disabled)).toEqual([]);
  const { migrations } = site.sim.state;
  const failed = migrations.filter(({ status }) => status === 'failed').length;
  const runs = rounds.map(({ report: { counts } }) => `${counts.maintained}+${counts.failed} failed`).join(', ');
  const took = Math.round((performance.now() - began) / 1000);
  const { requests } = site.sim;
  console.log(
    `${HYPERVISORS} hypervisors, ${servers} servers: ${migrations.length} moves of which ${failed} failed, ${requests.length} ` +
      `requests, ${rounds.length} runs (${runs}), in ${took} s of real time`,
  );
}, 7_200_000);
