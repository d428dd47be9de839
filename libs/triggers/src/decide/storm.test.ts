import { expect, test } from '@jest/globals';
import { explain } from '../explain/explain.ts';
import { storyText } from '../explain/story-text.ts';
import { AtWork, alert, rulesOf } from './at-work.test-support.ts';
import { engineRuns } from './engine-runs.ts';

const ALERTS = 10_000;
const CLUSTERS = 20;

/** Of an outage: hosts are fixed by the cluster, links a few at a time and no more than so many, the rest is nobody's. */
const RULES = `
  - name: cluster
    on: { alert: '*' }
    when: { field: labels.alertname, equals: HostDown }
    run: host.fix
    input: { host: '\${labels.cluster}', with: '\${group.count}' }
    policy: { target: '\${labels.cluster}', oncePer: { within: 1h }, group: { by: '\${labels.cluster}', window: 30s } }
    success: { resolvedWithin: 10m }
  - name: link
    on: { alert: '*' }
    when: { field: labels.alertname, equals: LinkDown }
    run: host.fix
    input: { host: '\${labels.instance}' }
    policy: { breaker: { runs: 10, per: 1h }, concurrency: 3 }
`;
const KINDS = ['HostDown', 'HostDown', 'LinkDown', 'Other'];

const stormOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const labels = { alertname: KINDS[n % KINDS.length] ?? '', cluster: `c${Math.floor(n / KINDS.length) % CLUSTERS}` };
    return alert(`h${n}`, { labels });
  });

/** A storm of an outage, in a minute; answers what can be asked of it afterwards. */
async function storm(alerts: number): Promise<AtWork> {
  const work = new AtWork();
  await work.begin(rulesOf(RULES));
  for (let from = 0; from < alerts; from += alerts / 20) {
    await work.add(...stormOf(from, alerts / 20));
    await work.pass(3);
  }
  await work.settled();
  return work;
}

const sampled = process.env['OPSBOOK_LONG'] === undefined;

test('a storm of alerts leads to the runs that the rules allow, and each alert is explained', async () => {
  const work = await storm(ALERTS);
  const byRule = (rule: string) => work.store.remediations({ rule }).length;
  expect([byRule('cluster'), byRule('link')]).toEqual([CLUSTERS, 10]);
  expect((await work.engine.list({ limit: ALERTS })).length).toBe(CLUSTERS + 10);
  const { received, ran, merged, suppressed, unmatched } = work.store.counts({});
  expect({ received, ran, merged, suppressed, unmatched }).toEqual({
    ...{ received: 0, ran: CLUSTERS + 10, merged: ALERTS / 2 - CLUSTERS },
    ...{ suppressed: ALERTS / 4 - 10, unmatched: ALERTS / 4 },
  });
  const runs = engineRuns(work.engine, work.clock);
  const all = work.store.list({ first: 'oldest' }).filter((_, i) => !sampled || i % 97 === 0);
  for (const { event, state } of all) {
    const text = storyText(await explain({ store: work.store, runs }, event.id));
    expect(text).toContain(event.id);
    expect(text).toMatch(EXPLAINED[state.state as keyof typeof EXPLAINED]);
  }
  await work.end();
});

const EXPLAINED = {
  ran: /ran: run .*\n(.|\n)*step fixed: changed(.|\n)*remediation/,
  merged: /merged into run .*: (one run answers|a run for)(.|\n)*step fixed: changed(.|\n)*remediation/,
  suppressed: /suppressed by breaker \(rule link\): .*nothing more until/,
  unmatched: /no rule matched\n {2}rule cluster .* did not match: .*HostDown(.|\n)*LinkDown/,
};
