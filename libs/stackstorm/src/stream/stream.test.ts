import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { simulatedStackStorm } from '../simulated-stackstorm.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
beforeEach(async () => {
  given = await simulatedStackStorm();
});
afterEach(() => given.stop());

const local = (cmd: string) => ({ action: 'core.local', parameters: { cmd } });
const opens = () => given.sim.requests.filter(({ path }) => path === '/stream/v1/stream').length;

describe('the stream', () => {
  test('tells announcements, executions and output to who asks for them', async () => {
    const client = given.client();
    const seen: string[] = [];
    const names = ['st2.announcement__opsbook', 'st2.execution.output__*'];
    let opened = 0;
    for await (const { name, data } of client.stream.events({
      names,
      onOpen: () => {
        opened += 1;
        given.sim.announce('opsbook', { message: 'größe\n{"a"}' });
        given.sim.announce('other', { message: 'not for us' });
        void client.executions.create(local('echo hello'));
      },
    })) {
      seen.push(`${name} ${JSON.stringify(data)}`);
      if (seen.length === 2) break;
    }
    expect(opened).toBe(1);
    expect(seen[0]).toBe('st2.announcement__opsbook {"message":"größe\\n{\\"a\\"}"}');
    expect(seen[1]).toContain('st2.execution.output__create');
    expect(seen[1]).toContain('hello');
    await given.left();
  });

  test('lives for hours without an event', async () => {
    const client = given.client();
    const start = given.clock.now();
    const later = given.wait(4 * 3600).then(() => given.sim.announce('late', { a: 1 }));
    for await (const { data } of client.stream.events()) {
      expect(data).toEqual({ a: 1 });
      break;
    }
    await later;
    expect(given.clock.now() - start).toBeGreaterThanOrEqual(4 * 3600 * 1000);
    expect(opens()).toBe(1);
  });

  test('is opened again after a break, and says so each time', async () => {
    const client = given.client();
    let opened = 0;
    const events = client.stream.events({
      onOpen: () => {
        opened += 1;
        if (opened === 1) given.sim.downFor(60);
        else given.sim.announce('back', {});
      },
    });
    const { value } = await events.next();
    expect(value).toEqual({ name: 'st2.announcement__back', data: {} });
    await events.return();
    expect(opened).toBe(2);
  });

  test('is opened with a new login after the old one has ended', async () => {
    const client = given.client();
    let opened = 0;
    const events = client.stream.events({
      onOpen: () => {
        opened += 1;
        if (opened > 1) given.sim.announce('back', {});
        else {
          given.sim.expireTokens();
          given.sim.downFor(1);
        }
      },
    });
    expect((await events.next()).value).toMatchObject({ name: 'st2.announcement__back' });
    await events.return();
  });

  test('ends for who may not read it', async () => {
    given.sim.fault.always('GET /stream/v1/stream', { status: 403, body: { faultstring: 'no' } });
    await expect(given.client().stream.events().next()).rejects.toMatchObject({ code: 'STACKSTORM_FORBIDDEN' });
  });

  test('ends by a signal, while it is open and while it is not', async () => {
    const stop = new AbortController();
    const client = given.client();
    const events = client.stream.events({ signal: stop.signal, onOpen: () => stop.abort() });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    given.sim.fault.always('GET /stream/v1/stream', { status: 500 });
    const later = new AbortController();
    const reading = client.stream.events({ signal: later.signal }).next();
    await given.wait(100);
    later.abort();
    expect(await reading).toEqual({ done: true, value: undefined });
  });
});
