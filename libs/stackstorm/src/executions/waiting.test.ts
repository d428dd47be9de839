import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorOf } from '../contract/error-of.ts';
import { simulatedStackStorm } from '../simulated-stackstorm.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
beforeEach(async () => {
  given = await simulatedStackStorm();
});
afterEach(() => given.stop());

const began = async (seconds: number) => {
  const client = given.client();
  const { id } = await client.executions.create({ action: 'core.local', parameters: { cmd: `sleep ${seconds}` } });
  return { client, id };
};
const looks = (id: string) => given.sim.requests.filter(({ path }) => path === `/api/v1/executions/${id}`).length;

describe('waiting for an execution', () => {
  test('hears of its end by the stream, and leaves the stream', async () => {
    const { client, id } = await began(3000);
    const start = given.clock.now();
    const ended = await client.executions.wait(id, { timeout: 100_000, every: 100_000 });
    expect(ended.status).toBe('succeeded');
    expect((given.clock.now() - start) / 1000).toBeLessThan(3100);
    await given.left();
  });

  test('looks where there is no stream', async () => {
    given.sim.fault.always('GET /stream/v1/stream', { status: 404, body: 'no such page' });
    const { client, id } = await began(95);
    expect((await client.executions.wait(id, { every: 10 })).status).toBe('succeeded');
    expect(looks(id)).toBeGreaterThanOrEqual(9);
  });

  test('outlasts a StackStorm that is away for a minute while it ends', async () => {
    const { client, id } = await began(60);
    const waiting = client.executions.wait(id);
    await given.wait(30);
    given.sim.downFor(60);
    expect((await waiting).status).toBe('succeeded');
    expect(given.sim.executions).toHaveLength(1);
  });

  test('outlasts a token that ends meanwhile', async () => {
    const { client, id } = await began(60);
    const waiting = client.executions.wait(id);
    await given.wait(30);
    given.sim.expireTokens();
    expect((await waiting).status).toBe('succeeded');
  });

  test('ends in time, and leaves the execution to itself', async () => {
    const { client, id } = await began(600);
    const error = await errorOf(client.executions.wait(id, { timeout: 60 }));
    expect(error).toMatchObject({ code: 'STACKSTORM_TIMEOUT', kind: 'timeout' });
    expect(error.message).toContain('not at its end after 60 s: it is running');
    expect((await client.executions.get(id)).status).toBe('running');
  });

  test('ends by a signal', async () => {
    const { client, id } = await began(600);
    const stop = new AbortController();
    const waiting = errorOf(client.executions.wait(id, { signal: stop.signal }));
    await given.wait(15);
    stop.abort(new Error('enough'));
    expect((await waiting).code).toBe('STACKSTORM_ABORTED');
    expect((await client.executions.get(id)).status).toBe('running');
  });

  test('for one that is not there says so', async () => {
    const { client } = await began(1);
    expect((await errorOf(client.executions.wait('0123456789abcdef01234567'))).code).toBe('STACKSTORM_NOT_FOUND');
  });
});
