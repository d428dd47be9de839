import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Guard, inScope, readOnly, Secret, sleep } from '@opsbook/context';
import { ServiceClient } from './service-client.ts';
import { SmallCloud, UNAUTHORIZED } from './small-cloud.test-support.ts';
import type { Listing } from './listing.ts';
import { listing } from './paging.ts';

let cloud: SmallCloud;

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  cloud.route('GET', '/v2.1/thing', () => ({ status: 200, body: { thing: 'here' } }));
  cloud.route('POST', '/v2.1/thing', () => ({ status: 202 }));
});

afterEach(() => cloud.stop());

const THING = { method: 'GET', path: '/thing', label: 'get thing' } as const;
const CHANGE = { method: 'POST', path: '/thing', label: 'change thing' } as const;

test('nothing is sent before the first request, which logs in', async () => {
  const client = cloud.client();
  expect(cloud.server.requests).toEqual([]);

  const { body } = await client.request(THING);

  expect(body).toEqual({ thing: 'here' });
  expect(cloud.logins).toBe(1);
});

test('requests that start together log in once', async () => {
  const client = cloud.client();

  await Promise.all(Array.from({ length: 20 }, () => client.request(THING)));

  expect(cloud.logins).toBe(1);
});

describe('a token that is revoked', () => {
  test('is renewed once for all listings under way, which then go on where they were', async () => {
    const client = cloud.client();
    const pages = 3;
    cloud.route('GET', '/v2.1/things', ({ query }) => {
      const page = Number(query.get('marker') ?? 0) + 1;
      // Dies in the middle of the first listing that comes to the second page.
      if (page === 2 && cloud.logins === 1) {
        cloud.revokeAll();
        return UNAUTHORIZED;
      }
      const next = { rel: 'next', href: `http://elsewhere/things?marker=${page}` };
      return { status: 200, body: { things: [{ id: page }], things_links: page < pages ? [next] : [] } };
    });

    const lists = await Promise.all(Array.from({ length: 5 }, () => things(client)));

    expect(lists).toEqual(Array.from({ length: 5 }, () => [1, 2, 3]));
    expect(cloud.logins).toBe(2);
  });

  test('also lets a change through: a 401 says that nothing was done', async () => {
    const client = cloud.client();
    await client.request(THING);
    cloud.revokeAll();

    const { status } = await client.request(CHANGE);

    expect(status).toBe(202);
    expect(cloud.logins).toBe(2);
  });

  test('does not let a change through that an earlier attempt may have made', async () => {
    const client = cloud.client();
    cloud.route('PUT', '/v2.1/thing', () => ({
      status: 409,
      body: { conflictingRequest: { message: 'it is there' } },
    }));
    await client.request(THING);
    cloud.server.fault.next('PUT /v2.1/thing', { cut: 'after' });
    cloud.server.fault.next('PUT /v2.1/thing', UNAUTHORIZED);

    const error: unknown = await client.request({ ...CHANGE, method: 'PUT' }).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'OPENSTACK_UNAUTHORIZED', outcomeUnknown: true });
    expect(String(error)).toContain('look before you repeat it');
    expect(String(error)).not.toContain('a new token was refused');
  });

  test('is given up when the new one is refused too', async () => {
    const client = cloud.client();
    cloud.server.fault.always('GET /v2.1/thing', UNAUTHORIZED);

    await expect(client.request(THING)).rejects.toMatchObject({
      code: 'OPENSTACK_UNAUTHORIZED',
      kind: 'unauthorized',
      status: 401,
      service: 'compute',
    });
    expect(cloud.logins).toBe(2);
    expect(cloud.asked('GET', '/v2.1/thing')).toBe(2);
  });
});

describe('a token that neutron refuses nova, which goes on taking it', () => {
  const onTheWay = {
    status: 400,
    body: { badRequest: { code: 400, message: 'Networking client is experiencing an unauthorized exception.' } },
  };

  test('is renewed, and a read sent once more', async () => {
    const client = cloud.client();
    cloud.server.fault.next('GET /v2.1/thing', onTheWay);

    await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });

    expect(cloud.logins).toBe(2);
  });

  test('is renewed, and a change left to the caller, to whom it is no fault of the request', async () => {
    const client = cloud.client();
    cloud.server.fault.next('POST /v2.1/thing', onTheWay);

    await expect(client.request(CHANGE)).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      kind: 'unavailable',
      status: 400,
      outcomeUnknown: false,
    });

    expect(cloud.asked('POST', '/v2.1/thing')).toBe(1);
    expect(cloud.logins).toBe(2);
  });
});

