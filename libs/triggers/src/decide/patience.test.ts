import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AtWork, FIX, alert, rulesOf } from './at-work.test-support.ts';

const ESCALATE = "    escalate: { run: ticket.create, input: { summary: '${why}' } }\n";
const never = () => new Promise<never>(() => undefined);

describe('nobody waits for ever', () => {
  let work: AtWork;
  beforeEach(() => {
    work = new AtWork();
  });
  afterEach(() => work.end());

  test('for a look: then it is not known whether it helped, and people are told', async () => {
    const check =
      "    success: { check: { run: host.look, input: { host: '${labels.instance}' }, when: { field: report.broken, equals: false } } }\n";
    const signals: AbortSignal[] = [];
    const look = (_name: string, _input: unknown, signal: AbortSignal) => {
      signals.push(signal);
      return never();
    };
    await work.begin(rulesOf(FIX + check + ESCALATE), { look });
    await work.add(alert('a'));
    await work.until(() => signals.length === 1);
    await work.pass(3600);
    expect(work.outcomes()).toEqual(['alert/prod/a: not-verified']);
    expect(work.site.tickets).toMatchObject([{ summary: expect.stringContaining('host.look has not answered') }]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('for a plan: then no run was started, and people are told', async () => {
    const rule = FIX + '    policy: { approval: required }\n' + ESCALATE;
    await work.begin(rulesOf(rule), { plan: never });
    await work.add(alert('a'));
    await work.until(() => work.store.remediations({ phase: ['starting'] }).length === 1);
    await work.pass(3600);
    expect(work.states()).toEqual(['a: failed']);
    expect(work.site.tickets).toMatchObject([{ summary: expect.stringContaining('host.fix has not answered') }]);
  });

  test('for all that is to be decided, when the process stops', async () => {
    const triggers = await work.begin(rulesOf(FIX));
    await work.add(...Array.from({ length: 3000 }, (_, i) => alert(`h${i}`, { labels: { alertname: 'Other' } })));
    await work.until(() => work.store.counts({}).unmatched > 0);
    await triggers.stop();
    expect(work.store.counts({}).received).toBeGreaterThan(0);
    await work.begin(rulesOf(FIX));
    await work.settled();
    expect(work.store.counts({}).unmatched).toBe(3000);
  });
});

test('whoever wants to say something gets a turn while many events are decided', async () => {
  const work = new AtWork();
  await work.add(...Array.from({ length: 500 }, (_, i) => alert(`h${i}`, { labels: { alertname: 'Other' } })));
  let turns = 0;
  let counting = true;
  const count = () => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  const decide = work.store.decide.bind(work.store);
  let before = 0;
  work.store.decide = (decisions, at) => {
    before = Math.max(before, turns);
    return decide(decisions, at);
  };
  const undecided = work.store.undecided.bind(work.store);
  work.store.undecided = (filter) => {
    turns = 0;
    return undecided(filter);
  };
  count();
  await work.begin(rulesOf(FIX));
  await work.settled();
  counting = false;
  expect(before).toBeGreaterThanOrEqual(5);
  await work.end();
});

test('of two runs for one target at once, the one that was refused is no failure', async () => {
  const work = new AtWork();
  // What did nothing does not count either.
  await work.begin(rulesOf(`${FIX}    policy: { throttle: { count: 2, per: 1h } }\n${ESCALATE}`));
  await work.add(alert('a', { subject: 'first', key: 'first' }), alert('a', { subject: 'second', key: 'second' }));
  await work.settled();
  await work.pass(600);
  expect(work.site.fixed).toEqual(['a']);
  expect(work.outcomes()).toEqual(['alert/prod/first: helped', 'alert/prod/second: refused']);
  expect(work.store.remediations({}).find(({ outcome }) => outcome === 'refused')?.why).toContain('is held by run');
  expect(work.site.tickets).toEqual([]);
  await work.add(alert('b'));
  await work.settled();
  expect(work.states()).toEqual(['first: ran', 'second: ran', 'b: ran']);
  await work.end();
});
