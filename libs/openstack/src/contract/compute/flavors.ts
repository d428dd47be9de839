/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { expectForbidden, expectRefusal } from './refusals.ts';

const NAME = `${PREFIX}flavor`;

/** Making flavors, who may use them, and their extra specs. */
export function flavorsContract(target: TargetOf): void {
  describe('a private flavor', () => {
    let id = '';
    const path = (rest = '') => `/flavors/${id}${rest}`;
    const make = (given: object, wire = target().admin) =>
      wire.nova('POST', '/flavors', { body: { flavor: { name: NAME, vcpus: 1, ram: 64, disk: 1, ...given } } });
    const cleanUp = async () => {
      const { body } = await target().admin.nova('GET', '/flavors?is_public=None');
      const left = (body.flavors as Json[]).filter(({ name }) => (name as string).startsWith(PREFIX));
      for (const flavor of left) await target().admin.nova('DELETE', `/flavors/${flavor.id as string}`);
    };
    beforeAll(async () => {
      await cleanUp();
      const made = await make({ swap: 128, 'os-flavor-access:is_public': false, description: 'd', id: null });
      id = made.body.flavor.id as string;
      expect(made.status).toBe(200);
    });
    afterAll(cleanUp);

    test('is there as it was asked for', async () => {
      const { body } = await target().admin.nova('GET', path());
      expect(body.flavor).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: NAME,
        vcpus: 1,
        ram: 64,
        disk: 1,
        swap: 128,
        description: 'd',
        'os-flavor-access:is_public': false,
        extra_specs: {},
      });
    });

    test('has a name and an id of its own, and sizes', async () => {
      expectRefusal(await make({}), 409, `Flavor with name ${NAME} already exists.`);
      expectRefusal(await make({ name: `${NAME}-2`, id }), 409, `Flavor with ID ${id} already exists.`);
      const none = 'Invalid input for field/attribute vcpus. Value: 0. 0 is less than the minimum of 1';
      expectRefusal(await make({ name: `${NAME}-2`, vcpus: 0 }), 400, none);
      expectForbidden(await make({}, target().member), 'os_compute_api:os-flavor-manage:create');
    });

    test('is seen by admins who ask, and by projects that may use it', async () => {
      const { admin, member } = target();
      const project = (await member.token()).project?.id ?? '';
      const sees = async (wire = member, query = '') =>
        ((await wire.nova('GET', `/flavors${query}`)).body.flavors as Json[]).some((flavor) => flavor.id === id);
      const act = (wire: typeof admin, action: string, tenant = project) =>
        wire.nova('POST', path('/action'), { body: { [action]: { tenant } } });
      expect([await sees(admin), await sees(admin, '?is_public=None'), await sees(admin, '?is_public=False')]).toEqual([
        false,
        true,
        true,
      ]);
      expect([await sees(), await sees(member, '?is_public=None')]).toEqual([false, false]);
      expectRefusal(await member.nova('GET', path()), 404, `Flavor ${id} could not be found.`);
      expect((await act(admin, 'addTenantAccess')).body).toEqual({
        flavor_access: [{ flavor_id: id, tenant_id: project }],
      });
      const twice = await act(admin, 'addTenantAccess');
      expect(twice.status).toBe(409);
      expect(twice.body.conflictingRequest.message).toMatch(
        /^Flavor access already exists for flavor \d+ and project /,
      );
      expect([await sees(), (await member.nova('GET', path())).status]).toEqual([true, 200]);
      expectForbidden(await act(member, 'addTenantAccess'), 'os_compute_api:os-flavor-access:add_tenant_access');
      expectRefusal(await act(admin, 'addTenantAccess', 'nobody'), 400, 'Project ID nobody is not a valid project.');
      expect((await admin.nova('GET', path('/os-flavor-access'))).body.flavor_access).toHaveLength(1);
      expect((await act(admin, 'removeTenantAccess')).body).toEqual({ flavor_access: [] });
      const missing = await act(admin, 'removeTenantAccess');
      expect(missing.status).toBe(404);
      expect(missing.body.itemNotFound.message).toMatch(/^Flavor access not found for \d+ \/ /);
    });

    test('is another thing than a public one', async () => {
      const { admin, flavor } = target();
      const list = await admin.nova('GET', `/flavors/${flavor}/os-flavor-access`);
      expectRefusal(list, 404, 'Access list not available for public flavors.');
      const project = (await admin.token()).project?.id;
      const add = await admin.nova('POST', `/flavors/${flavor}/action`, {
        body: { addTenantAccess: { tenant: project } },
      });
      expectRefusal(add, 409, 'Can not add access to a public flavor.');
    });

    test('has a description that can be changed, and nothing else', async () => {
      const { admin, member } = target();
      const put = (wire: typeof admin, flavor: object) => wire.nova('PUT', path(), { body: { flavor } });
      expect((await put(admin, { description: 'new' })).body.flavor.description).toBe('new');
      expect((await put(admin, { description: null })).body.flavor.description).toBeNull();
      const why =
        "Invalid input for field/attribute flavor. Value: {'name': 'x'}. 'description' is a required property";
      expectRefusal(await put(admin, { name: 'x' }), 400, why);
      expectForbidden(await put(member, { description: 'x' }), 'os_compute_api:os-flavor-manage:update');
    });

    test('has extra specs, whose known ones are checked', async () => {
      const { admin } = target();
      const set = (specs: object) => admin.nova('POST', path('/os-extra_specs'), { body: { extra_specs: specs } });
      expect((await set({ 'hw:cpu_policy': 'shared', 'a:b': 'c' })).body).toEqual({
        extra_specs: { 'hw:cpu_policy': 'shared', 'a:b': 'c' },
      });
      expectRefusal(
        await set({ 'hw:cpu_policy': 'odd' }),
        400,
        "Validation failed; 'odd' is not one of: dedicated, shared, mixed.",
      );
      expect((await admin.nova('GET', path('/os-extra_specs/a:b'))).body).toEqual({ 'a:b': 'c' });
      expect((await admin.nova('DELETE', path('/os-extra_specs/a:b'))).status).toBe(200);
      const gone = `Flavor ${id} has no extra specs with key a:b.`;
      expectRefusal(await admin.nova('DELETE', path('/os-extra_specs/a:b')), 404, gone);
      expect((await admin.nova('GET', path('/os-extra_specs'))).body).toEqual({
        extra_specs: { 'hw:cpu_policy': 'shared' },
      });
    });

    test('is gone when it is deleted', async () => {
      const { admin, member } = target();
      expectForbidden(await member.nova('DELETE', path()), 'os_compute_api:os-flavor-manage:delete');
      expect((await admin.nova('DELETE', path())).status).toBe(202);
      expectRefusal(await admin.nova('DELETE', path()), 404, `Flavor ${id} could not be found.`);
    });
  });
}
