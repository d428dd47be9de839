import { describe, expect, it, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import type { Context } from '@opsbook/context';
import { type EachOptions, type EachReport, type GroupLimit, fail } from '../index.ts';
import { crashEverywhere } from '../testing/index.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { play, toyRun, turnOn } from '../testing/toy-runbooks.ts';
import { batches, failuresAllowed } from './batches.ts';

interface Host {
  name: string;
  zone: string;
  aggregates: string[];
  seconds: number;
  breaks: boolean;
}

/** A rollout: hosts are in one zone each and in any number of aggregates. */
const rollouts = fc.record({
  hosts: fc
    .array(
      fc.record({
        zone: fc.constantFrom('a', 'b', 'c'),
        // A name that is also a zone's: limits do not share their groups.
        aggregates: fc.array(fc.constantFrom('a', 'ssd', 'gpu'), { maxLength: 3 }),
        seconds: fc.integer({ min: 0, max: 9 }),
        breaks: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    .map((hosts) => hosts.map((host, index): Host => ({ ...host, name: `h${index}` }))),
  concurrency: fc.integer({ min: 1, max: 6 }),
  perZone: fc.integer({ min: 1, max: 3 }),
  perAggregate: fc.integer({ min: 1, max: 3 }),
  ramp: fc.option(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), { nil: undefined }),
  maxFailures: fc.constantFrom(0, 1, 0.3, Infinity),
});
type Rollout = typeof rollouts extends fc.Arbitrary<infer R> ? R : never;

const limitsOf = ({ perZone, perAggregate }: Rollout): GroupLimit<Host>[] => [
  { by: ({ zone }) => zone, max: perZone },
  { by: ({ aggregates }) => aggregates, max: perAggregate },
];
const optionsOf = (rollout: Rollout): EachOptions<Host> => ({
  key: ({ name }) => name,
  concurrency: rollout.concurrency,
  maxFailures: rollout.maxFailures,
  limit: limitsOf(rollout),
  ...(rollout.ramp && { ramp: rollout.ramp }),
});

/** The groups of which more hosts are at work than may be. */
function tooMany(rollout: Rollout, atWork: readonly Host[]): string[] {
  const { perZone, perAggregate } = rollout;
  const full = (kind: string, groups: string[], max: number, isIn: (host: Host, group: string) => boolean) =>
    groups
      .map((group) => ({ group, count: atWork.filter((host) => isIn(host, group)).length }))
      .filter(({ count }) => count > max)
      .map(({ group, count }) => `${count} of ${kind} ${group}`);
  return [
    ...full('zone', ['a', 'b', 'c'], perZone, (host, group) => host.zone === group),
    ...full('aggregate', ['a', 'ssd', 'gpu'], perAggregate, (host, group) => host.aggregates.includes(group)),
    ...(atWork.length > rollout.concurrency ? [`${atWork.length} at once`] : []),
  ];
}

describe('each, whatever the hosts and how long each of them takes', () => {
  it('keeps to all of its limits at every instant, lets no batches overlap, and stops when its failures are spent', async () => {
    const seen = { waited: 0, stopped: 0, shared: 0 };
    const property = async (rollout: Rollout) => {
      const { hosts } = rollout;
      const atWork = new Set<Host>();
      const ended = new Set<Host>();
      let failures = 0;
      const wrong: string[] = [];
      const cut = [...batches(hosts, rollout.ramp, (batch) => batch.some(({ breaks }) => !breaks))];
      const { run } = await play(new ToyCloud(), (ctx) =>
        ctx.each('roll out', hosts, optionsOf(rollout), async (step, host) => {
          const before = cut.slice(
            0,
            cut.findIndex((batch) => batch.includes(host)),
          );
          if (before.flat().some((other) => !ended.has(other))) wrong.push(`${host.name} began in an earlier batch`);
          if (failures > failuresAllowed(rollout.maxFailures, hosts.length)) wrong.push('the failures were spent');
          atWork.add(host);
          wrong.push(...tooMany(rollout, [...atWork]));
          if (atWork.size > 1) seen.shared += 1;
          await step.sleep(host.seconds);
          atWork.delete(host);
          ended.add(host);
          if (!host.breaks) return;
          failures += 1;
          fail('broken');
        }),
      );
      const { items, ...counts } = run.output as unknown as EachReport<unknown>;
      expect(wrong).toEqual([]);
      expect(items.map(({ key }) => key)).toEqual(hosts.map(({ name }) => name));
      expect(counts).toMatchObject({ failed: failures, unchanged: ended.size - failures });
      expect(counts.skipped).toBe(hosts.length - ended.size);
      // Nothing is left out but for the failures.
      if (failures <= failuresAllowed(rollout.maxFailures, hosts.length)) expect(counts.skipped).toBe(0);
      if (counts.skipped > 0) seen.stopped += 1;
    };
    await fc.assert(fc.asyncProperty(rollouts, property), { numRuns: fuzzRuns(300) });
    expect(seen.shared).toBeGreaterThan(0);
    expect(seen.stopped).toBeGreaterThan(0);
  });

  it('keeps to them through a crash at any write, and begins no host twice', async () => {
    let crashes = 0;
    const property = async (rollout: Rollout) => {
      const result = await crashEverywhere({
        runbooks: [
          toyRun((ctx) =>
            ctx.each('roll out', rollout.hosts, { ...optionsOf(rollout), maxFailures: Infinity }, (step, host) =>
              turnOn(step, host.name),
            ),
          ),
        ],
        input: {},
        world: () => worldOf(rollout),
        stride: 5,
      });
      crashes += result.crashed.length;
      expect(result.undisturbed).toMatchObject({ status: 'done', state: { wrong: [] } });
      expect(result.undisturbed.effects).toHaveLength(rollout.hosts.length);
      expect(result.different).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(rollouts, property), { numRuns: fuzzRuns(8) });
    expect(crashes).toBeGreaterThan(30);
  });
});

test('a share of failures is what it is in decimals', () => {
  for (let percent = 1; percent < 100; percent += 1) expect(failuresAllowed(percent / 100, 100)).toBe(percent);
  expect(failuresAllowed(0.3, 9)).toBe(2);
});

describe('a limit', () => {
  /** The most that were at work at once. */
  async function most(options: Omit<EachOptions<string>, 'key'>): Promise<number> {
    let atWork = 0;
    let found = 0;
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each('roll out', ['h1', 'h2', 'h3'], { key: (name) => name, ...options }, async (step) => {
        found = Math.max(found, (atWork += 1));
        await step.sleep(5);
        atWork -= 1;
      }),
    );
    expect(run.output).toMatchObject({ unchanged: 3 });
    return found;
  }

  it.each([0, -1, NaN])('of %d lets one after the other pass, as one at once does', async (max) => {
    expect(await most({ concurrency: 3, limit: { by: () => 'all', max } })).toBe(1);
    expect(await most({ concurrency: max })).toBe(1);
  });

  it('shares no place with another limit whose groups have the same names', async () => {
    const [one, two] = ['h1', 'h2'].map((own) => ({ by: (name: string) => (name === own ? 'a' : []), max: 1 }));
    expect(await most({ concurrency: 3, limit: [one!, two!] })).toBe(3);
  });
});

/** Switches that note, whenever one is turned, whether too many are turning: those of a life before a crash as well. */
function worldOf(rollout: Rollout) {
  const cloud = new ToyCloud();
  const wrong: string[] = [];
  const turning = () => rollout.hosts.filter(({ name }) => cloud.switches.get(name) === 'turning');
  const connect = (context: Context) => {
    const client = cloud.connect(context);
    return {
      ...client,
      turn: async (name: string, to: 'on' | 'off') => {
        const { seconds = 3 } = rollout.hosts.find((host) => host.name === name) ?? {};
        await client.turn(name, to, seconds + 1);
        wrong.push(...tooMany(rollout, turning()));
      },
    };
  };
  return {
    clock: cloud.clock,
    connect,
    state: () => ({ switches: [...cloud.switches].sort(), wrong }),
    effects: () => cloud.effects,
  };
}
