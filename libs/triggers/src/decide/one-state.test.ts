import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertNow } from '../alert-now.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { AtWork, alert, rulesOf } from './at-work.test-support.ts';
import { type Death, mortalStore } from './mortal-store.test-support.ts';
import type { Runs } from './runs.ts';
import { engineRuns } from './engine-runs.ts';

const RUNS = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 200);

const POLICIES = [
  '{}',
  "{ target: '${labels.instance}', oncePer: { within: 1h } }",
  "{ group: { by: '${labels.alertname}', window: 30s } }",
  '{ concurrency: 1 }',
  "{ concurrency: 1, group: { by: '${labels.instance}', window: 30s }, onResolved: cancel }",
  '{ throttle: { count: 2, per: 1h } }',
  "{ target: '${labels.instance}', breaker: { runs: 3, per: 1h, perTarget: 1 } }",
  "{ active: { windows: [{ from: '00:05', to: '02:00', timeZone: UTC }], otherwise: wait } }",
  "{ maintenance: { windows: [{ from: '00:00', to: '00:05', timeZone: UTC }], otherwise: wait } }",
  "{ maintenance: { windows: [{ from: '00:01', to: '00:07', timeZone: UTC }], otherwise: wait }, group: { by: '${labels.alertname}', window: 30s }, concurrency: 1 }",
  "{ approval: { notify: { run: ticket.create, input: { summary: '${run.id}', text: '${plan.text}' } } } }",
];
const SUCCESS = [
  '',
  '    success: { resolvedWithin: 1m }\n',
  '    success: { check: { when: { field: report.ok, equals: true } } }\n',
];
const ESCALATE =
  "    escalate: { run: ticket.create, input: { summary: '${rule.name} ${event.id}', text: '${why}' } }\n";

const rule = (index: number, policy: string, success: string, enabled: boolean) => `
  - name: rule${index}
    enabled: ${enabled}
    on: { alert: '*' }
    when: { field: labels.alertname, equals: A${index % 2} }
    run: host.fix
    input: { host: '\${labels.instance == "c" && ${index} == 1 ? labels.nothing : labels.instance}' }
    policy: ${policy}
${success}${ESCALATE}`;

const aRule = fc.record({
  policy: fc.constantFrom(...POLICIES),
  success: fc.constantFrom(...SUCCESS),
  enabled: fc.boolean(),
});
const aRuleSet = fc
  .array(aRule, { minLength: 1, maxLength: 4 })
  .map((rules) => rulesOf(rules.map((one, index) => rule(index, one.policy, one.success, one.enabled)).join('')));
const anEvent = fc.record({
  host: fc.constantFrom('a', 'b', 'c', 'bad'),
  name: fc.constantFrom('A0', 'A1', 'A2'),
  resolved: fc.boolean(),
});
type Act =
  { add: { host: string; name: string; resolved: boolean }[] } | { pass: number } | { rules: number } | { die: Death };
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.array(anEvent, { minLength: 1, maxLength: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom(1, 7, 40, 400) }) },
  { weight: 1, arbitrary: fc.record({ rules: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      die: fc.record({
        write: fc.integer({ min: 1, max: 12 }),
        when: fc.constantFrom('before' as const, 'after' as const),
      }),
    }),
  },
);

/** Each host has its own way to be asked about. */
function stillFires({ payload }: TriggerEvent): Promise<AlertNow | undefined> {
  const { instance = '' } = payload['labels'] as Record<string, string>;
  if (instance === 'b') return Promise.resolve({ fires: false });
  if (instance === 'c') return Promise.reject(new Error('no answer'));
  return Promise.resolve(instance === 'a' ? { fires: true, since: '', silences: [] } : undefined);
}

/** Counts how often each run was asked for with another input, and each once. */
function watched(runs: Runs): { runs: Runs; started: Map<string, number> } {
  const started = new Map<string, number>();
  return {
    started,
    runs: {
      ...runs,
      start: async (request) => {
        if ((await runs.get(request.id)) === undefined) started.set(request.id, (started.get(request.id) ?? 0) + 1);
        await runs.start(request);
      },
    },
  };
}

