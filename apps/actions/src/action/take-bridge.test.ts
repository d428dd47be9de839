import { expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { BridgeError } from './bridge-error.ts';
import { takeBridge } from './take-bridge.ts';

const EXECUTION = '6560a1b2c3d4e5f6a7b8c9d0';

test('what was read is gone from the environment; the rest of it stays', () => {
  const env: Record<string, string | undefined> = {
    PATH: '/usr/bin',
    OPSBOOK_PARAMS:
      '{"params": {"cloud": "home", "watts": null}, "plan": true, "context": {"user": "grace", "timeout": 60}, "environment": {"JIRA_TOKEN": "t", "OTHER": null}}',
    ST2_ACTION_AUTH_TOKEN: 'a-token-of-st2',
    ST2_ACTION_EXECUTION_ID: EXECUTION,
  };
  expect(takeBridge(env)).toEqual({
    params: { cloud: 'home', watts: null },
    plan: true,
    context: { user: 'grace', timeout: 60 },
    environment: { JIRA_TOKEN: 't' },
    execution: EXECUTION,
    token: new Secret('a-token-of-st2'),
  });
  expect(env).toEqual({ PATH: '/usr/bin', ST2_ACTION_EXECUTION_ID: EXECUTION });
});

test('what StackStorm does not know is null, and what else its objects hold is of no interest', () => {
  const context = {
    user: null,
    apiUser: null,
    trace: { id_: '6560a1b2c3d4e5f6a7b8c9ff', trace_tag: null },
    rule: { id: 'x', name: 'evening' },
    parent: null,
    retry: { applied_policy: 'p.retry', retry_count: 1, retried_liveaction_id: 'y' },
    rerun: { ref: EXECUTION, tasks: [] },
    timeout: null,
  };
  const request = takeBridge({ OPSBOOK_PARAMS: JSON.stringify({ params: {}, plan: null, context }) });
  expect(request).toMatchObject({
    context: { rule: { name: 'evening' }, rerun: { ref: EXECUTION } },
    execution: undefined,
  });
});

test.each([
  ['C01ABCDEF', 'C01ABCDEF'],
  [null, undefined],
  ['', undefined],
  ['cli', undefined],
])('of the channel %p, what is one of a chat is %p', (channel, told) => {
  const { context } = takeBridge({ OPSBOOK_PARAMS: JSON.stringify({ params: {}, context: { channel } }) });
  expect(Object.entries(context)).toEqual(told === undefined ? [] : [['channel', told]]);
});

test.each([
  ['no parameters', {}, 'OPSBOOK_PARAMS is not set'],
  ['an execution of another kind', { OPSBOOK_PARAMS: '{"params":{}}', ST2_ACTION_EXECUTION_ID: '7' }, 'no id'],
  ['keys that nobody knows', { OPSBOOK_PARAMS: '{"params":{},"extra":1}' }, 'extra'],
  [
    'variables of our own',
    { OPSBOOK_PARAMS: '{"params":{},"environment":{"ST2_ACTION_API_URL":"x"}}' },
    'ST2_ACTION_API_URL',
  ],
  ['variables that are no texts', { OPSBOOK_PARAMS: '{"params":{},"environment":{"PORT":80}}' }, 'environment: PORT: '],
  ['parameters that are a list', { OPSBOOK_PARAMS: '{"params":[]}' }, 'OPSBOOK_PARAMS: params: '],
])('refused: %s', (_, env: Record<string, string>, message) => {
  const take = () => takeBridge({ ...env });
  expect(take).toThrow(BridgeError);
  expect(take).toThrow(message);
});
