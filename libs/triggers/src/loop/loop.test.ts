import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from '../decide/at-work.test-support.ts';

const ESCALATE =
  "    escalate: { run: ticket.create, input: { summary: '${rule.name} ${run.status}: ${why}', text: '${trace}' } }\n";
const resolved = (name: string) => alert(name, { status: 'resolved' });

describe('a remediation is followed', () => {
  let work: AtWork;
  beforeEach(() => {
    work = new AtWork();
  });
  afterEach(() => work.end());

  const rule = (rest: string) => rulesOf(FIX + rest + ESCALATE);
  const told = () => work.site.tickets.map(({ summary }) => summary);
  const run = (outcome: string) => work.store.remediations({}).find((one) => one.outcome === outcome);

  test('it helped when its run is done, where the rule asks for no more', async () => {
    await work.begin(rule(''));
    await work.add(alert('a'));
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    await work.pass(60);
    expect(told()).toEqual([]);
  });

  test('a run that fails is told of with the whole story, once', async () => {
    await work.begin(rule(''));
    await work.add(alert('bad'));
    await work.settled();
    await work.pass(600);
    expect(work.outcomes()).toEqual(['alert/prod/bad: failed']);
    expect(told()).toEqual(['fix failed: it cannot be mended']);
    const text = work.site.tickets[0]?.text ?? '';
    expect(text).toContain('alert e');
    expect(text).toContain('step fixed: changed');
    expect(text).toContain('RUN_FAILED: it cannot be mended');
    const { escalation } = run('failed') ?? {};
    expect(await work.engine.get(escalation ?? '')).toMatchObject({
      runbook: 'ticket.create',
      requestedBy: { user: 'rule:fix' },
    });
  });

  test('its alert has to be over in time', async () => {
    await work.begin(rule('    success: { resolvedWithin: 10m }\n'));
    await work.add(alert('a'), alert('b'), alert('early'));
    await work.pass(2);
    await work.add(resolved('early'));
    await work.pass(60);
    expect(work.outcomes()).toEqual(['alert/prod/a: verifying', 'alert/prod/b: verifying', 'alert/prod/early: helped']);
    await work.add(resolved('a'));
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: helped', 'alert/prod/b: not-resolved', 'alert/prod/early: helped']);
    await work.until(() => told().length > 0);
    expect(told()).toEqual(['fix done: the run is done, and what it was for was not over 10m later']);
    const { deadline, endedAt } = run('not-resolved') ?? {};
    expect(Date.parse(deadline ?? '') - Date.parse(endedAt ?? '')).toBe(600_000);
    expect(work.clock.now()).toBeLessThan(Date.parse(deadline ?? '') + 60_000);
    // Late, and still on the record.
    await work.add(resolved('b'));
    await work.settled();
    expect(run('not-resolved')?.resolvedAt).toBe(work.store.list({})[0]?.event.receivedAt);
    expect(work.states().slice(-1)).toEqual(['b resolved: merged']);
  });

  test('a look by a read-only runbook says whether it helped', async () => {
    const check =
      "    success: { check: { run: host.look, input: { host: '${labels.instance}' }, when: { field: report.broken, equals: false } } }\n";
    work.site.broken.add('x');
    const asked: unknown[] = [];
    const look = (name: string, input: unknown) => {
      asked.push([name, input]);
      return Promise.resolve({ broken: JSON.stringify(input).includes('worse') });
    };
    await work.begin(rule(check), { look });
    await work.add(alert('a'), alert('worse'));
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: helped', 'alert/prod/worse: not-verified']);
    expect(asked).toEqual([
      ['host.look', { host: 'a' }],
      ['host.look', { host: 'worse' }],
    ]);
    await work.until(() => told().length > 0);
    expect(told()).toEqual([expect.stringContaining('report.broken')]);
  });

  test('the report of the run itself may say so, and a look that fails says nothing', async () => {
    await work.begin(rule('    success: { check: { when: { field: report.ok, equals: true } } }\n'));
    await work.add(alert('a'));
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    const check =
      "    success: { check: { run: host.look, input: { host: 'x' }, when: { field: report.broken, equals: false } } }\n";
    await work.begin(rule(check), { look: () => Promise.reject(new Error('no answer')) });
    await work.add(alert('b'));
    await work.settled();
    expect(run('not-verified')?.why).toBe('it is not known whether it helped: no answer');
  });

  test('what is over lets its run finish, or has it cancelled and nobody told', async () => {
    work.site.takes = 60;
    const other = FIX.replace('fix', 'stop').replace('HostDown', 'Short');
    await work.begin(rulesOf(`${FIX}${ESCALATE}${other}    policy: { onResolved: cancel }\n${ESCALATE}`));
    await work.add(alert('a'), alert('b', { labels: { alertname: 'Short' } }));
    await work.pass(10);
    await work.add(resolved('a'), resolved('b'));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'b: ran', 'a resolved: merged', 'b resolved: merged']);
    expect(work.outcomes()).toEqual(['alert/prod/a: helped', 'alert/prod/b: cancelled']);
    expect(work.site.fixed).toEqual(['a']);
    await work.pass(60);
    expect(told()).toEqual([]);
  });

  test('a rule for what is resolved is asked first, and what nothing ran for is no match', async () => {
    const after = FIX.replace('fix', 'after').replace("alert: '*'", "alert: '*', status: resolved");
    await work.begin(rulesOf(FIX.replace('equals: HostDown', 'equals: Other') + after));
    await work.add(alert('a'), resolved('a'), alert('b', { status: 'resolved', labels: { alertname: 'No' } }));
    await work.settled();
    expect(work.states()).toEqual(['a: unmatched', 'a resolved: ran', 'b resolved: unmatched']);
    expect(work.store.list({})[0]?.state).toMatchObject({
      why: 'it is over, and nothing ran for it',
      mismatches: { failed: [0, 1] },
    });
  });

  test('the resolved of an alert that arrives first spares the run', async () => {
    await work.begin(rule(''));
    await work.add(resolved('a'));
    await work.until(() => work.store.counts({}).received === 0);
    await work.add(alert('a'));
    await work.settled();
    expect(work.states()).toEqual(['a resolved: unmatched', 'a: suppressed by resolved']);
  });

  test('people are told when the freeze is over', async () => {
    const by = { user: 'ann', surface: 'cli' };
    await work.begin(rule('    success: { resolvedWithin: 1m }\n'));
    await work.add(alert('a'));
    await work.until(() => work.store.remediations({ phase: ['verifying'] }).length > 0);
    await work.engine.freeze({ scope: '', label: 'everything', by, reason: 'fire' });
    await work.pass(600);
    expect(work.outcomes()).toEqual(['alert/prod/a: not-resolved']);
    expect(told()).toEqual([]);
    await work.engine.unfreeze('', by, 'out');
    await work.until(() => told().length === 1);
    await work.settled();
  });

  test('runs that ended are events where a rule waits for them, each once', async () => {
    const watch = `
  - name: watch
    on: { run: 'host.*', status: [failed] }
    run: ticket.create
    input: { summary: '\${run.runbook} of \${run.requestedBy.user}: \${run.error.code}' }
`;
    await work.begin(rulesOf(watch));
    const requestedBy = { user: 'ann', surface: 'cli' };
    for (const host of ['bad', 'good'])
      await work.engine.start({ runbook: 'host.fix', input: { host }, requestedBy, queued: true });
    await work.until(() => work.site.tickets.length === 1);
    await work.settled();
    await work.begin(rulesOf(watch));
    await work.pass(60);
    expect(told()).toEqual(['host.fix of ann: RUN_FAILED']);
    expect(
      work.store
        .list({})
        .map(({ event, state }) => [event.type, event.source, state.state])
        .sort(),
    ).toEqual([
      ['run', 'host.fix', 'ran'],
      ['run', 'host.fix', 'unmatched'],
    ]);
  });
});
