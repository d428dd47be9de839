import { expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from './at-work.test-support.ts';
import type { AlertNow } from '../alert-now.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { type Death, mortalStore } from './mortal-store.test-support.ts';

const ESCALATE =
  "    escalate: { run: ticket.create, input: { summary: '${rule.name} ${event.subject}', text: '${why}' } }\n";
const rule = (name: string, rest: string) => FIX.replace('fix', name).replace('HostDown', name) + rest + ESCALATE;
const NOTIFY = "{ run: ticket.create, input: { summary: 'approve ${event.subject}', text: '${plan.text}' } }";
const CHAINED = `
  - name: chained
    on: { run: host.fix, status: [failed] }
    run: ticket.create
    input: { summary: 'chained \${run.input.host}' }
    policy: { target: '\${run.input.host}' }
`;
const RULES = rulesOf(
  [
    rule('plain', '    success: { resolvedWithin: 1m }\n'),
    rule('group', "    policy: { group: { by: '${labels.alertname}', window: 30s }, concurrency: 1 }\n"),
    rule('asks', `    policy: { approval: { notify: ${NOTIFY} } }\n`),
    rule('trips', '    policy: { breaker: { runs: 1, per: 1h } }\n'),
    rule('stops', '    policy: { onResolved: cancel }\n'),
    rule('wrong', '').replace('labels.instance', 'labels.nothing'),
    CHAINED,
  ].join(''),
);
const of = (alertname: string, ...names: string[]) => names.map((name) => alert(name, { labels: { alertname } }));
const FIRST = () => [
  ...of('plain', 'a', 'late', 'bad1', 'hushed'),
  ...of('group', 'g1', 'bad-g2'),
  ...of('asks', 'asked'),
  ...of('trips', 't1', 't2', 't3'),
  ...of('stops', 's'),
  ...of('wrong', 'w1', 'w2'),
];

/** All of it, with a process that dies at one of its writes and another one after it. */
async function story(death?: Death): Promise<{ told: unknown; writes: number; died: boolean }> {
  const work = new AtWork();
  const plan = () => Promise.resolve({ hash: 'a'.repeat(64), paths: ['fixed'], unknown: [], text: 'plan' });
  const stillFires = ({ subject }: TriggerEvent): Promise<AlertNow> => {
    const fires: AlertNow = { fires: true, since: '2030-01-01T00:00:00.000Z', silences: [] };
    return Promise.resolve(subject === 'hushed' ? { fires: false } : fires);
  };
  const options = { plan, stillFires };
  const mortal = mortalStore(work.store, death);
  let isAlive = true;
  const live = async () => {
    if (!isAlive || !mortal.isDead()) return;
    isAlive = false;
    await work.begin(RULES, options);
  };
  const by = { user: 'ann', surface: 'cli' };
  const approve = async () => {
    for (const { run } of work.store.remediations({ rule: 'asks', phase: ['running'] })) {
      await work.engine.answer(run, { path: '#approval', decision: 'approved', by }).catch(() => undefined);
    }
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await work.pass(1);
      await live();
    }
    await approve();
  };
  await work.begin(RULES, { ...options, store: mortal.store }).catch(() => undefined);
  await live();
  await work.add(...FIRST());
  await pass(2);
  await work.add(alert('s', { status: 'resolved', labels: { alertname: 'stops' } }));
  await pass(20);
  await work.add(alert('a', { status: 'resolved', labels: { alertname: 'plain' } }));
  await pass(60);
  await pass(90);
  await work.settled();
  await work.pass(5);
  const told = {
    // Runs have another id each time.
    states: work
      .states()
      .map((state) => state.replace(/^\w{9}-\w{8}:/, 'run:'))
      .sort(),
    outcomes: work.outcomes(),
    fixed: work.site.fixed.sort(),
    tickets: work.site.tickets.map(({ summary }) => summary).sort(),
    runs: (await work.engine.list({ limit: 1000 })).length,
  };
  await work.end();
  return { told, writes: mortal.writes(), died: mortal.isDead() };
}

test('a process that dies before or after any of its writes changes nothing of what comes of the events', async () => {
  const { told, writes } = await story();
  expect(told).toMatchObject({
    outcomes: [
      ...['alert/prod/a: helped', 'alert/prod/asked: helped', 'alert/prod/bad1: failed', 'alert/prod/g1: helped'],
      ...['alert/prod/hushed: helped', 'alert/prod/late: not-resolved', 'alert/prod/s: cancelled'],
      ...['alert/prod/t1: helped', 'bad1: helped'],
    ],
    fixed: ['a', 'asked', 'bad1', 'g1', 'hushed', 'late', 't1'],
    tickets: ['approve asked', 'chained bad1', 'plain bad1', 'plain late', 'trips t2', 'wrong w1'],
    runs: 14,
  });
  expect(writes).toBeGreaterThan(20);
  for (let write = 1; write <= writes; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const again = await story({ write, when });
      expect({ write, when, died: again.died, told: again.told }).toEqual({ write, when, died: true, told });
    }
  }
});
