import { describe, expect, it } from '@jest/globals';
import { isTriggersError } from '../errors.ts';
import type { Scope } from '../rule.ts';
import { type RuleFile, loadRules } from './load-rules.ts';
import { alert, rulesOf, runbooks } from './rules.test-support.ts';

function faultsOf(files: readonly RuleFile[]): readonly string[] {
  try {
    loadRules(files, { runbooks });
  } catch (error) {
    if (isTriggersError(error) && error.code === 'RULES_INVALID') return error.faults;
    throw error;
  }
  return [];
}

const faults = (text: string) => faultsOf([{ path: 'a.yaml', text }]);

/** A rule with one line more, and the faults of that line. */
const line = (more: string, on = "{ alert: '*' }") =>
  faults(`rules:\n  - name: a\n    on: ${on}\n    run: ticket.create\n    input: { summary: x }\n    ${more}\n`).map(
    (fault) => fault.replace(/^a\.yaml:/, '').replace('rules[0].', ''),
  );

const FULL = `
rules:
  - name: drain
    description: A disk of a hypervisor fails
    on: { alert: 'prod-*' }
    when:
      - { field: labels.alertname, equals: HypervisorDiskFailing }
      - any: [{ field: labels.severity, inside: [critical, page] }, { not: { field: labels.site, exists: true } }]
    run: hypervisor.drain
    input: { cloud: prod, hypervisor: '\${host(labels.instance)}', reason: 'Alert \${labels.alertname}' }
    policy:
      target: '\${labels.instance}'
      throttle: { count: 3, per: 1h }
      group: { by: '\${labels.cluster}', window: 30s }
      oncePer: { within: 6h }
      concurrency: 2
      active:
        windows: [{ days: [mon, tue], from: '08:00', to: '18:00', timeZone: Europe/London }]
        except: ['2030-12-25']
        otherwise: wait
      maintenance: { periods: [{ from: '2030-12-24T00:00:00Z', to: '2030-12-27T00:00:00Z' }], otherwise: wait }
      honourSilences: false
      approval: { notify: { run: ticket.create, input: { summary: '\${run.id}: \${plan.text}' } } }
      onResolved: cancel
      breaker: { runs: 10, per: 1h, perTarget: 2 }
      leaseWait: 10m
    success:
      resolvedWithin: 15m
      check:
        run: hypervisor.verify-empty
        input: { hypervisor: '\${host(labels.instance)}' }
        when: { field: report.empty, equals: true }
    escalate: { run: ticket.create, input: { summary: '\${rule.name}: \${why}', description: '\${trace}' } }
`;

