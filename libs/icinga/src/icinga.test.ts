import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { type IcingaOptions, icinga, isIcingaError } from './index.ts';
import { Wire } from './contract/wire.ts';
import { errorOf, simulatedIcinga } from './simulated-icinga.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedIcinga>>;
beforeEach(async () => {
  given = await simulatedIcinga();
});
afterEach(() => given.stop());

const [MISSING, NOTHING] = ['Missing permission: actions/schedule-downtime', 'No objects found.'];
const RELOADING = 'Icinga is reloading.';
const wanted = { host: 'hv1', comment: 'new disk', duration: 3600 };

describe('a client', () => {
  test('names every fault of its options before anything is sent', () => {
    const options: IcingaOptions = { url: 'ftp://x', auth: { username: 'a:b', password: 'p' }, author: ' ' };
    expect(() => icinga(options)).toThrow(
      expect.objectContaining({
        code: 'ICINGA_CONFIG',
        faults: [
          'url: no http or https URL',
          'auth.username: basic authentication has no place for a colon',
          'author: empty',
        ],
      }),
    );
  });

  test('shows its password nowhere', async () => {
    const client = given.client({ auth: { username: 'root', password: new Secret('pass-phrase-1') } });
    const error = await errorOf(client.hosts.list());
    expect(error.code).toBe('ICINGA_UNAUTHORIZED');
    const seen = inspect([client, error], { depth: 9, showHidden: true });
    expect(seen).not.toContain('pass-phrase-1');
    expect(seen).not.toContain(Buffer.from('root:pass-phrase-1').toString('base64'));
  });

  test('asks the guard: queries are reads though they are sent by POST, actions are changes', async () => {
    const asked: string[] = [];
    const client = given.client({
      guard: {
        check: ({ effect, summary }) => {
          asked.push(`${effect}: ${summary}`);
        },
      },
    });
    await client.downtimes.ensure(wanted);
    await client.downtimes.removeOwn({ host: 'hv1' });
    expect(asked.filter((one) => one.startsWith('change'))).toEqual([
      expect.stringContaining('schedule a downtime of host hv1'),
      expect.stringContaining('remove downtime hv1!'),
    ]);
    expect(asked.filter((one) => one.startsWith('read'))).not.toEqual([]);
  });

  test('that is closed is refused', async () => {
    const client = given.client();
    client.close();
    expect((await errorOf(client.hosts.list())).code).toBe('ICINGA_ABORTED');
  });
});

describe('a page, a break or silence in the place of an answer', () => {
  test.each<[string, Parameters<typeof given.sim.fault.next>[1], string, boolean]>([
    ['a page of HTML', { status: 200, body: '<html><body>Welcome</body></html>' }, 'ICINGA_UNAVAILABLE', true],
    ['a gateway', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }, 'ICINGA_UNAVAILABLE', true],
    ['an overloaded one', { status: 503, body: 'busy' }, 'ICINGA_UNAVAILABLE', false],
    ['a proxy that knows no such path', { status: 404, body: 'no such page' }, 'ICINGA_UNAVAILABLE', false],
    ['a connection cut midway', { cut: 'truncated' }, 'ICINGA_UNAVAILABLE', true],
    ['a connection cut after the work', { cut: 'after' }, 'ICINGA_UNAVAILABLE', true],
    ['a server that never answers', { hang: true }, 'ICINGA_TIMEOUT', true],
  ])('%s', async (_, fault, code, outcomeUnknown) => {
    given.sim.fault.next('POST /v1/actions/*', fault);
    const error = await errorOf(given.client().downtimes.schedule(wanted));
    expect([error.code, error.outcomeUnknown]).toEqual([code, outcomeUnknown]);
    expect(isIcingaError(error)).toBe(true);
    expect(error.message).not.toContain('<');
  });

  test('while reading leaves nothing unknown: nothing was changed', async () => {
    given.sim.fault.next('POST /v1/objects/hosts', { cut: 'after' });
    const error = await errorOf(given.client({ http: { retries: 0 } }).hosts.list());
    expect([error.code, error.outcomeUnknown]).toEqual(['ICINGA_UNAVAILABLE', false]);
  });

  test('while reading is asked again', async () => {
    given.sim.fault.next('POST /v1/objects/hosts', { status: 503 });
    expect(await given.client().hosts.list()).toHaveLength(1);
  });
});

describe('a later Icinga', () => {
  // Source: lib/remote/actionshandler.cpp and lib/icinga/apiactions.cpp, tags v2.14.10 and v2.15.6.
  test.each<[string, number, object, string, string]>([
    ['a permission that is missing', 403, { error: 403, status: MISSING }, MISSING, 'ICINGA_FORBIDDEN'],
    ['a filter that meets nothing', 404, { error: 404, status: NOTHING }, NOTHING, 'ICINGA_NOT_FOUND'],
    ['a reload', 503, { results: [{ code: 503, status: RELOADING }] }, RELOADING, 'ICINGA_UNAVAILABLE'],
  ])('%s', async (_, status, body, said, code) => {
    given.sim.fault.next('POST /v1/actions/*', { status, body });
    const error = await errorOf(given.client().downtimes.schedule(wanted));
    expect([error.code, error.serviceMessage, error.outcomeUnknown]).toEqual([code, said, false]);
  });
});

