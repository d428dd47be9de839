import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sleep, unrestricted } from '@opsbook/context';
import { HttpClient, isHttpError } from '@opsbook/http';
import type { StackStormClient } from '../client.ts';
import { errorOf } from '../contract/error-of.ts';
import { isStackStormError } from '../errors.ts';
import { simulatedStackStorm } from '../simulated-stackstorm.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
let client: StackStormClient;
beforeEach(async () => {
  given = await simulatedStackStorm();
  client = given.client();
  given.sim.addTriggerType('opsbook.event', {
    payloadSchema: { type: 'object', properties: { key: { type: 'string', required: true } } },
  });
});
afterEach(() => given.stop());

const rule = (name: string, more: object = {}) => ({
  pack: 'opsbook',
  name,
  enabled: true,
  trigger: { type: 'opsbook.event' },
  action: { ref: 'core.local', parameters: { cmd: 'echo {{ trigger.key }}' } },
  ...more,
});

/** What a sender with a queue does: tries until it knows that the event is there; after doubt it looks first. */
async function deliver(key: string): Promise<void> {
  for (;;) {
    try {
      await client.webhooks.emit('opsbook.event', { key }, { traceTag: `event-${key}` });
      return;
    } catch (error) {
      if (!isStackStormError(error) || !['unavailable', 'timeout'].includes(error.kind)) throw error;
      await sleep(given.clock, 10_000);
      if (error.outcomeUnknown && (await arrived(key))) return;
    }
  }
}

async function arrived(key: string): Promise<boolean> {
  for (;;) {
    try {
      return (await client.traces.list({ traceTag: `event-${key}` })).length > 0;
    } catch {
      await sleep(given.clock, 10_000);
    }
  }
}

describe('from an event to its result', () => {
  test('while StackStorm is away for a minute and a token ends midway: nothing is lost, nothing is there twice', async () => {
    await client.rules.create(rule('echo'));
    given.sim.fault.next('POST /api/v1/webhooks/st2', { cut: 'after' }, { after: 1 });
    const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);
    for (const [n, key] of keys.entries()) {
      if (n === 4) given.sim.downFor(60);
      if (n === 7) given.sim.expireTokens();
      await deliver(key);
    }
    await given.wait(10);
    expect(given.sim.executions.map(({ status, parameters }) => [status, parameters['cmd']])).toEqual(
      keys.map((key) => ['succeeded', `echo ${key}`]),
    );
    for (const key of keys) {
      const [id = ''] = await client.traces.executionsOf(`event-${key}`);
      expect((await client.executions.get(id)).result).toMatchObject({ stdout: key });
    }
  });

  test('a rule on the end of actions goes on in the same trace', async () => {
    given.sim.addAction({ ref: 'opsbook.notify', parameters: { text: { type: 'string' } } });
    await client.rules.create(rule('first'));
    await client.rules.create({
      ...rule('then'),
      trigger: { type: 'core.st2.generic.actiontrigger' },
      criteria: { 'trigger.action_name': { type: 'eq', pattern: 'core.local' } },
      action: {
        ref: 'opsbook.notify',
        parameters: { text: '{{ trigger.status }}: {{ trigger.result.stdout }} {{ trigger.parameters.password }}' },
      },
    });
    given.sim.addAction({
      ref: 'core.local',
      parameters: { cmd: { type: 'string' }, password: { type: 'string', secret: true, default: '{{ cmd }}' } },
    });
    await deliver('a');
    await given.wait(10);
    const ids = await client.traces.executionsOf('event-a');
    const all = await Promise.all(ids.map((id) => client.executions.get(id)));
    expect(all.map(({ action, parameters }) => [action, parameters])).toEqual([
      ['core.local', { cmd: 'echo a', password: '********' }],
      ['opsbook.notify', { text: 'succeeded: a ********' }],
    ]);
  });

  test('a backstop rule has what no other rule wants', async () => {
    const wants = { 'trigger.key': { type: 'startswith', pattern: 'a' } };
    await client.rules.create(rule('wants-a', { criteria: wants }));
    await client.rules.create(rule('rest', { type: 'backstop' }));
    for (const key of ['a1', 'b1']) await deliver(key);
    await given.wait(10);
    expect(given.sim.enforcements.map((one) => one.rule.ref)).toEqual(['opsbook.wants-a', 'opsbook.rest']);
  });

  test('what a rule cannot run is in its enforcement', async () => {
    given.sim.addAction({ ref: 'opsbook.count', parameters: { n: { type: 'integer', required: true } } });
    const count = (name: string, parameters: object, ref = 'opsbook.count') =>
      client.rules.create(rule(name, { action: { ref, parameters } }));
    await count('cast', { n: '{{ trigger.key }}' });
    await count('missing', {});
    await count('unknown', {}, 'opsbook.nothing');
    await count('undefined', { n: '{{ trigger.absent }}' });
    await deliver('7');
    await given.wait(10);
    expect(given.sim.executions.map(({ status, parameters }) => [status, parameters])).toEqual([
      ['succeeded', { n: 7 }],
      ['failed', { n: '{{ trigger.absent }}' }],
    ]);
    const failures = given.sim.enforcements.flatMap(({ failure_reason: why }) => (why === undefined ? [] : [why]));
    expect(failures).toEqual([
      "'n' is a required property",
      'Action "opsbook.nothing" doesn\'t exist',
      `Failed to render parameter "n": 'dict object' has no attribute 'absent'`,
    ]);
  });

  test('a question is an event, and what it is answered goes on', async () => {
    await client.rules.create(
      rule('ask-people', {
        trigger: { type: 'core.st2.generic.inquiry' },
        action: { ref: 'core.local', parameters: { cmd: 'echo {{ trigger.route }}' } },
      }),
    );
    const schema = { type: 'object', properties: { by: { type: 'string', required: true } } };
    const { id } = await client.executions.create({ action: 'core.ask', parameters: { route: 'chat', schema } });
    await given.wait(5);
    const [told] = await client.executions.list({ ruleName: 'ask-people' });
    expect(told?.result).toMatchObject({ stdout: 'chat' });
    const [trace] = await client.traces.list({ execution: told?.id ?? '' });
    expect(trace?.traceTag).toBe(`trigger_instance-${told?.triggerInstance}`);
    await client.inquiries.respond(id, { by: 'me' });
    expect((await client.executions.wait(id)).result).toMatchObject({ response: { by: 'me' } });
  });
});

