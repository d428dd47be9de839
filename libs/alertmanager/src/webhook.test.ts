import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { alertIdentity, webhookPayloadSchema } from './webhook.ts';

const alert = {
  status: 'firing',
  labels: { alertname: 'HostDown', host: 'hv1' },
  annotations: {},
  startsAt: '2030-01-01T02:00:00.123456789+02:00',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: '3b0d6f15eb5ee67b',
};
const payload = {
  version: '4',
  groupKey: '{}:{alertname="HostDown"}',
  truncatedAlerts: 2,
  status: 'firing',
  receiver: 'hook',
  groupLabels: { alertname: 'HostDown' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alerts',
  alerts: [alert],
};

test('takes what Alertmanager sends, with what later versions may add', () => {
  const newer = { ...payload, notificationReason: 'x', alerts: [{ ...alert, more: 1 }] };
  expect(webhookPayloadSchema.parse(newer)).toEqual(newer);
  const { truncatedAlerts: _, ...older } = payload;
  expect(webhookPayloadSchema.parse(older).truncatedAlerts).toBe(0);
});

test.each([
  ['another version', { version: '3' }],
  ['no alerts', { alerts: undefined }],
  ['an unknown status', { status: 'odd' }],
  ['an alert without its fingerprint', { alerts: [{ ...alert, fingerprint: '' }] }],
  ['a time that is none', { alerts: [{ ...alert, startsAt: 'today' }] }],
])('refuses %s', (_, change) => {
  expect(webhookPayloadSchema.safeParse({ ...payload, ...change }).success).toBe(false);
});

test('knows a firing by the labels and its start, whatever the zone', () => {
  const identity = { fingerprint: '3b0d6f15eb5ee67b', startsAt: '2030-01-01T00:00:00.123Z' };
  expect(alertIdentity(webhookPayloadSchema.parse(payload).alerts[0] ?? alert)).toEqual(identity);
  expect(alertIdentity({ ...alert, startsAt: '2030-01-01T00:00:00.123Z' })).toEqual(identity);
});

test('has a JSON Schema', () => {
  expect(z.toJSONSchema(webhookPayloadSchema, { io: 'input', target: 'draft-7' })).toHaveProperty('properties.alerts');
});