describe('a token that ends', () => {
  test('is replaced when less than a minute is left, before anyone refuses it', async () => {
    cloud.lifetime = 300;
    const client = cloud.client();
    await client.request(THING);
    await sleep(cloud.clock, 239_000);
    await client.request(THING);
    expect(cloud.logins).toBe(1);

    await sleep(cloud.clock, 2_000);
    await client.request(THING);

    expect(cloud.logins).toBe(2);
    expect(cloud.server.requests.filter((request) => request.status === 401)).toEqual([]);
  });

  test('serves to its end while keystone gives no other', async () => {
    cloud.lifetime = 300;
    const client = cloud.client();
    await client.request(THING);
    cloud.server.fault.always('POST /v3/auth/tokens', { status: 500 });
    await sleep(cloud.clock, 299_000);

    await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });

    await sleep(cloud.clock, 1_000);
    await expect(client.request(THING)).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', service: 'identity' });
  });

  test.each([-86_400_000, 86_400_000])('is measured by our clock: keystone is %d ms off', async (skew) => {
    cloud.skew = skew;
    const client = cloud.client();
    await client.request(THING);
    await client.request(THING);
    expect(cloud.logins).toBe(1);

    await sleep(cloud.clock, 3_600_000);
    await client.request(THING);

    expect(cloud.logins).toBe(2);
  });
});

describe('a login that is refused', () => {
  test('says whose it was and never the password', async () => {
    const client = cloud.client({}, cloud.config({ password: new Secret('wrong-battery') }));

    const error: unknown = await client.request(THING).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'OPENSTACK_AUTH_FAILED', kind: 'unauthorized', status: 401 });
    expect(String(error)).toContain("user 'admin'");
    expect(JSON.stringify([error, (error as Error).stack, (error as Error).cause])).not.toContain('wrong-battery');
  });

  test.each([
    [404, 'text/html'],
    [300, 'application/json'],
    [200, 'text/html'],
  ])('says that the address is no keystone when it answers %d with %s', async (status, type) => {
    cloud.server.route('POST', '/elsewhere/v3/auth/tokens', () => ({
      status,
      headers: { 'content-type': type },
      body: type === 'text/html' ? '<h1>Hello</h1>' : { choices: [] },
    }));
    const config = cloud.config({ authUrl: `${cloud.server.url}/elsewhere` });

    await expect(cloud.client({}, config).request(THING)).rejects.toMatchObject({
      code: 'OPENSTACK_AUTH_FAILED',
      message: expect.stringContaining('check auth_url') as unknown,
    });
  });
});

describe('a login that keystone answers with 401', () => {
  const logins = () => cloud.asked('POST', '/v3/auth/tokens');
  const REFUSED = { code: 'OPENSTACK_AUTH_FAILED', status: 401 };

  test('is not tried again by those who need a token at the same time or soon after', async () => {
    const session = cloud.session(cloud.config({ password: new Secret('wrong-battery') }));
    const compute = new ServiceClient(session, { type: 'compute', version: 'v2.1', microversion: '2.93' });
    const image = new ServiceClient(session, { type: 'image', version: 'v2' });
    const everyone = () =>
      Promise.allSettled([compute, image, compute, image].map((service) => service.request(THING)));

    const together = await everyone();
    await sleep(cloud.clock, 29_999);
    const soonAfter = await everyone();

    for (const result of [...together, ...soonAfter]) expect(result).toMatchObject({ reason: REFUSED });
    expect(logins()).toBe(1);
  });

  test('is tried again after 30 s: the account may have been unlocked', async () => {
    const right = cloud.password;
    const client = cloud.client();
    cloud.password = 'not-yet-known';
    await expect(client.request(THING)).rejects.toMatchObject(REFUSED);
    cloud.password = right;
    await expect(client.request(THING)).rejects.toMatchObject(REFUSED);

    await sleep(cloud.clock, 30_000);

    await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });
    expect(logins()).toBe(2);
  });

  test('is remembered too when it was to replace a dead token', async () => {
    const client = cloud.client();
    await client.request(THING);
    cloud.password = 'changed-meanwhile';
    cloud.revokeAll();

    for (let request = 0; request < 5; request += 1) {
      await expect(client.request(CHANGE)).rejects.toMatchObject(REFUSED);
    }

    expect(logins()).toBe(2);
  });

  test('is another matter than a keystone that is out of order', async () => {
    const repaired = cloud.server.fault.always('POST /v3/auth/tokens', { status: 500 });
    const client = cloud.client();
    await expect(client.request(THING)).rejects.toMatchObject({ kind: 'unavailable' });
    repaired();

    await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });
  });
});