describe('a downtime', () => {
  test('is refused with all its faults before anything is sent', async () => {
    const { downtimes } = given.client();
    const error = await errorOf(
      downtimes.schedule({
        host: 'hv1!ssh',
        service: '',
        comment: ' ',
        services: 'all',
        flexibleFor: 0,
        startsAt: 'noon',
      }),
    );
    expect(error.code).toBe('ICINGA_INVALID_INPUT');
    expect(error.faults).toEqual([
      'service: empty',
      'comment: empty',
      "host: 'hv1!ssh' is no name of a host: a service is given as 'service'",
      'services: only for a whole host',
      "startsAt: 'noon' is no time in ISO 8601 with its zone, as 2030-01-01T00:00:00Z",
      'endsAt, duration: give one of them',
      'flexibleFor: 0 is no number of seconds above 0',
    ]);
    const over = await errorOf(
      downtimes.schedule({
        host: 'hv1',
        comment: 'c',
        endsAt: '2000-01-01T00:00:00Z',
        startsAt: '1999-01-01T00:00:00Z',
      }),
    );
    expect(over.faults).toEqual(['endsAt: 2000-01-01T00:00:00.000Z is over']);
    expect(given.sim.requests).toEqual([]);
  });

  test('of somebody else may have times that no calendar has', async () => {
    const { downtimes } = given.client();
    const theirs = { type: 'Host', host: 'hv1', author: 'them', comment: 'for ever', start_time: -5, end_time: 1e18 };
    const wire = new Wire(given.sim.url, given.clock);
    await wire.act('schedule-downtime', theirs);
    wire.close();
    expect(await downtimes.list({ author: 'them' })).toMatchObject([
      { startsAt: '1970-01-01T00:00:00.000Z', endsAt: '9999-12-31T23:59:59.000Z' },
    ]);
    const error = await errorOf(downtimes.schedule({ host: 'hv1', comment: 'a\0b', duration: 60 }));
    expect(error.faults).toEqual(['comment: holds the character NUL']);
    const over = await errorOf(downtimes.schedule({ ...wanted, duration: 1e15 }));
    expect(over.faults).toEqual(['duration: ends after the year 9999']);
  });

  test('is found by ensure when the answer was lost, and not made twice', async () => {
    given.sim.fault.next('POST /v1/actions/*', { cut: 'after' });
    const made = await given.client().downtimes.ensure(wanted);
    expect(made.outcome).toBe('scheduled');
    expect(given.sim.downtimes.map(({ service }) => service)).toEqual(['', 'ssh']);
  });

  test('is not thought to be there when the request was lost', async () => {
    given.sim.fault.next('POST /v1/actions/*', { cut: 'before' });
    const error = await errorOf(given.client().downtimes.ensure(wanted));
    expect([error.code, error.outcomeUnknown]).toEqual(['ICINGA_UNAVAILABLE', true]);
    expect(given.sim.downtimes).toEqual([]);
  });

  test('of a host does not cover a service that came later, nor a longer time', async () => {
    const { downtimes } = given.client();
    const first = await downtimes.ensure(wanted);
    expect((await downtimes.ensure(wanted)).outcome).toBe('reused');
    given.sim.addService('hv1', 'load');
    expect((await downtimes.ensure(wanted)).outcome).toBe('scheduled');
    expect((await downtimes.ensure({ ...wanted, duration: 7200 })).outcome).toBe('scheduled');
    expect((await downtimes.ensure({ ...wanted, comment: 'another' })).outcome).toBe('scheduled');
    expect(first.downtimes.map(({ author }) => author)).toEqual(['opsbook', 'opsbook']);
  });

  test('is in effect from its start to its end, and is gone soon after', async () => {
    const { downtimes, hosts } = given.client();
    const startsAt = new Date(given.clock.now() + 60_000).toISOString();
    await downtimes.schedule({ ...wanted, startsAt, duration: 600 });
    expect((await hosts.get('hv1')).inDowntime).toBe(false);
    await given.wait(61);
    expect((await hosts.get('hv1')).inDowntime).toBe(true);
    expect((await downtimes.list({ service: null }))[0]?.triggeredAt).toBe(startsAt);
    await given.wait(600);
    expect((await hosts.get('hv1')).inDowntime).toBe(false);
    await given.wait(60);
    expect(await downtimes.list()).toEqual([]);
  });

  test('that the configuration schedules is not removed, whatever its author', async () => {
    const { downtimes } = given.client();
    await downtimes.schedule({ ...wanted, services: 'none' });
    Object.assign(given.sim.downtimes[0]!, { scheduledBy: 'hv1!backup' });
    await downtimes.schedule({ ...wanted, services: 'none' });
    expect(await downtimes.removeOwn({})).toHaveLength(1);
    expect(given.sim.downtimes).toMatchObject([{ scheduledBy: 'hv1!backup' }]);
  });

  test('that ended while it was being removed is removed', async () => {
    const { downtimes } = given.client();
    await downtimes.schedule({ ...wanted, services: 'none' });
    given.sim.fault.next('POST /v1/actions/remove-downtime', {
      status: 404,
      body: { error: 404, status: 'No objects found.', diagnostic_information: 'Error: Object does not exist.' },
    });
    expect(await downtimes.removeOwn({ host: 'hv1' })).toHaveLength(1);
  });
});
