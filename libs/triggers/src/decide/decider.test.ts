import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from './at-work.test-support.ts';

describe('events are decided', () => {
  let work: AtWork;
  beforeEach(() => {
    work = new AtWork();
  });
  afterEach(() => work.end());

  test('one that a rule matches is run; one that none matches is not, and it is said why', async () => {
    const rules = rulesOf(FIX);
    await work.begin(rules);
    await work.add(alert('a'), alert('b', { labels: { alertname: 'Other' } }));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'b: unmatched']);
    expect(work.site.fixed).toEqual(['a']);
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    const [a, b] = work.store.list({ first: 'oldest' });
    expect(b?.state).toEqual({ state: 'unmatched', mismatches: { ruleSet: rules.hash, failed: [1] } });
    const [run] = await work.engine.list();
    const requestedBy = { user: 'rule:fix', surface: 'alert', event: a?.event.id, depth: 1 };
    expect(run).toMatchObject({ runbook: 'host.fix', input: { host: 'a' }, requestedBy, status: 'done' });
    expect(a?.state).toMatchObject({ run: run?.id });
  });

  test('the first enabled rule that matches decides; where only disabled ones do, that is why', async () => {
    const first = FIX.replace('fix', 'first').replace('HostDown', 'Other');
    await work.begin(rulesOf(`${first}    enabled: false${FIX}${FIX.replace('fix', 'last')}`));
    await work.add(alert('a'), alert('b', { labels: { alertname: 'Other' } }));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'b: suppressed by disabled-rule']);
    expect(work.store.remediations({})).toMatchObject([{ rule: 'fix' }]);
  });

  test('an expression that comes to nothing fails the event, and people are told once an hour', async () => {
    const escalate = "    escalate: { run: ticket.create, input: { summary: '${rule.name}', text: '${why}' } }\n";
    await work.begin(rulesOf(FIX.replace('labels.instance', 'labels.nothing') + escalate));
    await work.add(...Array.from({ length: 20 }, (_, i) => alert(`h${i}`)));
    await work.settled();
    expect(new Set(work.states().map((state) => state.replace(/.*: /, '')))).toEqual(new Set(['failed']));
    const [{ state } = { state: undefined }] = work.store.list({});
    expect(state).toMatchObject({ rule: 'fix', error: { code: 'EXPRESSION_FAILED' } });
    await work.until(() => work.site.tickets.length > 0);
    await work.pass(3700);
    expect(work.site.tickets).toMatchObject([{ summary: 'fix' }]);
    await work.add(alert('later'));
    await work.until(() => work.site.tickets.length === 2);
  });

  test('an input that the runbook refuses fails the event with all that is wrong', async () => {
    await work.begin(rulesOf(FIX.replace("'${labels.instance}'", '"${labels}"')));
    await work.add(alert('a'));
    await work.settled();
    expect(work.store.list({})[0]?.state).toMatchObject({ state: 'failed', error: { code: 'INVALID_INPUT' } });
    expect(await work.engine.list()).toEqual([]);
  });

  test('while everything is frozen, nothing is started', async () => {
    await work.engine.freeze({ scope: '', label: 'everything', by: { user: 'ann', surface: 'cli' }, reason: 'fire' });
    await work.begin(rulesOf(FIX));
    await work.add(alert('a'));
    await work.settled();
    expect(work.states()).toEqual(['a: suppressed by freeze']);
    expect(work.store.list({})[0]?.state).toMatchObject({ why: expect.stringContaining('fire') });
    expect(work.outcomes()).toEqual(['alert/prod/a: ended']);
    expect(await work.engine.list()).toEqual([]);
  });

  test('what another run holds is left alone, or waited for', async () => {
    work.site.takes = 60;
    const patient = FIX.replace('fix', 'patient').replace('HostDown', 'Later');
    await work.begin(rulesOf(`${FIX}${patient}    policy: { leaseWait: 5m }\n`));
    await work.add(alert('a'));
    await work.until(() => work.store.remediations({ phase: ['running'] }).length === 1);
    await work.pass(5);
    await work.add(alert('a', { key: 'again' }), alert('a', { key: 'later', labels: { alertname: 'Later' } }));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'a: suppressed by lease', 'a: ran']);
    const [run] = await work.engine.list({ limit: 2 }).then((runs) => runs.slice(-1));
    expect(work.store.list({ state: ['suppressed'] })[0]?.state).toMatchObject({
      why: expect.stringContaining(`host/a is held by run ${run?.id}`),
    });
    expect(work.site.fixed).toEqual(['a', 'a']);
  });

  test('the ledger of runs may be busy for a while', async () => {
    const { engine } = work;
    const start = engine.start.bind(engine);
    let refusals = 3;
    engine.start = (request) => {
      refusals -= 1;
      const busy = Object.assign(new Error('busy'), { code: 'LEDGER_BUSY', kind: 'unavailable' });
      return refusals < 0 ? start(request) : Promise.reject(busy);
    };
    await work.begin(rulesOf(FIX));
    await work.add(alert('a'));
    await work.settled();
    expect(work.states()).toEqual(['a: ran']);
    expect(work.site.fixed).toEqual(['a']);
  });

  test('rules can be replaced: what waits for one that is gone is decided anew', async () => {
    const waits = "    policy: { group: { by: '${labels.alertname}', window: 1h } }\n";
    const triggers = await work.begin(rulesOf(FIX + waits));
    await work.add(alert('a'), alert('b'));
    await work.until(() => work.store.waiting().length === 2);
    await triggers.useRules(rulesOf(FIX.replace('fix', 'other')));
    await work.settled();
    expect(work.store.list({ first: 'oldest' }).map(({ state }) => state)).toMatchObject([
      { state: 'ran', rule: 'other' },
      { state: 'ran', rule: 'other' },
    ]);
    expect(work.clock.now()).toBeLessThan(Date.parse('2030-01-01T00:30:00Z'));
  });
});
