import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from './at-work.test-support.ts';
import { openBreakers } from './open-breakers.ts';
import { policyVerdict } from './policy-verdict.ts';

let work: AtWork;
beforeEach(() => {
  work = new AtWork();
});
afterEach(() => work.end());

const asked = (policy: string, host = 'b') => {
  const [rule] = rulesOf(`${FIX}    policy: { ${policy} }\n`).rules;
  if (rule === undefined) throw new Error('no rule');
  return { rule, event: alert(host), store: work.store, now: work.clock.now() };
};

test('nothing stands against it, or the first that does, by what the ledger has', async () => {
  expect(await policyVerdict(asked(''))).toBeUndefined();
  const hours = "active: { windows: [{ from: '05:00', to: '06:00', timeZone: UTC }] }";
  expect(await policyVerdict(asked(hours))).toMatchObject({ kind: 'suppress', by: 'active-hours' });
  const group = "group: { by: '${labels.instance}', window: 30s }";
  expect(await policyVerdict(asked(group))).toMatchObject({ kind: 'wait', group: 'b' });

  await work.begin(rulesOf(FIX));
  await work.add(alert('a'));
  await work.settled();
  const before = JSON.stringify(work.store.list({}));
  const throttle = 'throttle: { count: 1, per: 1h }';
  expect(await policyVerdict(asked(throttle))).toMatchObject({ kind: 'suppress', by: 'throttle' });
  expect(await policyVerdict({ ...asked(''), silencedBy: () => Promise.resolve('s1') })).toMatchObject({
    by: 'silence',
  });
  const held = { target: 'host/b', run: 'r', runbook: 'host.fix', by: 'ann', since: 'noon' };
  expect(await policyVerdict({ ...asked(''), holders: () => Promise.resolve([held]) })).toMatchObject({ by: 'lease' });
  expect(JSON.stringify(work.store.list({}))).toBe(before);
});

test('a breaker that has tripped stands against it, although its runs are forgotten', async () => {
  const limit = 'breaker: { runs: 1, per: 1h }';
  const rules = rulesOf(
    `${FIX}    policy: { ${limit} }\n    escalate: { run: ticket.create, input: { summary: x } }\n`,
  );
  await work.begin(rules);
  await work.add(alert('a'));
  await work.settled();
  await work.add(alert('c'));
  await work.settled();
  const open = openBreakers(work.store, work.clock.now());
  expect(open.map(({ breaker }) => breaker)).toEqual(['fix']);
  expect(openBreakers(work.store, Date.parse(open[0]?.until ?? ''))).toEqual([]);
  const { store, ...rest } = asked(limit);
  const memory = { memory: store.memory.bind(store), remediations: () => [] };
  expect(await policyVerdict({ ...rest, store: memory })).toMatchObject({
    by: 'breaker',
    why: expect.stringContaining('tripped'),
  });
});