describe('a rule with everything', () => {
  const set = rulesOf(FULL);
  const [rule] = set.rules;
  if (rule === undefined) throw new Error('no rule');
  const scope = { ...alert({ alertname: 'A', instance: 'hv1:9100', cluster: 'c' }).payload } as Scope;

  it('is as it was written', () => {
    expect(rule).toMatchObject({
      ...{ name: 'drain', place: 'rules/site.yaml:3', description: 'A disk of a hypervisor fails', enabled: true },
      on: { type: 'alert', source: 'prod-*', status: 'firing' },
      conditions: [
        'an alert of prod-* fires',
        'labels.alertname is HypervisorDiskFailing',
        '(labels.severity is one of critical, page or not: labels.site is there)',
      ],
      call: { runbook: 'hypervisor.drain' },
      policy: {
        ...{ throttle: { count: 3, per: 3600 }, group: { window: 30 }, oncePer: { within: 21_600 }, concurrency: 2 },
        ...{ active: { otherwise: 'wait' }, honourSilences: false, onResolved: 'cancel', leaseWait: 600 },
        ...{ breaker: { runs: 10, per: 3600, perTarget: 2 }, approval: { notify: { runbook: 'ticket.create' } } },
      },
      success: { resolvedWithin: 900, check: { run: { runbook: 'hypervisor.verify-empty' } } },
      escalate: { runbook: 'ticket.create' },
    });
    expect(rule.policy.active?.calendar.isOpen(Date.parse('2030-06-03T08:00:00Z'))).toBe(true);
    expect(rule.policy.maintenance?.calendar.isOpen(Date.parse('2030-12-25T08:00:00Z'))).toBe(true);
    expect(rule.policy.maintenance?.otherwise).toBe('wait');
  });

  it('makes inputs of events', () => {
    expect(rule.call.input.render(scope)).toEqual({ cloud: 'prod', hypervisor: 'hv1', reason: 'Alert A' });
    expect(rule.policy.target?.render(scope)).toBe('hv1:9100');
    expect(rule.policy.group?.by.render(scope)).toBe('c');
    const more = { ...scope, run: { id: 'r1' }, plan: { text: 'p' }, rule: { name: 'drain' }, why: 'w', trace: 't' };
    expect(rule.policy.approval?.notify?.input.render(more)).toEqual({ summary: 'r1: p' });
    expect(rule.escalate?.input.render(more)).toEqual({ summary: 'drain: w', description: 't' });
  });

  it('knows whether it helped', () => {
    expect(rule.success?.check?.holds({ ...scope, report: { empty: true } })).toBe(true);
    expect(rule.success?.check?.holds({ ...scope, report: { empty: false } })).toBe(
      'report.empty is true: it is false',
    );
  });

  it('matches by its trigger and each condition in turn', () => {
    const full = { alertname: 'HypervisorDiskFailing', severity: 'page' };
    const from = { source: 'prod-1' };
    expect(rule.firstMismatch(alert(full, from))).toBeUndefined();
    expect(rule.firstMismatch(alert(full))).toBe(0);
    expect(rule.firstMismatch(alert(full, { ...from, status: 'resolved' }))).toBe(0);
    expect(rule.firstMismatch(alert(full, { ...from, type: 'sensor' }))).toBe(0);
    expect(rule.firstMismatch(alert({ ...full, alertname: 'x' }, from))).toBe(1);
    expect(rule.firstMismatch(alert({ ...full, severity: 'x', site: 's' }, from))).toBe(2);
    expect(rule.firstMismatch(alert({ ...full, severity: 'x' }, from))).toBeUndefined();
  });
});

describe('defaults', () => {
  const one = (on: string) =>
    rulesOf(`rules: [{ name: a, on: ${on}, run: ticket.create, input: { summary: x } }]`).rules[0];

  it('are what they are', () => {
    expect(one("{ alert: '*' }")).toMatchObject({
      enabled: true,
      policy: { honourSilences: true, onResolved: 'finish', leaseWait: 0 },
    });
    expect(one('{ webhook: w }')?.policy.honourSilences).toBe(false);
    expect(one('{ timer: { at: 2030-01-01T00:00:00Z } }')?.timer).toEqual({
      at: '2030-01-01T00:00:00Z',
      missed: 'skip',
    });
    expect(one("{ timer: { cron: '0 9 * * *' } }")?.timer).toEqual({
      cron: '0 9 * * *',
      timeZone: 'UTC',
      missed: 'skip',
    });
  });

  it.each<[string, object, string]>([
    ["{ alert: '*' }", { type: 'alert', source: '*', status: 'firing' }, 'an alert of any source fires'],
    [
      '{ alert: prod, status: resolved }',
      { type: 'alert', source: 'prod', status: 'resolved' },
      'an alert of prod is resolved',
    ],
    ['{ webhook: w }', { type: 'webhook', source: 'w', status: 'firing' }, 'the webhook w'],
    [
      '{ sensor: flavors, status: resolved }',
      { type: 'sensor', source: 'flavors', status: 'resolved' },
      'a finding of flavors is resolved',
    ],
    [
      "{ run: 'hypervisor.*' }",
      { type: 'run', source: 'hypervisor.*', status: 'firing' },
      'the end of a run of hypervisor.*',
    ],
    ['{ timer: { every: 90m } }', { type: 'timer', source: 'a', status: 'firing' }, 'a tick of the timer every 1h30m'],
  ])('%s', (on, expected, text) => {
    expect(one(on)).toMatchObject({ on: expected });
    expect(one(on)?.conditions[0]).toBe(text);
  });

  it('of a run’s ends: those that were named', () => {
    const rule = one("{ run: 'hypervisor.*', status: [failed, refused] }");
    const ended = (status: string, source = 'hypervisor.drain') =>
      alert({}, { type: 'run', source, payload: { run: { id: 'r', status } } });
    expect(rule?.conditions[1]).toBe('run.status is one of failed, refused');
    expect(rule?.firstMismatch(ended('failed'))).toBeUndefined();
    expect(rule?.firstMismatch(ended('done'))).toBe(1);
    expect(rule?.firstMismatch(ended('failed', 'server.move'))).toBe(0);
  });

  it('of approval', () => {
    const policy = (approval: string) =>
      rulesOf(
        `rules: [{ name: a, on: { alert: '*' }, run: ticket.create, input: { summary: x }, policy: { approval: ${approval} } }]`,
      ).rules[0]?.policy;
    expect(policy('required')?.approval).toEqual({});
    expect(policy('{}')?.approval).toEqual({});
  });
});

