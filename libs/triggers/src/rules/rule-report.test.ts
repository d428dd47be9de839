import { expect, it } from '@jest/globals';
import { ruleReport } from './rule-report.ts';
import { alert, rulesOf } from './rules.test-support.ts';

const [rule] = rulesOf(`
rules:
  - name: drain
    on: { alert: prod }
    when:
      - { field: labels.alertname, equals: DiskFailing }
      - { field: labels.severity, inside: [critical, page] }
      - { not: { field: labels.site, exists: true } }
      - { field: startsAt, timediff_lt: 5m }
    run: hypervisor.drain
    input: { cloud: prod, hypervisor: '\${host(labels.instance)}', reason: '\${rule.name} at \${event.receivedAt}' }
    policy: { target: '\${labels.instance}', group: { by: '\${labels.cluster}', window: 30s } }
`).rules;
if (rule === undefined) throw new Error('no rule');

it('says of each condition what was found, and what would be run', () => {
  const event = alert({
    alertname: 'DiskFailing',
    severity: 'warning',
    instance: 'hv1:9100',
    cluster: 'c1',
    site: 'a',
  });
  expect(ruleReport(rule, event)).toEqual({
    rule: 'drain',
    place: 'rules/site.yaml:3',
    enabled: true,
    matches: false,
    conditions: [
      { text: 'an alert of prod fires', holds: true },
      { text: 'labels.alertname is DiskFailing', holds: true, found: 'DiskFailing' },
      {
        text: 'labels.severity is one of critical, page',
        holds: false,
        found: 'warning',
        why: 'labels.severity is one of critical, page: it is warning',
      },
      {
        text: 'not: labels.site is there',
        holds: false,
        why: 'not: labels.site is there: it does, or nobody can tell',
      },
      { text: 'startsAt is less than 5m ago', holds: true, found: '2030-06-01T11:59:00Z' },
    ],
    runbook: 'hypervisor.drain',
    input: { cloud: 'prod', hypervisor: 'hv1', reason: 'drain at 2030-06-01T12:00:00Z' },
    target: 'hv1:9100',
    group: 'c1',
    faults: [],
  });
});

it('names every expression that fails, and the trigger that does not fit', () => {
  const report = ruleReport(rule, alert({ alertname: 'DiskFailing' }, { source: 'stage' }));
  expect(report.conditions[0]).toEqual({
    text: 'an alert of prod fires',
    holds: false,
    why: 'an alert of prod fires: this is alert stage, firing',
  });
  expect(report.conditions[2]?.why).toBe('labels.severity is one of critical, page: it is not there');
  expect(report).not.toHaveProperty('input');
  expect(report.faults).toEqual([
    'rule drain, input.hypervisor: ${host(labels.instance)}: No such key: instance',
    'rule drain, policy.target: ${labels.instance}: No such key: instance',
    'rule drain, policy.group.by: ${labels.cluster}: No such key: cluster',
  ]);
});