test('each event ends in one state and no run is started twice, whatever comes in whatever order, crashes and reloads among it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(aRuleSet, aRuleSet),
      fc.array(anAct, { minLength: 1, maxLength: 12 }),
      async (sets, acts) => {
        const work = new AtWork();
        let events = 0;
        let isDead = () => false;
        const { runs, started } = watched(engineRuns(work.engine, work.clock));
        const plan = () => Promise.resolve({ hash: 'a'.repeat(64), paths: ['fixed'], unknown: [], text: 'plan' });
        let rules = sets[0];
        const begin = async (death?: Death) => {
          const mortal = mortalStore(work.store, death);
          isDead = mortal.isDead;
          return await work.begin(rules, { store: mortal.store, runs, plan, stillFires }).catch(() => undefined);
        };
        const made = (one: { host: string; name: string; resolved: boolean }): TriggerEvent =>
          alert(one.host, {
            status: one.resolved ? 'resolved' : 'firing',
            subject: `${one.host}/${one.name}/${Math.floor(events / 3)}`,
            key: String((events += 1)),
            labels: { alertname: one.name },
          });
        let triggers = await begin();
        try {
          for (const act of acts) {
            if ('add' in act) await work.add(...act.add.map(made));
            if ('pass' in act) await work.pass(act.pass);
            if ('rules' in act) {
              rules = sets[act.rules as 0 | 1];
              if (!isDead()) await triggers?.useRules(rules).catch(() => undefined);
            }
            if ('die' in act) triggers = await begin(act.die);
            if (isDead()) triggers = await begin();
          }
          await begin();
          await answering(work);
          await check(work, events, started);
        } finally {
          await work.end();
        }
      },
    ),
    { numRuns: RUNS },
  );
});

/** Lets time pass until all is known, and people say yes meanwhile. */
async function answering(work: AtWork): Promise<void> {
  const by = { user: 'ann', surface: 'cli' };
  for (let turn = 0; turn < 400; turn += 1) {
    const open = work.store.remediations({ phase: ['starting', 'running', 'verifying'] });
    if (open.length === 0 && work.store.counts({}).received === 0) break;
    for (const { run, phase } of open) {
      if (phase !== 'running') continue;
      for (const { path } of await work.engine.questions(run)) {
        await work.engine.answer(run, { path, decision: 'approved', by }).catch(() => undefined);
      }
    }
    await work.pass(10);
  }
  await work.settled();
  await work.pass(5);
}

async function check(work: AtWork, events: number, started: Map<string, number>): Promise<void> {
  const counts = work.store.counts({});
  const { received, rejected, ...final } = counts;
  expect([received, rejected]).toEqual([0, 0]);
  expect(Object.values(final).reduce((sum, one) => sum + one, 0)).toBe(events);
  // Each run that was started was started once, and those of rules are known to the ledger, each for one event.
  expect([...started.values()].every((times) => times === 1)).toBe(true);
  const ran = work.store.list({ state: ['ran'] });
  const runs = ran.map(({ state }) => (state.state === 'ran' ? state.run : ''));
  expect(new Set(runs).size).toBe(ran.length);
  const known = work.store.remediations({});
  expect(
    known
      .filter(({ outcome }) => outcome !== undefined)
      .map(({ run }) => run)
      .sort(),
  ).toEqual(runs.sort());
  const fixes = await work.engine.list({ runbook: 'host.fix', limit: 1000 });
  expect(fixes.map(({ id }) => id).sort()).toEqual(runs.sort());
  // What is merged is answered by a run that there is.
  for (const { state } of work.store.list({ state: ['merged'] })) {
    if (state.state === 'merged') expect(known.map(({ run }) => run)).toContain(state.run);
  }
  // People were told once of each that did not help.
  const told = known.flatMap(({ escalation }) => (escalation === undefined ? [] : [escalation]));
  for (const id of told) expect(started.get(id)).toBe(1);
  expect(new Set(told).size).toBe(told.length);
  const tickets = work.site.tickets.map(({ summary }) => summary);
  expect(tickets.filter((one, index) => tickets.indexOf(one) !== index)).toEqual([]);
  expect(work.outcomes().filter((one) => /: (starting|running|verifying)$/.test(one))).toEqual([]);
}
