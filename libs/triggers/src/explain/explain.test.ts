import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from '../decide/at-work.test-support.ts';
import { engineRuns } from '../decide/engine-runs.ts';
import type { FinalState } from '../event-state.ts';
import { explain } from './explain.ts';
import { storyText } from './story-text.ts';

let work: AtWork;
beforeEach(() => {
  work = new AtWork();
});
afterEach(() => work.end());

const story = (id: string, rules?: ReturnType<typeof rulesOf>) =>
  explain({ store: work.store, runs: engineRuns(work.engine, work.clock), ...(rules && { rules }) }, id);
const text = async (id: string) => storyText(await story(id));
const idOf = (name: string) =>
  work.store.list({ first: 'oldest' }).find(({ event }) => event.subject === name)?.event.id ?? '';

test('an event in each of its states', async () => {
  const states: [FinalState | undefined, string][] = [
    [undefined, 'now not decided yet'],
    [{ state: 'ran', rule: 'r', run: 'gone' }, 'ran: run gone (rule r)'],
    [{ state: 'merged', rule: 'r', run: 'gone', why: 'w' }, 'merged into run gone (rule r): w'],
    [{ state: 'suppressed', rule: 'r', by: 'silence', why: 'w' }, 'suppressed by silence (rule r): w'],
    [{ state: 'unmatched', why: 'w' }, 'no rule matched: w'],
    [{ state: 'rejected', why: 'w' }, 'rejected: w'],
    [{ state: 'failed', rule: 'r', error: { code: 'C', kind: 'k', message: 'm' } }, 'failed (rule r): C: m'],
  ];
  for (const [index, [state, expected]] of states.entries()) {
    const event = alert(`s${index}`);
    await work.store.append([{ event, ...(state && { state }) }], work.now());
    const said = await text(event.id);
    expect(said).toContain(`alert ${event.id} from prod: s${index} is firing\nreceived 2030-01-01T00:00:00.000Z\n`);
    expect(said).toContain(expected);
  }
  const [waits, intent] = [alert('waits'), alert('intent')];
  await work.store.append([{ event: waits }, { event: intent }], work.now());
  const wait = { rule: 'r', until: '2031-01-01T00:00:00Z', why: 'w' };
  await work.store.decide([{ id: waits.id, state: { state: 'received', waits: wait } }], work.now());
  await work.store.decide(
    [{ id: intent.id, state: { state: 'received', intent: { rule: 'r', run: 'x' } } }],
    work.now(),
  );
  expect(await text(waits.id)).toContain('now waits until 2031-01-01T00:00:00Z (rule r): w');
  expect(await text(intent.id)).toContain('now about to start run x (rule r)');
});

test('an alert from its arrival to who was told, by the event, by what was merged, and by the run', async () => {
  const policy = "    policy: { target: '${labels.instance}', oncePer: { within: 1h } }\n";
  const escalate = "    escalate: { run: ticket.create, input: { summary: '${why}' } }\n";
  const other = FIX.replace('fix', 'other').replace('HostDown', 'Other');
  const rules = rulesOf(other + FIX + policy + escalate);
  await work.begin(rules);
  await work.add(
    alert('bad'),
    alert('twin', { labels: { instance: 'bad' } }),
    alert('none', { labels: { alertname: 'X' } }),
  );
  await work.settled();
  await work.until(() => work.site.tickets.length === 1);
  await work.add(alert('bad', { status: 'resolved' }));
  await work.settled();
  const [one] = work.store.remediations({});
  const told = await story(idOf('bad'), rules);
  expect(told).toMatchObject({
    event: { state: { state: 'ran', run: one?.run } },
    asked: [{ name: 'other', place: 'rules.yaml:3', failed: expect.stringContaining('Other') }],
    related: [{ event: { status: 'resolved' }, state: { state: 'merged' } }],
    merged: 2,
    run: { id: one?.run, status: 'failed' },
    steps: [{ path: 'fixed', status: 'changed' }],
    remediation: { outcome: 'failed', escalation: one?.escalation },
    escalation: { id: one?.escalation, runbook: 'ticket.create', status: 'done' },
  });
  expect(await story(one?.run ?? '', rules)).toEqual(told);
  expect(await text(idOf('twin'))).toContain(
    `merged into run ${one?.run ?? ''} (rule fix): a run for bad is under way`,
  );
  expect(await text(idOf('none'))).toMatch(
    /rule other .* did not match: .*Other[^]*rule fix .* did not match: .*HostDown/,
  );
  expect(storyText(told).split('\n').at(-1)).toBe(
    `people were told by run ${one?.escalation ?? ''} (ticket.create): done`,
  );
});

test('a run that no event led to, and what nobody knows', async () => {
  const { id } = await work.engine.start({
    ...{ runbook: 'host.fix', input: { host: 'x' }, requestedBy: { user: 'ann', surface: 'cli' }, queued: true },
  });
  expect(await text(id.slice(0, 12))).toContain(`run ${id} (host.fix), asked for by ann`);
  await expect(story('nobody')).rejects.toMatchObject({ code: 'UNKNOWN_EVENT' });
});
