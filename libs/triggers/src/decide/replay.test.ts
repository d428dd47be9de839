import { expect, test } from '@jest/globals';
import { FIX, alert, rulesOf } from './at-work.test-support.ts';
import { replay } from './replay.ts';

const at = (minute: number) => new Date(Date.parse('2026-11-01T00:00:00Z') + minute * 60_000).toISOString();
const told = "    escalate: { run: ticket.create, input: { summary: '${why}' } }\n";

test('rules are tried on what happened: what they would have run, merged, left out and told people', async () => {
  const policy =
    "    policy: { target: '${labels.instance}', oncePer: { within: 1h }, throttle: { count: 3, per: 1d } }\n";
  const success = '    success: { resolvedWithin: 10m, check: { when: { field: report.ok, equals: true } } }\n';
  const events = [
    alert('a', { receivedAt: at(0), key: '1' }),
    alert('a', { receivedAt: at(5), status: 'resolved', key: '2' }),
    alert('a', { receivedAt: at(30), subject: 'a2', key: '3' }),
    alert('b', { receivedAt: at(600), key: '4' }),
    alert('c', { receivedAt: at(700), key: '5' }),
    alert('d', { receivedAt: at(701), key: '6' }),
    alert('e', { receivedAt: at(702), key: '7', labels: { alertname: 'Other' } }),
  ];
  const { events: after, remediations, runs } = await replay({ rules: rulesOf(FIX + policy + success + told), events });
  expect(after.map(({ event, state }) => [event.id, state.state])).toEqual(
    ['ran', 'merged', 'merged', 'ran', 'ran', 'suppressed', 'unmatched'].map((state, i) => [events[i]?.id, state]),
  );
  expect(remediations.map(({ target, outcome, phase }) => [target, outcome ?? phase]).sort()).toEqual([
    ['a', 'helped'],
    ['b', 'not-resolved'],
    ['c', 'verifying'],
  ]);
  expect(runs.map(({ runbook, createdAt }) => [runbook, createdAt])).toEqual([
    ['host.fix', at(0)],
    ['host.fix', at(600)],
    ['ticket.create', at(611)],
    ['host.fix', at(700)],
  ]);
});

test('what waits is waited for, and what rules would have started each other is played as well', async () => {
  const chain =
    "\n  - name: chain\n    on: { run: 'host.fix' }\n    run: ticket.create\n    input: { summary: '${run.id}' }\n";
  const wait =
    "    policy: { active: { windows: [{ from: '08:00', to: '09:00', timeZone: UTC }], otherwise: wait } }\n";
  const events = [alert('a', { receivedAt: at(0) })];
  const { events: after, runs } = await replay({ rules: rulesOf(FIX + wait + chain), events, runTakes: 120 });
  expect(after.map(({ event, state }) => [event.type, state.state])).toEqual([
    ['alert', 'ran'],
    ['run', 'ran'],
  ]);
  expect(runs.map(({ runbook, createdAt }) => [runbook, createdAt])).toEqual([
    ['host.fix', at(480)],
    ['ticket.create', at(482)],
  ]);
  // Played again with what it made of it, the end of that run is not taken for somebody else's.
  const again = await replay({
    rules: rulesOf(FIX + wait + chain),
    events: after.map(({ event }) => event),
    runTakes: 120,
  });
  expect(again.runs).toHaveLength(2);
});

test('of nothing comes nothing', async () => {
  expect(await replay({ rules: rulesOf(FIX), events: [] })).toEqual({ events: [], remediations: [], runs: [] });
});
