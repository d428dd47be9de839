import { beforeEach, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertEvent, recorded, withLedgerOfEvents } from '../testing/events.ts';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const RULES = `rules:
  - name: light-what-is-dark
    description: A dark room is lit
    on: { alert: prod }
    when:
      - { field: labels.alertname, equals: Dark }
      - { field: labels.instance, exists: true }
    run: house.light
    input: { cloud: home, note: 'lit because of \${labels.instance}' }
    policy:
      target: '\${labels.instance}'
      throttle: { count: 2, per: 1h }
      maintenance: { periods: [{ from: '2030-01-02T00:00:00Z', to: '2030-01-03T00:00:00Z' }] }
    success: { resolvedWithin: 10m }
    escalate: { run: bell.ring, input: {} }
  - name: ring
    enabled: false
    on: { alert: '*' }
    run: bell.ring
    input: {}
`;

let host: Host;
let folder: string;
beforeEach(() => {
  host = new Host();
  folder = temporaryFolder().path;
  rules(RULES);
  host.config = { serve: { rules: [join(folder, 'rules.yaml')] } };
});

const rules = (text: string) => writeFileSync(join(folder, 'rules.yaml'), text);
const opsbook = (line: string) => host.opsbook(line, { cwd: folder });

/** Writes a file and tries the rule on it. */
function tryOn(document: unknown, rule = 'light-what-is-dark') {
  writeFileSync(join(folder, 'event.json'), JSON.stringify(document));
  return opsbook(`rules test ${rule} --event event.json`);
}

const dark = (labels: Record<string, string>) => ({
  status: 'firing',
  labels: { alertname: 'Dark', ...labels },
  annotations: {},
  startsAt: '2030-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
});
const notification = (...alerts: unknown[]) => ({ version: '4', groupKey: 'g', receiver: 'opsbook', alerts });

test('list has them in their order, with what they did in the last 24 hours', async () => {
  await withLedgerOfEvents(host, async (store) => {
    for (const [index, startedAt] of ['2029-12-01T00:00:00.000Z', '2029-12-31T23:00:00.000Z'].entries()) {
      await store.saveRemediation({
        ...{ run: `r${index}`, rule: 'light-what-is-dark', runbook: 'house.light', event: 'e', subject: 's' },
        ...{ target: 'hall', startedAt, phase: 'ended', outcome: 'helped' },
      });
    }
  });
  const { code, out } = await opsbook('rules list');
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    '# | RULE | ON | RUNBOOK | ENABLED | RUNS 24H | OUTCOMES',
    '1 | light-what-is-dark | an alert of prod fires | house.light | yes | 1 | 1 helped',
    expect.stringMatching(/^2 \| ring \| an alert .*fires \| bell\.ring \| no \| 0$/),
    '',
  ]);
  expect(JSON.parse((await opsbook('rules list --json')).out)).toMatchObject([
    { name: 'light-what-is-dark', enabled: true, last24h: { helped: 1 } },
    { name: 'ring', enabled: false, last24h: {} },
  ]);
});

test('show reads a rule out', async () => {
  const { code, out } = await opsbook('rules show light-what-is-dark');
  expect(code).toBe(0);
  for (const line of [
    /^At +\S*rules\.yaml:2$/m,
    /^When +an alert of prod fires$/m,
    /^ +labels\.alertname is Dark$/m,
    /^Runs +house\.light$/m,
    /^ +note: lit because of \$\{labels\.instance\}$/m,
    /^Policy +acts upon \$\{labels\.instance\}$/m,
    /^ +at most 2 runs in 1h$/m,
    /^Helped +when it is resolved within 10m of the run$/m,
    /^Else +bell\.ring$/m,
  ]) {
    expect(out).toMatch(line);
  }
  expect(await opsbook('rules show other')).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is no rule 'other'; known are light-what-is-dark, ring"),
  });
});

test('check says every fault with its place, of the configured files or of others', async () => {
  expect(await opsbook('rules check')).toMatchObject({ code: 0, out: '2 rules in 1 file: no faults.\n' });
  writeFileSync(join(folder, 'other.yaml'), RULES.replace('house.light', 'house.lite').replace('count: 2', 'count: 0'));
  const { code, out } = await opsbook('rules check other.yaml');
  expect(code).toBe(2);
  expect(out).toMatch(/^other\.yaml:8:10: .*house\.lite/m);
  expect(out).toMatch(/^other\.yaml:12:26: .*count/m);
  const json = await opsbook('rules check other.yaml --json');
  expect(json.code).toBe(2);
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, faults: [expect.any(String), expect.any(String)] });
  expect(await opsbook('rules check gone.yaml')).toMatchObject({ code: 2, out: expect.stringContaining('ENOENT') });
});

test('rules with faults keep from listing, with all of them', async () => {
  rules('rules: [{ name: x }, { name: x }]');
  const { code, err } = await opsbook('rules list');
  expect(code).toBe(2);
  expect(err).toMatch(/rules\.yaml:1:9: rules\[0\]\.on: is missing\n.*rules\.yaml:1:9: rules\[0\]\.run: /);
  expect(err).toContain('Mend them, then: opsbook rules check');
});

