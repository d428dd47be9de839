import { expect, test } from '@jest/globals';
import { type TriggerEvent, alertmanagerEvents, triggerOf, triggerTypes } from '@opsbook/triggers';
import type * as z from 'zod';
import { packOf } from './pack.test-support.ts';

const pack = packOf();
const T0 = '2030-01-01T00:00:00.000Z';
const ids = { next: () => 'e1' };
const notification = {
  ...{ version: '4', groupKey: '{}:{alertname="HostDown"}', receiver: 'opsbook', externalURL: 'http://am' },
  alerts: [{ status: 'firing', labels: { alertname: 'HostDown' }, startsAt: T0 }],
};
const finding: TriggerEvent = {
  ...{ id: 'e2', type: 'sensor', source: 'old-snapshots', key: 'a/1', subject: 'a', status: 'firing', receivedAt: T0 },
  payload: { sensor: 'old-snapshots', finding: { key: 'snap-1', days: 40 }, since: T0, announcements: 1 },
};
const run = {
  ...{ id: 'r1', runbook: 'server.stop', status: 'failed', input: { cloud: 'prod' }, changed: null, output: null },
  ...{ error: { code: 'X', message: 'no' }, requestedBy: { user: 'ada', surface: 'cli' }, targets: ['prod/server/1'] },
};
const ended: TriggerEvent = {
  ...{ id: 'e3', type: 'run', source: 'server.stop', key: 'r1', subject: 'r1', status: 'firing', receivedAt: T0 },
  payload: { run },
};

test.each([
  ['alert', alertmanagerEvents(notification, { source: 'prod', receivedAt: T0, ids }).events[0]],
  ['finding', finding],
  ['run_finished', ended],
] as const)('an event becomes the trigger %s, whose schema says all that it holds', (name, event) => {
  const trigger = triggerOf(event as TriggerEvent);
  expect(trigger?.name).toBe(name);
  const schema: z.ZodObject = triggerTypes[name].payload;
  const strict = schema.strict();
  expect(strict.safeParse(trigger?.payload).error?.issues ?? []).toEqual([]);
  const { payload_schema: told } = pack.yaml(`triggers/${name}.yaml`) as { payload_schema: { properties: object } };
  expect(Object.keys(told.properties).sort()).toEqual(Object.keys(trigger?.payload ?? {}).sort());
});

test('a webhook and a tick are none: StackStorm has its own', () => {
  expect(triggerOf({ ...finding, type: 'webhook' })).toBeUndefined();
  expect(triggerOf({ ...finding, type: 'timer' })).toBeUndefined();
});

test('a finding holds what the runbooks of sensors report, and what those of a site do', () => {
  const { payload_schema: told } = pack.yaml('triggers/finding.yaml') as {
    payload_schema: { properties: { finding: { properties: object; additionalProperties: boolean } } };
  };
  const { properties, additionalProperties } = told.properties.finding;
  expect(properties).toMatchObject({
    key: { type: 'string', required: true },
    title: { type: 'string' },
    hypervisor: { type: 'string' },
    state: { type: 'string' },
  });
  expect(additionalProperties).toBe(true);
});
