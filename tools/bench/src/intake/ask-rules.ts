// Asks 200 rules about alerts, one after the other; prints alerts per second of CPU time. `node ask-rules.ts <alerts>`
import { type AnyRunbook, defineRunbook } from '@opsbook/runbook';
import { type TriggerEvent, loadRules, matchRules } from '@opsbook/triggers';
import * as z from 'zod';

const RULES = 200;

// As sites write them: a name, some of them with more that has to hold; each fifth looks at the text.
const ruleOf = (n: number): string => {
  const more = [
    `{ field: labels.severity, inside: [critical, page] }`,
    `{ any: [{ field: labels.team, equals: cloud }, { not: { field: labels.site, exists: true } }] }`,
    `{ field: annotations.summary, regex: 'disk .* of host-${n}$' }`,
  ].slice(0, n % 4);
  const name =
    n % 5 === 0
      ? `{ field: labels.alertname, regex: '^Disk${n}(Failing|Full)$' }`
      : `{ field: labels.alertname, equals: Alert${n} }`;
  return `  - { name: rule-${n}, on: { alert: '*' }, when: [${[name, ...more].join(', ')}], run: bench.touch, input: { instance: '\${labels.instance}' } }`;
};

const runbooks = [
  defineRunbook()({
    ...{ name: 'bench.touch', summary: 'Nothing', risk: 'safe', output: z.null() },
    input: z.object({ instance: z.string() }),
    run: () => Promise.resolve(null),
  }),
] as unknown as AnyRunbook[];
const text = `rules:\n${Array.from({ length: RULES }, (_, n) => ruleOf(n)).join('\n')}\n`;
const rules = loadRules([{ path: 'rules.yaml', text }], { runbooks });

const count = Number(process.argv[2]);
// One in four meets a rule, anywhere in the list; the others have all rules asked.
const events = Array.from({ length: 1000 }, (_, n): TriggerEvent => {
  const labels = {
    alertname: n % 4 === 0 ? `Alert${n % RULES}` : 'Other',
    severity: 'critical',
    team: 'cloud',
    instance: `cmp-${n}:9100`,
  };
  const payload = { status: 'firing', labels, annotations: { summary: `disk 3 of host-${n % RULES}` } };
  const subject = `s${n}`;
  return {
    id: `e${n}`,
    type: 'alert',
    source: 'prod',
    key: subject,
    subject,
    status: 'firing',
    receivedAt: '2030-01-01T00:00:00.000Z',
    payload,
  };
});
let matched = 0;
const ask = (times: number) => {
  for (let n = 0; n < times; n += 1) {
    const event = events[n % events.length];
    if (event !== undefined && matchRules(rules, event).rule !== undefined) matched += 1;
  }
};
ask(2000);
matched = 0;
const before = process.cpuUsage();
ask(count);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ rate: count / ((user + system) / 1e6), matched }));
