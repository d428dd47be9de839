import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertNow } from '../alert-now.ts';
import { AtWork, FIX, alert, rulesOf } from './at-work.test-support.ts';

/** The clock begins on Tuesday, 2030-01-01 at midnight UTC. */
interface Row {
  name: string;
  policy: string;
  /** What arrives at which second: hosts, with a `!` what is resolved. */
  events: [number, ...string[]][];
  /** Seconds that a fix takes; default 5. */
  takes?: number;
  states: string[];
  fixed: string[];
}

const rows: Row[] = [
  {
    name: 'active hours suppress outside of them',
    policy: "active: { windows: [{ from: '01:00', to: '02:00', timeZone: UTC }] }",
    events: [
      [0, 'a'],
      [3600, 'b'],
      [7200, 'c'],
    ],
    states: ['a: suppressed by active-hours', 'b: ran', 'c: suppressed by active-hours'],
    fixed: ['b'],
  },
  {
    name: 'active hours may be waited for',
    policy: "active: { windows: [{ from: '01:00', to: '02:00', timeZone: UTC }], otherwise: wait }",
    events: [
      [0, 'a', 'b'],
      [60, '!b'],
    ],
    states: ['a: ran', 'b: suppressed by resolved', 'b resolved: unmatched'],
    fixed: ['a'],
  },
  {
    name: 'within a maintenance window nothing is run',
    policy: "maintenance: { periods: [{ from: '2030-01-01T00:01:00Z', to: '2030-01-01T00:02:00Z' }] }",
    events: [
      [0, 'a'],
      [60, 'b'],
      [120, 'c'],
    ],
    states: ['a: ran', 'b: suppressed by maintenance-window', 'c: ran'],
    fixed: ['a', 'c'],
  },
  {
    name: 'the end of a maintenance window may be waited for, and what is over by then is not run',
    policy: "maintenance: { windows: [{ from: '00:01', to: '00:20', timeZone: UTC }], otherwise: wait }",
    events: [
      [0, 'a'],
      [60, 'b', 'c', 'd'],
      [1199, '!c'],
      [1260, 'e', '!d'],
    ],
    states: [
      ...['a: ran', 'b: ran', 'c: suppressed by resolved', 'd: ran'],
      ...['c resolved: unmatched', 'e: ran', 'd resolved: merged'],
    ],
    fixed: ['a', 'b', 'd', 'e'],
  },
  {
    name: 'what waited for the end of a maintenance window is decided by all policies then',
    policy:
      "maintenance: { periods: [{ from: '2030-01-01T00:00:00Z', to: '2030-01-01T00:10:00Z' }], otherwise: wait }, " +
      "active: { windows: [{ from: '00:00', to: '00:05', timeZone: UTC }, { from: '00:20', to: '04:00', timeZone: UTC }], otherwise: wait }, " +
      'throttle: { count: 1, per: 1h }',
    events: [[0, 'a', 'b']],
    states: ['a: ran', 'b: suppressed by throttle'],
    fixed: ['a'],
  },
  {
    name: 'a maintenance window that has no end is not waited for',
    policy: "maintenance: { windows: [{ from: '00:00', to: '00:00', timeZone: UTC }], otherwise: wait }",
    events: [[0, 'a']],
    states: ['a: suppressed by maintenance-window'],
    fixed: [],
  },
  {
    name: 'a throttle lets so many through in its time',
    policy: 'throttle: { count: 2, per: 1h }',
    events: [
      [0, 'a', 'b', 'c'],
      [1800, 'd'],
      [3601, 'e'],
    ],
    states: ['a: ran', 'b: ran', 'c: suppressed by throttle', 'd: suppressed by throttle', 'e: ran'],
    fixed: ['a', 'b', 'e'],
  },
  {
    name: 'once per target merges into what is under way and into what helped not long ago',
    policy: "target: '${labels.instance}', oncePer: { within: 1h }",
    events: [
      [0, 'a', 'a', 'b', 'bad'],
      [1800, 'a', 'bad'],
      [3601, 'a'],
    ],
    states: ['a: ran', 'a: merged', 'b: ran', 'bad: ran', 'a: merged', 'bad: ran', 'a: ran'],
    fixed: ['a', 'b', 'bad', 'bad', 'a'],
  },
  {
    name: 'a breaker trips, and closes when its time has passed',
    policy: 'breaker: { runs: 3, per: 1h }',
    events: [
      [0, 'a', 'b'],
      [60, 'c', 'd'],
      [3540, 'e'],
      [3661, 'f'],
    ],
    states: ['a: ran', 'b: ran', 'c: ran', 'd: suppressed by breaker', 'e: suppressed by breaker', 'f: ran'],
    fixed: ['a', 'b', 'c', 'f'],
  },
  {
    name: 'a group is answered by one run, and the next one by another',
    policy: "group: { by: '${labels.alertname}', window: 30s }",
    events: [
      [0, 'a', 'b'],
      [20, 'c'],
      [40, 'd', 'e'],
      [50, '!d'],
    ],
    states: ['a: ran', 'b: merged', 'c: merged', 'd: suppressed by resolved', 'e: ran', 'd resolved: unmatched'],
    fixed: ['a', 'e'],
  },
  {
    name: 'so many runs at once; the rest waits its turn, and what is over does not',
    policy: 'concurrency: 2',
    events: [
      [0, 'a', 'b', 'c', 'd', 'e'],
      [1, '!d'],
    ],
    takes: 60,
    states: ['a: ran', 'b: ran', 'c: ran', 'd: suppressed by resolved', 'e: ran', 'd resolved: unmatched'],
    fixed: ['a', 'b', 'c', 'e'],
  },
  {
    name: 'a group that waits for its turn takes in who comes meanwhile',
    policy: "concurrency: 1, group: { by: '${labels.alertname}', window: 30s }",
    events: [
      [0, 'a'],
      [40, 'b'],
      [100, 'c'],
    ],
    takes: 300,
    states: ['a: ran', 'b: ran', 'c: merged'],
    fixed: ['a', 'b'],
  },
];