describe('webhooks', () => {
  beforeEach(() =>
    client.rules.create(
      rule('hook', {
        trigger: { type: 'core.st2.webhook', parameters: { url: '/git/push/' } },
        action: { ref: 'core.local', parameters: { cmd: "echo {{ trigger.headers['St2-Trace-Tag'] }}" } },
      }),
    ),
  );

  test('give rules the body and the headers, but not who sent it', async () => {
    expect(await client.webhooks.list()).toEqual([{ url: '/git/push/', trigger: expect.stringMatching(/^core\..*-/) }]);
    await client.webhooks.send('git/push', { ref: 'main' }, { traceTag: 'push-1' });
    await given.wait(5);
    const [instance] = await client.triggerInstances.list({ type: 'core.st2.webhook' });
    expect(instance).toMatchObject({ status: 'processed', payload: { body: { ref: 'main' } } });
    const { headers, headers_lower: lower } = instance?.payload as Record<string, Record<string, string>>;
    expect(Object.keys(lower ?? {})).toContain('content-type');
    expect(Object.keys(headers ?? {})).toContain('Content-Type');
    expect(Object.keys(lower ?? {}).filter((name) => /auth-token|api-key|trace-tag/.test(name))).toEqual([]);
    expect((await client.traces.list({ traceTag: 'push-1' }))[0]?.triggerInstances[0]?.id).toBe(instance?.id);
  });

  test('echo what they were sent, also where it looks like an error', async () => {
    await expect(client.webhooks.send('git/push', { faultstring: 'not an error' })).resolves.toBeUndefined();
  });

  test('of a type with parameters, dispatched by its ref, are accepted and come to nothing', async () => {
    await client.webhooks.emit('core.st2.webhook', { body: {} }, { traceTag: 'lost' });
    await given.wait(5);
    expect(given.sim.triggerInstances).toEqual([]);
    expect(await client.traces.list({ traceTag: 'lost' })).toEqual([]);
  });
});