it('has no rules where there are none', () => {
  expect(loadRules([], { runbooks }).rules).toEqual([]);
  expect(rulesOf('').rules).toEqual([]);
  expect(rulesOf('# nothing\nrules:\n').rules).toEqual([]);
});

it('has a hash that changes with what is shown of the rules', () => {
  expect(rulesOf(FULL).hash).toBe(rulesOf(FULL).hash);
  expect(rulesOf(FULL.replace('critical', 'worst')).hash).not.toBe(rulesOf(FULL).hash);
  expect(rulesOf(FULL, 'b.yaml').hash).not.toBe(rulesOf(FULL).hash);
});

it('may share by anchors', () => {
  const text = `rules:
  - { name: a, on: { alert: '*' }, run: ticket.create, input: &in { summary: x } }
  - { name: b, on: { alert: '*' }, run: ticket.create, input: { <<: *in, description: y } }
`;
  expect(rulesOf(text).rules[1]?.call.input.render({})).toEqual({ summary: 'x', description: 'y' });
});

describe('faults', () => {
  it('of all files come at once, each with its place', () => {
    const bad = `rules:
  - name: a
    on: { alret: prod }
    run: hypervisor.dran
    when: { feild: labels.x, equals: 1 }
    policy: { throttle: { count: 0, per: 5 parsecs }, oncePer: { within: 1h } }
  - name: b
    on: { alert: prod }
    when:
      - { field: label.x, equals: a }
      - { field: labels.x, equals: a, nequals: b }
      - { field: labels.x, regex: '(a' }
    run: hypervisor.drain
    input: { cloud: 5, hypervisr: a, reason: '\${labels.a +}' }
  - name: a
    on: { timer: { cron: '61 * * * *' } }
    run: ticket.create
    input: { summary: '\${labels.a}' }
`;
    const found = faultsOf([
      { path: 'a.yaml', text: bad },
      {
        path: 'b.yaml',
        text: "rules:\n  - { name: b, on: { alert: '*' }, run: ticket.create, input: { summary: x }, foo: 1 }",
      },
    ]);
    expect(found).toEqual([
      'a.yaml:3:11: rules[0].on.alret: is not known here; did you mean alert?',
      'a.yaml:4:10: rules[0].run: there is no runbook hypervisor.dran; did you mean hypervisor.drain?',
      'a.yaml:5:13: rules[0].when.feild: is not known here; did you mean field?',
      'a.yaml:6:34: rules[0].policy.throttle.count: Too small: expected number to be >=1',
      'a.yaml:6:42: rules[0].policy.throttle.per: must be a duration as 30s, 15m, 6h or 7d',
      'a.yaml:6:64: rules[0].policy.oncePer: needs policy.target: once per what?',
      "a.yaml:10:18: rules[1].when[0].field: the event has no 'label'; did you mean labels?",
      'a.yaml:11:9: rules[1].when[1]: has equals and nequals: write two conditions',
      'a.yaml:12:35: rules[1].when[2].regex: error parsing regexp: missing closing ): `(a`',
      'a.yaml:14:5: rules[1].input.hypervisor: is missing',
      'a.yaml:14:21: rules[1].input.cloud: expected string, received number',
      'a.yaml:14:24: rules[1].input.hypervisr: is not known here; did you mean hypervisor?',
      'a.yaml:14:46: rules[1].input.reason: ${labels.a +}: Unexpected token: EOF',
      'a.yaml:16:26: rules[2].on.timer.cron: Invalid value for minute: 61',
      'a.yaml:18:23: rules[2].input.summary: ${labels.a}: Unknown variable: labels; known are event, group, now, rule, scheduledAt, timer',
      expect.stringMatching(/^b\.yaml:2:\d+: rules\[0\]\.foo: is not known here; known are name, /),
      'a.yaml:15:11: rules[2].name: a is the name of the rule at a.yaml:2 already',
      'b.yaml:2:13: rules[0].name: b is the name of the rule at a.yaml:7 already',
    ]);
  });

  it.each<[string, string[]]>([
    ['enabled: yes please', ['6:14: enabled: expected boolean, received string']],
    ['when: []', []],
    ['when: [{ field: labels.x }]', ['6:12: when[0]: needs an operator, as equals, inside or regex']],
    ['when: { exists: true }', ['6:11: when: needs a field and an operator, or all, any or not']],
    ['when: { any: [] }', ['6:18: when.any: Too small: expected array to have >=1 items']],
    ['when: { any: [{ field: labels.x, eq: 1 }], field: labels.x }', ['6:11: when: has field, any: any stands alone']],
    [
      'when: { field: labels.x, exists: false }',
      ['6:38: when.exists: must be true: the opposite of exists is nexists'],
    ],
    ['when: { field: labels.x, equals: }', ['6:38: when.equals: is empty: nothing would ever meet it']],
    [
      'when: { field: labels.x, search: { some: [] } }',
      ['6:40: when.search.some: is not known here; known are any, all, any2any, all2any'],
    ],
    [
      'when: { field: labels.x, search: { any: [{ field: itm.y, eq: 1 }] } }',
      ["6:55: when.search.any[0].field: the event has no 'itm'; did you mean item?"],
    ],
    [
      "when: { field: labels.x, equals: '${lables.y}' }",
      ['6:38: when.equals: ${lables.y}: Unknown variable: lables; did you mean labels?'],
    ],
    ['policy: { approval: maybe }', ['6:25: policy.approval: must be required, or expected object, received string']],
    [
      'policy: { approval: { notify: { run: ticket.make, input: {} } } }',
      [
        expect.stringMatching(
          /^6:\d+: policy\.approval\.notify\.run: there is no runbook ticket\.make/,
        ) as unknown as string,
      ],
    ],
    [
      'policy: { breaker: { runs: 1, per: 1h, perTarget: 1 } }',
      ['6:55: policy.breaker.perTarget: needs policy.target'],
    ],
    ['policy: { leaseWait: 0s }', ['6:26: policy.leaseWait: must be more than nothing and at most a year']],
    ['policy: { maintenance: {} }', ['6:28: policy.maintenance: needs windows or periods']],
    ['policy: { maintenance: { otherwise: wait } }', ['6:28: policy.maintenance: needs windows or periods']],
    [
      'policy: { maintenance: { periods: [{ from: 2030-01-02T00:00:00Z, to: 2030-01-01T00:00:00Z }] } }',
      ['6:40: policy.maintenance.periods[0]: must begin before it ends'],
    ],
    [
      "policy: { active: { windows: [{ from: '25:00', to: '18:00', timeZone: Mars }] } }",
      [
        '6:43: policy.active.windows[0].from: must be a time as 22:00',
        '6:75: policy.active.windows[0].timeZone: must be a time zone as Europe/London',
      ],
    ],
    ["policy: { target: '${' }", ['6:23: policy.target: an expression begins with ${ and does not end: } is missing']],
    ['success: {}', ['6:14: success: needs resolvedWithin or check']],
    [
      'success: { check: { run: hypervisor.drain, input: {}, when: { field: report.x, eq: 1 } } }',
      expect.arrayContaining([
        '6:30: success.check.run: hypervisor.drain may change something: a check only looks',
      ]) as unknown as string[],
    ],
    [
      'success: { check: { input: { a: 1 }, when: { field: report.x, eq: 1 } } }',
      ['6:32: success.check.input: goes with run'],
    ],
    ['escalate: ticket.create', ['6:15: escalate: expected object, received string']],
  ])('%s', (more, expected) => expect(line(more)).toEqual(expected));

  it.each<[string, string[]]>([
    ['{}', ['3:9: on: needs one of alert, webhook, sensor, run, timer']],
    ['{ alert: a, webhook: b }', ['3:9: on: needs one of alert, webhook, sensor, run, timer']],
    ['{ alert: a, status: [failed] }', ['3:29: on.status: must be one of firing, resolved']],
    ['{ run: a, status: resolved }', ['3:27: on.status: must be a list of done, failed, cancelled, refused']],
    ['{ webhook: a, status: firing }', ['3:31: on.status: goes with alert, sensor or run, not with webhook']],
    ['{ timer: { every: 1h, at: 2030-01-01T00:00:00Z } }', ['3:18: on.timer: needs one of cron, every and at']],
    ["{ timer: { cron: '0 0 30 2 *' } }", ['3:26: on.timer.cron: never ticks']],
    [
      "{ timer: { cron: '0 0 1 1 *', timeZone: Mars } }",
      ['3:49: on.timer.timeZone: must be a time zone as Europe/London'],
    ],
    ['{ timer: { at: tomorrow } }', ['3:24: on.timer.at: must be a time as 2026-12-24T00:00:00Z']],
    ['{ alert: a, status: gone }', [expect.stringMatching(/^3:29: on\.status: /) as unknown as string]],
  ])('on: %s', (on, expected) => expect(line('description: x', on)).toEqual(expected));

  it.each<[string, string]>([
    ['{ webhook: w }', 'a webhook is not resolved later'],
    ['{ alert: a, status: resolved }', 'what is resolved is not resolved later'],
  ])('of what waits for an end that never comes: %s', (on, why) => {
    expect(line('success: { resolvedWithin: 5m }', on)).toEqual([expect.stringContaining(why)]);
    expect(line('policy: { onResolved: cancel }', on)).toEqual([expect.stringContaining(why)]);
  });

  it('of the writing itself', () => {
    expect(faults('rules: {')[0]).toMatch(/^a\.yaml:1:9: Flow map/);
    expect(faults('rules: [*x]')).toEqual([
      'a.yaml:1:9: an alias without an anchor; a text that begins with * needs quotes',
    ]);
    expect(faults('- a')).toEqual(["a.yaml:1:1: must be a map with 'rules:'"]);
    expect(faults('rules: 5')).toEqual(['a.yaml:1:8: rules: must be a list']);
    expect(faults('rulez: []')).toEqual(['a.yaml:1:1: rulez: is not known here; did you mean rules?']);
    expect(faults('rules: [a]')).toEqual(['a.yaml:1:9: rules[0]: expected object, received string']);
    expect(faults('rules: []\nrules: []')).toEqual(['a.yaml:2:1: this key stands twice']);
    expect(faults('rules: []\n---\nrules: []')[0]).toMatch(/several documents/);
    expect(faults(`rules: []\n# ${'x'.repeat(1_000_001)}`)).toEqual(['a.yaml:1:1: has more than 1000000 characters']);
  });

  it('of aliases of aliases', () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const bomb = levels.map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? '1' : `*${levels[i - 1] ?? ''}`)
          .join(', ')}]`,
    );
    expect(faults(`${bomb.join('\n')}\nrules: *h\n`)).toEqual([
      expect.stringMatching(/^a\.yaml:1:1: Excessive alias count/),
    ]);
  });
});

describe('the input of a runbook', () => {
  const input = (text: string) =>
    faults(`rules:\n  - name: a\n    on: { alert: '*' }\n    run: hypervisor.drain\n    input: ${text}\n`).map(
      (fault) => fault.replace(/^a\.yaml:\d+:\d+: rules\[0\]\./, ''),
    );
  const ok = "cloud: prod, hypervisor: hv1, reason: 'r'";

  it.each<[string, string[]]>([
    [`{ ${ok} }`, []],
    [`{ ${ok}, concurrency: '\${1 + 1}' }`, []],
    [`{ ${ok}, concurrency: 99 }`, ['input.concurrency: Too big: expected number to be <=20']],
    [`{ ${ok}, order: biggest }`, ['input.order: must be one of smallest, name']],
    [
      `{ ${ok}, servers: [{ id: '\${labels.id}' }, { id: 5 }, { ids: a }] }`,
      [
        'input.servers[1].id: expected string, received number',
        'input.servers[2].id: is missing',
        'input.servers[2].ids: is not known here',
      ],
    ],
    ["{ cloud: prod, hypervisor: 'HV 1', reason: r }", ['input.hypervisor: must be a host name']],
    ["{ cloud: prod, hypervisor: '$${x}', reason: r }", ['input.hypervisor: must be a host name']],
    ['{ cloud: prod, hypervisor: hv1, reason: hv1 }', ['input.reason: a name is no reason']],
    ["{ cloud: prod, hypervisor: hv1, reason: '${labels.a}' }", []],
    ["{ cloud: '${labels.a}' }", ['input.hypervisor: is missing', 'input.reason: is missing']],
  ])('%s', (text, expected) => expect(input(text)).toEqual(expected));
});