describe('policies', () => {
  let work: AtWork;
  beforeEach(() => {
    work = new AtWork();
  });
  afterEach(() => work.end());

  test.each(rows)('$name', async ({ policy, events, takes = 5, states, fixed }) => {
    work.site.takes = takes;
    await work.begin(rulesOf(`${FIX}    policy: { ${policy} }\n`));
    await play(events);
    expect(work.states()).toEqual(states);
    expect(work.site.fixed).toEqual(fixed);
    // Each has its reason.
    for (const { state } of work.store.list({ state: ['suppressed', 'merged'] })) {
      expect(state).toMatchObject({ why: expect.stringMatching(/.{10}/) });
    }
  });

  async function play(events: Row['events']): Promise<void> {
    const begin = Date.parse('2030-01-01T00:00:00Z');
    for (const [at, ...names] of events) {
      await work.pass(at - (work.clock.now() - begin) / 1000);
      const key = () => `${at}/${Math.random()}`;
      await work.add(
        ...names.map((name) =>
          name.startsWith('!') ? alert(name.slice(1), { status: 'resolved', key: key() }) : alert(name, { key: key() }),
        ),
      );
    }
    await work.settled();
  }

  test('a breaker counts by target, and says once that it tripped', async () => {
    const policy =
      "    policy: { target: '${labels.instance}', leaseWait: 1h, breaker: { runs: 9, per: 1h, perTarget: 2 } }\n";
    const escalate =
      "    escalate: { run: ticket.create, input: { summary: '${rule.name}', text: '${why} ${run.status}' } }\n";
    await work.begin(rulesOf(FIX + policy + escalate));
    await play([[0, 'a', 'a', 'a', 'a', 'b']]);
    expect(work.states().filter((state) => state.endsWith('breaker'))).toEqual(
      Array(2).fill('a: suppressed by breaker'),
    );
    expect(work.site.fixed.sort()).toEqual(['a', 'a', 'b']);
    await work.until(() => work.site.tickets.length > 0);
    await work.pass(60);
    expect(work.site.tickets).toEqual([
      { summary: 'fix', text: expect.stringMatching(/^2 runs of fix on a in 1h.* not-started$/) },
    ]);
  });

  test('what is silenced is left alone; silences that cannot be asked for silence nothing', async () => {
    const silencedBy = (event: { subject: string }) => {
      if (event.subject === 'c') return Promise.reject(new Error('no answer'));
      return Promise.resolve(event.subject === 'a' ? 'bob: moving house' : undefined);
    };
    const deaf = FIX.replace('fix', 'deaf').replace('HostDown', 'Loud');
    await work.begin(rulesOf(`${FIX}${deaf}    policy: { honourSilences: false }\n`), { silencedBy });
    await work.add(alert('a'), alert('b'), alert('c'), alert('a', { key: 'x', labels: { alertname: 'Loud' } }));
    await work.settled();
    expect(work.states()).toEqual(['a: suppressed by silence', 'b: ran', 'c: ran', 'a: ran']);
    expect(work.store.list({ state: ['suppressed'] })[0]?.state).toMatchObject({ why: 'silenced: bob: moving house' });
    expect(work.logs).toHaveLength(1);
  });

  test('what has waited, and was over by then in silence, is not run; where that cannot be asked it is', async () => {
    const asked: string[] = [];
    const stillFires = ({ subject }: { subject: string }): Promise<AlertNow> => {
      asked.push(subject);
      if (subject === 'c') return Promise.reject(new Error('no answer'));
      return Promise.resolve(
        subject === 'b' ? { fires: false } : { fires: true, since: '2030-01-01T00:00:00.000Z', silences: [] },
      );
    };
    const wait = "{ windows: [{ from: '00:00', to: '00:20', timeZone: UTC }], otherwise: wait }";
    await work.begin(rulesOf(`${FIX}    policy: { maintenance: ${wait} }\n`), { stillFires });
    await work.add(alert('a'), alert('b'), alert('c'));
    await work.pass(1100);
    expect([work.states(), asked]).toEqual([['a: received', 'b: received', 'c: received'], []]);
    await work.settled();
    await work.add(alert('d'));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'b: suppressed by resolved', 'c: ran', 'd: ran']);
    expect(work.store.list({ state: ['suppressed'] })[0]?.state).toMatchObject({
      why: 'Alertmanager was asked when its turn came: it fires no more',
    });
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(work.logs).toHaveLength(1);
  });

  test('of a group that was collected, those that are over in silence do not hold the others up', async () => {
    const over = new Set(['a']);
    const stillFires = ({ subject }: { subject: string }): Promise<AlertNow> =>
      Promise.resolve(
        over.has(subject) ? { fires: false } : { fires: true, since: '2030-01-01T00:00:00.000Z', silences: [] },
      );
    await work.begin(rulesOf(`${FIX}    policy: { group: { by: x, window: 30s } }\n`), { stillFires });
    await work.add(alert('a'), alert('b'), alert('c'));
    await work.settled();
    expect(work.states()).toEqual(['a: suppressed by resolved', 'b: ran', 'c: merged']);
    over.add('d').add('e');
    await work.add(alert('d'), alert('e'));
    await work.settled();
    expect(work.states().slice(3)).toEqual(['d: suppressed by resolved', 'e: suppressed by resolved']);
    expect(work.site.fixed).toEqual(['b']);
  });

  test('what has to be approved is planned, its plan is brought to people, and it asks', async () => {
    const notify = "{ run: ticket.create, input: { summary: '${run.id}', text: '${plan.text}' } }";
    const hash = 'a'.repeat(64);
    const plan = (name: string) => Promise.resolve({ hash, paths: ['fixed'], unknown: [], text: `${name} would fix` });
    await work.begin(rulesOf(`${FIX}    policy: { approval: { notify: ${notify} } }\n`), { plan });
    await work.add(alert('a'));
    await work.until(() => work.site.tickets.length === 1);
    const [one] = work.store.remediations({});
    expect(work.site.tickets).toEqual([{ summary: one?.run, text: 'host.fix would fix' }]);
    const id = one?.run ?? '';
    const run = await work.engine.get(id);
    expect(run).toMatchObject({ approval: 'required', plan: { hash }, requestedBy: { user: 'rule:fix' } });
    expect(work.site.fixed).toEqual([]);
    await work.until(() => work.store.counts({}).ran === 1);
    const by = { user: 'ann', surface: 'cli' };
    await work.engine.answer(id, { path: '#approval', decision: 'approved', by });
    await work.settled();
    expect(work.site.fixed).toEqual(['a']);
  });

  test('a run without approval by a plan that cannot be made is not started', async () => {
    const plan = () => Promise.reject(Object.assign(new Error('no cloud'), { code: 'NO_CLOUD', kind: 'unavailable' }));
    await work.begin(rulesOf(`${FIX}    policy: { approval: required }\n`), { plan });
    await work.add(alert('a'));
    await work.settled();
    expect(work.store.list({})[0]?.state).toMatchObject({ state: 'failed', error: { code: 'NO_CLOUD' } });
  });

  test('rules that wait for the end of runs do not start each other for ever', async () => {
    const chain = `
  - name: chain
    on: { run: 'host.fix' }
    run: host.fix
    input: { host: '\${run.input.host}' }
`;
    await work.begin(rulesOf(FIX + chain));
    await work.add(alert('a'));
    await work.until(() => work.store.list({ state: ['suppressed'] }).length === 1);
    await work.settled();
    expect(work.site.fixed).toEqual(Array(5).fill('a'));
    expect(work.store.list({})[0]?.state).toMatchObject({
      by: 'breaker',
      why: expect.stringContaining('5 runs of rules'),
    });
  });
});