describe('an application credential', () => {
  test('logs in without a scope, which keystone would refuse', async () => {
    const client = cloud.client(
      {},
      cloud.config({
        type: 'v3applicationcredential',
        applicationCredentialId: 'ac1',
        applicationCredentialSecret: new Secret(cloud.password),
      }),
    );

    await client.request(THING);

    const [login] = cloud.server.requests;
    expect(login?.body).toEqual({
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: 'ac1', secret: cloud.password },
        },
      },
    });
  });

  test('known by its name brings its user', async () => {
    const client = cloud.client(
      {},
      cloud.config({
        type: 'v3applicationcredential',
        applicationCredentialName: 'robot',
        applicationCredentialSecret: new Secret(cloud.password),
        userDomainName: 'corp',
      }),
    );

    await client.request(THING);

    expect(cloud.server.requests[0]?.body).toMatchObject({
      auth: {
        identity: { application_credential: { name: 'robot', user: { name: 'admin', domain: { name: 'corp' } } } },
      },
    });
  });
});

describe('a given token', () => {
  const given = (token: string) => {
    const { projectName: _, ...auth } = cloud.config({ type: 'token', token: new Secret(token) }).auth;
    return { ...cloud.config(), auth };
  };

  test('is used as it is', async () => {
    cloud.live.add('token-of-a-friend');

    await cloud.client({}, given('token-of-a-friend')).request(THING);

    expect(cloud.server.requests.at(-1)?.headers['x-auth-token']).toBe('token-of-a-friend');
    expect(cloud.logins).toBe(0);
  });

  test('is told to be dead when it is, for it cannot be renewed', async () => {
    cloud.live.add('token-of-a-friend');
    const client = cloud.client({}, given('token-of-a-friend'));
    await client.request(THING);
    cloud.revokeAll();

    await expect(client.request(THING)).rejects.toMatchObject({
      code: 'OPENSTACK_AUTH_FAILED',
      message: expect.stringContaining('get a new one') as unknown,
    });
  });
});

describe('the guard', () => {
  test('lets a read log in', async () => {
    const session = cloud.session(cloud.config(), { guard: readOnly });
    const client = new ServiceClient(session, { type: 'compute', version: 'v2.1' });

    await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });
    await expect(client.request(CHANGE)).rejects.toMatchObject({ code: 'EFFECT_REFUSED' });
    expect(cloud.asked('POST', '/v2.1/thing')).toBe(0);
  });

  test('sees what is done to what', async () => {
    const seen: string[] = [];
    const guard: Guard = { check: ({ effect, summary }) => void seen.push(`${effect}: ${summary}`) };
    const client = new ServiceClient(cloud.session(cloud.config(), { guard }), { type: 'compute', version: 'v2.1' });

    await client.request(CHANGE);

    expect(seen).toEqual([
      `read: POST ${cloud.server.url}/v3/auth/tokens (log in to cloud 'small')`,
      `change: POST ${cloud.server.url}/v2.1/thing (change thing)`,
    ]);
  });
});

test('a step that is cancelled while it waits for the versions of a service is let go as well', async () => {
  cloud.server.fault.always('GET /v2.1/', { hang: true });
  const client = cloud.client({ microversion: '2.93' });
  const scope = { owner: {}, step: 'first', effect: 'read', signal: AbortSignal.abort() } as const;

  await expect(inScope(scope, () => client.request(THING))).rejects.toMatchObject({ code: 'OPENSTACK_ABORTED' });
});

test('a step that is cancelled while it logs in does not take the login from the others', async () => {
  cloud.server.fault.next('POST /v3/auth/tokens', { delay: 5 });
  const client = cloud.client();
  const cancelled = new AbortController();
  const scope = { owner: {}, step: 'first', effect: 'read', signal: cancelled.signal } as const;
  const start = cloud.clock.now();
  let waited: number | undefined;
  const first = inScope(scope, () => client.request(THING)).finally(() => (waited = cloud.clock.now() - start));
  const second = client.request(THING);
  cloud.clock.after(1_000, () => cancelled.abort(new Error('cancelled')));

  const [ofFirst, ofSecond] = await Promise.allSettled([first, second]);

  expect(waited).toBe(1_000);
  expect(ofFirst).toMatchObject({ reason: { code: 'OPENSTACK_ABORTED', kind: 'refused', outcomeUnknown: false } });
  expect(ofSecond).toMatchObject({ value: { status: 200 } });
  expect(cloud.logins).toBe(1);
});

test('a new token is had for the asking, by one login for all who ask at once, and is used from then on', async () => {
  const session = cloud.session(cloud.config());
  const before = (await session.token()).secret.reveal();
  await Promise.all([session.renew(), session.renew()]);
  expect(cloud.logins).toBe(2);
  expect((await session.token()).secret.reveal()).not.toBe(before);
  expect(cloud.logins).toBe(2);
});

const things = (client: ServiceClient): Listing<number> =>
  listing(client, () => ({ method: 'GET', path: '/things', label: 'list things' }), {
    key: 'things',
    idOf: (raw: { id: number }) => raw.id,
    map: (raw) => raw.id,
  });
