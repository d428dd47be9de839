/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { endpointOf } from '../../core/catalog.ts';
import { ZERO, cleanUpNetworksAfter, errorOf, make } from './contract-networks.ts';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';

const NOWHERE = [404, 'HTTPNotFound', 'The resource could not be found.'];

/** Versions, errors and lists, which are the same for everything that neutron has. */
export function networkFrameContract(target: TargetOf): void {
  describe('neutron', () => {
    const root = async () => {
      const { admin } = target();
      return endpointOf(admin.config, (await admin.token()).catalog ?? [], 'network').replace(/\/v2\.0$/, '');
    };

    test.each(['', '/'])('tells its versions at its root without a token (%j)', async (path) => {
      const { body, status, headers } = await target().admin.send('GET', `${await root()}${path}`, {
        withToken: false,
      });
      expect(status).toBe(200);
      expect(body.versions).toMatchObject([{ id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self' }] }]);
      expect(headers).not.toHaveProperty('x-openstack-request-id');
    });

    test('tells its resources below the version, with a token only', async () => {
      const { body } = await target().admin.neutron('GET', '/');
      expect(keysOf(body.resources[0])).toEqual(['collection', 'links', 'name']);
      const refused = await target().admin.neutron('GET', '/', { withToken: false });
      expect(refused.status).toBe(401);
    });

    test('refuses a dead token as every service but glance does, with a request id', async () => {
      const answer = await target().admin.neutron('GET', '/networks', { headers: { 'x-auth-token': 'dead' } });
      expect(answer.status).toBe(401);
      expect(answer.body.error).toEqual({
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      });
      expect(answer.headers['www-authenticate']).toMatch(/^Keystone uri=/);
      expect(answer.headers['x-openstack-request-id']).toMatch(/^req-/);
    });

    test('does not know a path in its own JSON', async () => {
      for (const path of ['/nowhere', '/nowhere/1']) {
        const answer = await target().admin.neutron('GET', path);
        expect(errorOf(answer)).toEqual(NOWHERE);
        expect(answer.headers['x-openstack-request-id']).toMatch(/^req-/);
      }
    });

    test.each([
      [{}, "Unable to find 'network' in request body"],
      [{ network: 5 }, "Object 'network' contains invalid data"],
      [[1], 'Body contains invalid data'],
      [{ network: { odd: 1 } }, "Unrecognized attribute(s) 'odd'"],
      [{ network: { name: 5 } }, "Invalid input for name. Reason: '5' is not a valid string."],
      [{ networks: [] }, 'Resources required'],
    ])('refuses the body %j', async (body, message) => {
      const answer = await target().admin.neutron('POST', '/networks', { body });
      expect(errorOf(answer)).toEqual([400, 'HTTPBadRequest', message]);
    });

    test.each([
      ['networks', 'NetworkNotFound', `Network ${ZERO} could not be found.`],
      ['subnets', 'SubnetNotFound', `Subnet ${ZERO} could not be found.`],
      ['ports', 'PortNotFound', `Port ${ZERO} could not be found.`],
      ['routers', 'RouterNotFound', `Router ${ZERO} could not be found`],
      ['floatingips', 'FloatingIPNotFound', `Floating IP ${ZERO} could not be found`],
      ['security-groups', 'SecurityGroupNotFound', `Security group ${ZERO} does not exist`],
      ['security-group-rules', 'SecurityGroupRuleNotFound', `Security group rule ${ZERO} does not exist`],
      ['rbac-policies', 'RbacPolicyNotFound', `RBAC policy of type unknown with ID ${ZERO} not found`],
      ['agents', 'AgentNotFound', `Agent ${ZERO} could not be found.`],
      ['network-ip-availabilities', 'NetworkNotFound', `Network ${ZERO} could not be found.`],
    ])('knows no such one of %s', async (collection, type, message) => {
      expect(errorOf(await target().admin.neutron('GET', `/${collection}/${ZERO}`))).toEqual([404, type, message]);
      if (collection === 'network-ip-availabilities') return;
      expect(errorOf(await target().admin.neutron('DELETE', `/${collection}/${ZERO}`))).toEqual([404, type, message]);
    });
  });

  describe('a list of neutron', () => {
    cleanUpNetworksAfter(target);
    const names = ['c', 'a', 'b'].map((name) => `${PREFIX}list-${name}`);
    const filter = names.map((name) => `name=${name}`).join('&');
    let ids: string[] = [];
    beforeAll(async () => {
      for (const name of names) {
        const { id } = await make(target().member, 'networks', { name: name.slice(PREFIX.length) });
        ids.push(id as string);
      }
      ids = ids.toSorted();
    });
    const list = (query: string) => target().admin.neutron('GET', `/networks?${filter}&${query}`);
    const idsOf = (body: Json): string[] => body.networks.map(({ id }: { id: string }) => id);
    const rels = (body: Json): string[] => (body.networks_links ?? []).map(({ rel }: { rel: string }) => rel);

    test('has several values of a filter for alternatives, and only the fields asked for', async () => {
      const { body } = await list('fields=id');
      expect(body.networks.map(keysOf)).toEqual([['id'], ['id'], ['id']]);
      expect(idsOf(body).toSorted()).toEqual(ids);
      expect(body).not.toHaveProperty('networks_links');
    });

    test('comes in pages by id; a full page has a next one, even the last', async () => {
      const first = await list('limit=2');
      expect(idsOf(first.body)).toEqual(ids.slice(0, 2));
      expect(rels(first.body)).toEqual(['next', 'previous']);
      const [next, previous] = first.body.networks_links;
      expect(next.href).toContain(`marker=${ids[1]}`);
      expect(previous.href).toContain(`marker=${ids[0]}`);
      expect(previous.href).toContain('page_reverse=True');
      const second = await list(`limit=2&marker=${ids[1]}`);
      expect(idsOf(second.body)).toEqual(ids.slice(2));
      expect(rels(second.body)).toEqual(['previous']);
      const full = await list('limit=3');
      expect(rels(full.body)).toEqual(['next', 'previous']);
      const beyond = await list(`limit=3&marker=${ids[2]}`);
      expect(idsOf(beyond.body)).toEqual([]);
      expect(rels(beyond.body)).toEqual(['previous']);
      const back = await list(`limit=1&marker=${ids[2]}&page_reverse=True`);
      expect(idsOf(back.body)).toEqual([ids[1]]);
    });

    test('is refused behind a marker that is gone, which means nothing without a limit', async () => {
      const gone = await list(`limit=2&marker=${ZERO}`);
      expect(errorOf(gone)).toEqual([404, 'NetworkNotFound', `Network ${ZERO} could not be found.`]);
      expect(idsOf((await list(`marker=${ZERO}`)).body).toSorted()).toEqual(ids);
      expect(idsOf((await list('limit=0')).body).toSorted()).toEqual(ids);
    });

    test('of subnets begins anew behind a marker that is gone', async () => {
      const plain = await target().admin.neutron('GET', '/subnets?limit=1');
      const gone = await target().admin.neutron('GET', `/subnets?limit=1&marker=${ZERO}`);
      expect(gone.body.subnets).toEqual(plain.body.subnets);
    });

    test('is sorted when asked', async () => {
      const { body } = await list('sort_key=name&sort_dir=desc&fields=name');
      expect(body.networks.map(({ name }: { name: string }) => name)).toEqual(names.toSorted().toReversed());
    });

    test.each([
      ['limit=-1', 'BadRequest', "Bad limit request: Limit must be an integer 0 or greater and not '-1'."],
      ['limit=x', 'BadRequest', "Bad limit request: Limit must be an integer 0 or greater and not 'x'."],
      ['odd=1', 'HTTPBadRequest', "['odd'] is invalid attribute for filtering"],
      ['subnets=x', 'HTTPBadRequest', "['subnets'] is invalid attribute for filtering"],
      ['sort_key=name', 'HTTPBadRequest', 'The number of sort_keys and sort_dirs must be same'],
      ['sort_key=odd&sort_dir=asc', 'HTTPBadRequest', "['odd'] is invalid attribute for sort_keys"],
      ['router:external=odd', 'InvalidInput', "Invalid input for operation: 'odd' cannot be converted to boolean."],
    ])('is refused by %s', async (query, type, message) => {
      expect(errorOf(await list(query))).toEqual([400, type, message]);
    });

    test('is filtered by tags', async () => {
      const [one] = ids;
      await target().member.neutron('PUT', `/networks/${one}/tags`, { body: { tags: ['p', 'q'] } });
      const found = async (query: string) => idsOf((await list(query)).body).includes(one ?? '');
      expect(await found('tags=p,q')).toBe(true);
      expect(await found('tags=p,z')).toBe(false);
      expect(await found('tags-any=p,z')).toBe(true);
      expect(await found('not-tags=p,z')).toBe(true);
      expect(await found('not-tags-any=p,z')).toBe(false);
    });
  });
}
