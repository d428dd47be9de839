import { expect, it } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import { webhookEvent } from './webhook-event.ts';

const AT = '2030-01-01T00:00:00.000Z';
const deliver = (headers: Record<string, string | string[] | undefined>, id = 'e1', body: Json = { server: 'a' }) =>
  webhookEvent({ id, name: 'migrate', body, headers, receivedAt: AT });

it('is what was posted, with the headers that are no credentials', () => {
  const headers = {
    'user-agent': 'curl',
    'x-github-event': 'push',
    accept: ['a', 'b'],
    host: undefined,
    authorization: 'Bearer s3cret',
    'proxy-authorization': 'x',
    cookie: 'x',
    'x-gitlab-token': 'x',
    'x-hub-signature-256': 'x',
    'x-api-key': 'x',
  };
  expect(deliver(headers)).toEqual({
    ...{ id: 'e1', type: 'webhook', source: 'migrate', key: 'e1', subject: 'e1', status: 'firing', receivedAt: AT },
    payload: {
      name: 'migrate',
      body: { server: 'a' },
      headers: { 'user-agent': 'curl', 'x-github-event': 'push', accept: ['a', 'b'] },
    },
  });
});

it.each(['idempotency-key', 'webhook-id', 'x-github-delivery', 'x-atlassian-webhook-identifier', 'x-request-uuid'])(
  'is the same when its sender repeats it with the same %s',
  (header) => {
    const [one, again, other] = ['1', '1', '2'].map((mark, i) => deliver({ [header]: mark }, `e${i}`));
    expect(again?.key).toBe(one?.key);
    expect(other?.key).not.toBe(one?.key);
  },
);

it('is another one each time when its sender marks nothing', () => {
  expect(deliver({}, 'e1').key).not.toBe(deliver({}, 'e2').key);
  expect(deliver({ 'webhook-id': '' }, 'e1').key).not.toBe(deliver({ 'webhook-id': '' }, 'e2').key);
});
