import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Listing } from './listing.ts';
import { listing } from './paging.ts';
import type { ServiceClient } from './service-client.ts';
import { SmallCloud } from './small-cloud.test-support.ts';

let cloud: SmallCloud;
let client: ServiceClient;
let ids: string[];

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  client = cloud.client();
  ids = Array.from({ length: 25 }, (_, index) => `id-${index + 1}`);
});

afterEach(() => cloud.stop());

/** Pages as nova's: capped whatever the client asks for, with links that name a host of the service's own imagination. */
function serve(
  cap: number,
  link: (marker: string) => object,
  lost: (marker: string) => string | undefined = (marker) => `marker [${marker}] not found`,
) {
  cloud.route('GET', '/v2.1/things', ({ query }) => {
    const marker = query.get('marker');
    const start = marker === null ? 0 : ids.indexOf(marker) + 1;
    const message = marker !== null && start === 0 ? lost(marker) : undefined;
    if (message !== undefined) return { status: 400, body: { badRequest: { code: 400, message } } };
    const page = ids.slice(start, start + Math.min(cap, Number(query.get('limit') ?? cap)));
    const more = start + page.length < ids.length;
    return { status: 200, body: { things: page.map((id) => ({ id })), ...(more && link(page.at(-1) ?? '')) } };
  });
}

const novaLink = (marker: string) => ({
  things_links: [{ rel: 'next', href: `http://nova.internal:9999/wrong/v2.1/things?marker=${marker}&limit=1` }],
});

function things(query: Record<string, string | number> = {}): Listing<string> {
  return listing(client, () => ({ method: 'GET', path: '/things', query, label: 'list things' }), {
    key: 'things',
    idOf: (raw: { id: string }) => raw.id,
    map: (raw) => raw.id,
  });
}

const pagesAsked = () => cloud.asked('GET', '/v2.1/things');

test('a silently capped list is read to its end, on our endpoint, with our query', async () => {
  serve(10, novaLink);

  expect(await things({ host: 'hv1' })).toEqual(ids);
  expect(pagesAsked()).toBe(3);
  const queries = cloud.server.requests
    .filter(({ path }) => path === '/v2.1/things')
    .map(({ query }) => query.toString());
  expect(queries).toEqual(['host=hv1', 'host=hv1&marker=id-10', 'host=hv1&marker=id-20']);
});

test('a larger limit than the cap does not end the list early', async () => {
  serve(10, novaLink);

  expect(await things({ limit: 5000 })).toEqual(ids);
});

test("glance's next, a path without a host", async () => {
  serve(10, (marker) => ({ next: `/v2/things?limit=25&marker=${marker}` }));

  expect(await things()).toEqual(ids);
});

test('neutron names the previous page first', async () => {
  serve(10, (marker) => ({
    things_links: [{ rel: 'previous', href: 'http://n/things?marker=x' }, ...novaLink(marker).things_links],
  }));

  expect(await things()).toEqual(ids);
});

describe('for await', () => {
  test('asks for the next page only when it is wanted', async () => {
    serve(10, novaLink);
    const taken: string[] = [];

    for await (const id of things()) {
      taken.push(id);
      if (taken.length === 12) break;
    }

    expect(taken).toEqual(ids.slice(0, 12));
    expect(pagesAsked()).toBe(2);
  });

  test('asks anew each time, while awaiting twice asks once', async () => {
    serve(100, novaLink);
    const list = things();
    expect(pagesAsked()).toBe(0);

    expect(await list).toBe(await list);
    expect(pagesAsked()).toBe(1);

    for await (const _ of list);
    expect(pagesAsked()).toBe(2);
  });
});

describe('a marker that is deleted while the list is read', () => {
  test('starts it over, and nothing comes twice', async () => {
    serve(10, novaLink);
    const taken: string[] = [];

    for await (const id of things()) {
      taken.push(id);
      if (taken.length === 10) ids.splice(ids.indexOf('id-10'), 1);
    }

    expect(taken).toEqual(Array.from({ length: 25 }, (_, index) => `id-${index + 1}`));
  });

  test('may begin it anew without a word, as neutron does', async () => {
    serve(10, novaLink, () => undefined);
    const taken: string[] = [];

    for await (const id of things()) {
      taken.push(id);
      if (taken.length === 20) ids.splice(ids.indexOf('id-20'), 1);
    }

    expect(taken).toEqual(Array.from({ length: 25 }, (_, index) => `id-${index + 1}`));
  });

  test('is given up when it goes on', async () => {
    serve(10, () => novaLink('gone'));

    await expect(things()).rejects.toMatchObject({
      code: 'OPENSTACK_BAD_REQUEST',
      serviceMessage: 'marker [gone] not found',
    });
    expect(pagesAsked()).toBe(8);
  });

  test('is not seen in an error about something else', async () => {
    serve(10, novaLink, () => 'something else is wrong');

    cloud.server.fault.next('GET /v2.1/things', { status: 400, body: { badRequest: { message: 'no' } } }, { after: 1 });
    await expect(things()).rejects.toMatchObject({ serviceMessage: 'no' });
    expect(pagesAsked()).toBe(2);
  });
});

test('pages that go round are refused instead of read for ever', async () => {
  cloud.route('GET', '/v2.1/things', () => ({ status: 200, body: { things: [{ id: 'a' }], ...novaLink('a') } }));

  await expect(things()).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE' });
  expect(pagesAsked()).toBe(5);
});

test('so are pages that go round by way of others', async () => {
  const after: Record<string, string> = { a: 'b', b: 'a' };
  cloud.route('GET', '/v2.1/things', ({ query }) => {
    const id = after[query.get('marker') ?? 'b'] ?? '';
    return { status: 200, body: { things: [{ id }], ...novaLink(id) } };
  });

  await expect(things()).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE' });
  expect(pagesAsked()).toBe(9);
});

test.each(['http://nova/things?page=2', 'http://[nova/things?marker=a'])(
  'a link that cannot be followed is not the end: %s',
  async (href) => {
    cloud.route('GET', '/v2.1/things', () => ({
      status: 200,
      body: { things: [{ id: 'a' }], things_links: [{ rel: 'next', href }] },
    }));

    await expect(things()).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      message: expect.stringContaining(href) as unknown,
    });
  },
);

test('a page of a proxy is no empty list', async () => {
  cloud.route('GET', '/v2.1/things', () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<h1>Hi</h1>',
  }));

  await expect(things()).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE' });
});

test('a list that keystone cut is no whole list', async () => {
  cloud.route('GET', '/v2.1/things', () => ({
    status: 200,
    body: { things: [{ id: 'a' }], links: { next: null }, truncated: true },
  }));

  await expect(things()).rejects.toMatchObject({ code: 'OPENSTACK_TRUNCATED', kind: 'invalid-input' });
});