describe('executions', () => {
  const wire = () => new HttpClient({ baseUrl: given.sim.url, context: { clock: given.clock, guard: unrestricted } });

  test('have defaults for the runner, secrets masked for people, and what is immutable refused', async () => {
    const seen: unknown[] = [];
    await given.stop();
    given = await simulatedStackStorm({
      runner: ({ parameters }) => {
        seen.push(parameters);
        return Promise.resolve({ status: 'succeeded', result: null });
      },
    });
    client = given.client();
    const parameters = { cmd: 'id', password: 'secret-word' };
    const { id } = await client.executions.create({ action: 'core.local', parameters });
    await client.executions.wait(id);
    expect((await client.executions.get(id)).parameters).toEqual({ cmd: 'id', password: '********' });
    const ofTheRunner = { kwarg_op: '--', sudo: false };
    expect(seen).toEqual([{ ...ofTheRunner, cmd: 'id', password: 'secret-word', timeout: 60 }]);
    const fixed = { cmd: 'id', kwarg_op: '-' };
    expect((await errorOf(client.executions.create({ action: 'core.local', parameters: fixed }))).serviceMessage).toBe(
      "Override of immutable parameter(s) ['kwarg_op'] is unsupported.",
    );
  });

  test('are delayed, and cancelled before they begin', async () => {
    const later = { action: 'core.local', parameters: { cmd: 'echo late' }, delay: 60_000 };
    const { id, status } = await client.executions.create(later);
    expect(status).toBe('delayed');
    const other = await client.executions.create(later);
    expect((await client.executions.cancel(other.id)).status).toBe('canceled');
    await given.wait(61);
    expect((await client.executions.get(id)).status).toBe('succeeded');
    expect((await client.executions.get(other.id)).status).toBe('canceled');
  });

  test('may be cancelled twice; what asks people cannot be', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await given.stop();
    given = await simulatedStackStorm({
      runner: () => promise.then(() => ({ status: 'succeeded', result: 'too late' })),
    });
    client = given.client();
    const { id } = await client.executions.create({ action: 'core.local', parameters: { cmd: 'id' } });
    await given.wait(1);
    expect((await client.executions.cancel(id)).status).toBe('canceling');
    expect(['canceling', 'canceled']).toContain((await client.executions.cancel(id)).status);
    const over = { status: 'canceled', result: { message: 'Action canceled by user.', user: 'st2admin' } };
    // While its process goes on, whose result StackStorm does not take any more.
    expect(await client.executions.wait(id)).toMatchObject(over);
    resolve(undefined);
    await given.wait(1);
    expect(await client.executions.get(id)).toMatchObject(over);
    const question = await client.executions.create({ action: 'core.ask' });
    await given.wait(1);
    const error = await errorOf(client.executions.cancel(question.id));
    expect([error.code, error.serviceMessage]).toEqual([
      'STACKSTORM_BAD_REQUEST',
      'Action cannot be canceled. State = pending.',
    ]);
  });

  test('of a runner that throws have failed', async () => {
    await given.stop();
    given = await simulatedStackStorm({ runner: () => Promise.reject(new Error('no disk')) });
    client = given.client();
    const { id } = await client.executions.create({ action: 'core.local', parameters: { cmd: 'id' } });
    expect(await client.executions.wait(id)).toMatchObject({ status: 'failed', result: { error: 'no disk' } });
  });

  test('of others are for administrators', async () => {
    await given.stop();
    given = await simulatedStackStorm({ users: [{ name: 'op', password: 'operator-1', admin: false }] });
    client = given.client({ auth: { username: 'op', password: 'operator-1' } });
    const asOther = { action: 'core.local', parameters: { cmd: 'id' }, user: 'root' };
    expect((await errorOf(client.executions.create(asOther))).code).toBe('STACKSTORM_FORBIDDEN');
    expect((await client.executions.create({ ...asOther, user: 'op' })).user).toBe('op');
  });

  test('have children, to any depth', async () => {
    const child = async (parent: string) => {
      const context = { parent: { execution_id: parent } };
      return (await client.executions.create({ action: 'core.local', parameters: { cmd: 'id' }, context })).id;
    };
    const { id } = await client.executions.create({ action: 'core.local', parameters: { cmd: 'id' } });
    const first = await child(id);
    const second = await child(first);
    expect((await client.executions.children(id)).map((one) => one.id)).toEqual([first, second]);
    expect((await client.executions.children(id, { depth: 1 })).map((one) => one.id)).toEqual([first]);
    expect((await client.executions.get(first)).parent).toBe(id);
  });

  test('and everything else say what is wrong in a faultstring', async () => {
    const http = wire();
    const headers = { 'st2-api-key': given.sim.addApiKey() };
    const answerTo = (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) =>
      http
        .request({ method, url, headers, repeatable: false, ...(body !== undefined && { body }) })
        .then(({ status, body: answer }) => [status, answer])
        .catch((error: unknown) => (isHttpError(error) ? [error.status, error.body] : error));
    const { ref, id } = await client.rules.create(rule('by-ref'));
    const body = rule('by-ref');
    expect(await answerTo('GET', '/api/v1/nothing')).toEqual([
      404,
      { faultstring: 'The resource could not be found.' },
    ]);
    expect(await answerTo('GET', '/api/v1/executions?limit=0')).toEqual([
      400,
      { faultstring: 'Limit, "0" specified, must be a positive number or -1 for full result set.' },
    ]);
    expect(await answerTo('GET', '/api/v1/executions?limit=many')).toEqual([
      400,
      { faultstring: 'Parameter "limit" is not of type integer' },
    ]);
    expect(await answerTo('POST', '/api/v1/webhooks/st2', [])).toEqual([
      400,
      { faultstring: 'Webhook body needs to be an object, got: array' },
    ]);
    expect(await answerTo('POST', '/api/v1/webhooks/st2', { payload: {} })).toEqual([
      400,
      { faultstring: 'Trigger not specified.' },
    ]);
    expect(await answerTo('PUT', `/api/v1/rules/${ref}`, { ...body, type: { ref: 'standard' } })).toEqual([
      400,
      expect.anything(),
    ]);
    expect(await answerTo('PUT', `/api/v1/rules/${id}`, { ...body, type: { ref: 'standard' } })).toEqual([
      200,
      expect.anything(),
    ]);
    http.close();
  });
});