test('a rule tried on a notification: each condition with what was found, the input, and what stands against it', async () => {
  const { code, out } = await tryOn(notification(dark({ instance: 'hall' })));
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}yes {2}an alert of prod fires$/m);
  expect(out).toMatch(/^ {2}yes {2}labels\.alertname is Dark +found "Dark"$/m);
  expect(out).toMatch(/^ {2}note +"lit because of hall"$/m);
  expect(out).toContain('It acts upon hall\n');
  expect(out).toContain('It matches, and would run now.');

  const two = await tryOn(notification(dark({}), { ...dark({ instance: 'hall' }), status: 'resolved' }));
  expect(two.code).toBe(1);
  expect(two.out).toMatch(/^ {2}no +labels\.instance is there +.*it is not there$/m);
  expect(two.out).toMatch(/^ {2}no +an alert of prod fires +this is alert prod, resolved$/m);
  expect(two.out.match(/It does not match\./g)).toHaveLength(2);
  expect(host.store.listRuns({})).toEqual([]);
});

test('a rule tried on an event of the ledger meets what the ledger knows', async () => {
  await withLedgerOfEvents(host, async (store) => {
    await recorded(store, alertEvent('event-1'));
    for (const run of ['r1', 'r2']) {
      await store.saveRemediation({
        ...{ run, rule: 'light-what-is-dark', runbook: 'house.light', event: 'e', subject: 's', target: 'attic' },
        ...{ startedAt: '2030-01-01T00:00:00.000Z', phase: 'ended', outcome: 'helped' },
      });
    }
  });
  const { code, out } = await opsbook('rules test light-what-is-dark --event-id event');
  expect(code).toBe(0);
  expect(out).toContain('It matches, and would be suppressed now by throttle: 2 of 2 runs in 1h');
  const printed = (await opsbook('alerts --json')).out;
  expect((await tryOn(JSON.parse(printed))).out).toContain('suppressed now by throttle');
  expect((await opsbook('rules test ring --event-id event')).out).toContain('rule light-what-is-dark is asked before');
  expect((await opsbook('rules test ring --event-id other')).code).toBe(2);
});

test('expressions that fail, and an input that the runbook does not take, are faults', async () => {
  rules(RULES.replace("note: 'lit", "watts: '${labels.watts}', note: 'lit"));
  const { code, out } = await tryOn({
    type: 'alert',
    source: 'prod',
    payload: dark({ instance: 'hall', watts: 'many' }),
  });
  expect(code).toBe(1);
  expect(out).toMatch(/^Fault: the input of house\.light .*\n +watts: .*expected number/m);
  const missing = await tryOn({ type: 'alert', source: 'prod', payload: dark({ instance: 'hall' }) });
  expect(missing.out).toMatch(/^Fault: rule light-what-is-dark, input\.watts: /m);
});

test('rules tried on the past: what would have been run; nothing is', async () => {
  await withLedgerOfEvents(host, async (store) => {
    for (const [index, instance] of ['hall', 'attic', 'cellar', 'shed'].entries()) {
      const receivedAt = `2029-12-31T23:0${index}:00.000Z`;
      const alertname = instance === 'shed' ? 'Bright' : 'Dark';
      await recorded(store, alertEvent(`e${index}`, { instance, alertname }, { receivedAt }), { state: 'unmatched' });
    }
  });
  const { code, out } = await opsbook('rules test light-what-is-dark --replay 24h');
  expect(code).toBe(0);
  expect(out).toMatch(/^2029-12-31 23:00:00Z +light-what-is-dark +house\.light +hall /m);
  expect(out).toMatch(/^ {2}suppressed +1$/m);
  expect(out).toMatch(/^ {2}unmatched +1$/m);
  const all = JSON.parse((await opsbook('rules test --all --replay 24h --json')).out) as { counts: object };
  // The disabled rule takes what the first one leaves.
  expect(all.counts).toEqual({ ran: 2, suppressed: 2 });
  expect((await opsbook('rules test ring --replay 24h --json')).out).toContain('"ran": 4');
  expect(host.store.listRuns({})).toEqual([]);
  expect((await opsbook('rules test ring --replay 10m')).out).toBe('The ledger of events has none of that time.\n');
});

test.each([
  ['rules test ring', 'give one of'],
  ['rules test --replay 1h', 'name one rule, or give --all'],
  ['rules test ring --all --replay 1h', 'name one rule, or give --all'],
  ['rules test --all --event x.json', '--all goes with --replay'],
  ['rules test ring --event gone.json', 'cannot be read'],
])('%s is bad input', async (line, message) => {
  const { code, err } = await opsbook(line);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
});

test('a file that is no event says what is wrong with it', async () => {
  writeFileSync(join(folder, 'event.json'), '{');
  expect((await opsbook('rules test ring --event event.json')).err).toContain('is no JSON');
  expect((await tryOn({ type: 'mail' })).err).toMatch(/type: .*\n {2}payload: /);
  expect((await tryOn({ version: '3', alerts: [] })).code).toBe(2);
});
