import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { parseInput } from '@opsbook/runbook';
import { loadConfig } from '@opsbook/services';
import {
  type TriggerEvent,
  type TriggerType,
  loadRules,
  matchRules,
  readRuleFiles,
  ruleReport,
} from '@opsbook/triggers';
import { runbooks } from '@opsbook/workflows';
import { checkSensors } from './check-sensors.ts';

const examples = fileURLToPath(new URL('../../../../docs/examples/', import.meta.url));
const env = { JIRA_API_TOKEN: 'a', CHAT_TOKEN: 'b', SERVER_MIGRATE_TOKEN: 'c' };
const config = loadConfig({ path: `${examples}opsbook.yaml`, env, cwd: examples });
const rules = loadRules(readRuleFiles(config.serve.rules), { runbooks });

function decide(type: TriggerType, source: string, payload: TriggerEvent['payload']) {
  const event: TriggerEvent = {
    ...{ id: 'e', type, source, key: 'k', subject: 's', status: 'firing', receivedAt: '2030-01-07T09:00:00.000Z' },
    payload,
  };
  const { rule, disabled } = matchRules(rules, event);
  const found = rule ?? disabled;
  if (found === undefined) return 'nothing';
  const { runbook, input, faults } = ruleReport(found, event);
  expect(faults).toEqual([]);
  const known = runbooks.find(({ name }) => name === runbook)!;
  expect(() => parseInput(known, input)).not.toThrow();
  return { rule: found.name, enabled: found.enabled, runbook, input };
}

it('load, with sensors that can look', () => {
  expect(() => checkSensors(config, runbooks)).not.toThrow();
  expect(rules.rules.map(({ name, enabled }) => `${enabled ? '' : 'off '}${name}`)).toEqual([
    ...['ticket-for-aggregate', 'ticket-for-flavor', 'ticket-for-image', 'ticket-for-internal-gateway'],
    ...['remind-all-of-pull-requests', 'remind-authors-of-pull-requests'],
    ...['off disable-when-due', 'off drain-when-due', 'off maintain-when-due', 'patch-when-drained'],
    ...['prove-when-rebooted', 'project-from-request', 'migrate-server'],
  ]);
});

const sensors = Object.keys(config.serve.sensors);
it('wait for sensors that there are', () => {
  const text = readRuleFiles(config.serve.rules)
    .map((file) => file.text)
    .join('\n');
  const named = [...text.matchAll(/on: \{ sensor: (\w+) \}/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(sensors.sort());
});

it('make one ticket of a finding, whatever it is called', () => {
  const finding = { key: 'different-flavor:prod:dev:a%20b', title: 'flavor a b differs', body: ['vcpus: 1', 'ram: 2'] };
  expect(decide('sensor', 'flavors', { sensor: 'flavors', finding })).toMatchObject({
    rule: 'ticket-for-flavor',
    input: { body: 'vcpus: 1\n\nram: 2', marker: 'opsbook-different-flavor.prod.dev.a_20b' },
  });
});

it.each([
  ['PENDING_MAINTENANCE', 'disable-when-due', false],
  ['DRAINED', 'patch-when-drained', true],
  ['REBOOTED', 'prove-when-rebooted', true],
])('answer a hypervisor that is %s by %s', (state, rule, enabled) => {
  const finding = { key: `hypervisor:prod:hv1:${state}`, title: 'x', body: [], hypervisor: 'hv1', state };
  expect(decide('sensor', 'hypervisors', { finding })).toMatchObject({ rule, enabled, input: { hypervisor: 'hv1' } });
});

it('leave a hypervisor that is down to people', () => {
  expect(decide('sensor', 'hypervisors', { finding: { hypervisor: 'hv1', state: 'DOWN' } })).toBe('nothing');
});

it('answer a request for a project', () => {
  const finding = { key: 'ticket:HELP-12', title: 'x', body: [], issue: 'HELP-12', type: 'Service Request' };
  expect(decide('sensor', 'requests', { finding })).toMatchObject({
    ...{ runbook: 'project.create-from-ticket', input: { cloud: 'prod', issue: 'HELP-12' } },
  });
});

it.each([
  ['l3.micro', 'web', true],
  ['l2.tiny', 'amphora-1', false],
  ['m1.tiny', 'web', undefined],
  ['xl3.big', 'web', undefined],
])('migrate a server of the flavor %s called %s with a snapshot: %s', (flavor_id, name, snapshot) => {
  const body = { server_id: '0a1b2c3d-0000-4000-8000-00000000000a', flavor_id, name };
  const found = decide('webhook', 'server-migrate', { name: 'server-migrate', body, headers: {} });
  if (snapshot === undefined) expect(found).toBe('nothing');
  else expect(found).toMatchObject({ rule: 'migrate-server', input: { snapshot } });
});
