/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import {
  PASSWORD,
  denied,
  errorOf,
  idOfRole,
  make,
  missing,
  ownDomain,
  patch,
  post,
  wireOf,
} from './keystone-frame.ts';

/** Groups, their members, and the roles that these have by them. */
export function groupsContract(target: TargetOf): void {
  describe('a group', () => {
    const domain = ownDomain(target);
    let group: Json;
    let user: Json;
    let members = '';
    beforeAll(async () => {
      const { admin } = target();
      group = await make(admin, 'group', { name: 'group', domain_id: domain(), description: 'some people' });
      user = await make(admin, 'user', { name: 'user', domain_id: domain(), password: PASSWORD });
      members = `/groups/${group.id as string}/users`;
    });

    test('is there at once, is listed and is changed', async () => {
      const { admin } = target();
      expect(keysOf(group)).toEqual(['description', 'domain_id', 'id', 'links', 'name']);
      const { body } = await admin.keystone('GET', `/groups?domain_id=${domain()}&name=${PREFIX}group`);
      expect(body.groups.map(({ id }: { id: string }) => id)).toEqual([group.id]);
      const changed = await patch(admin, 'group', group.id, { description: 'others' });
      expect(changed.body.group).toMatchObject({ description: 'others', name: `${PREFIX}group` });
      expect(errorOf(await patch(admin, 'group', 'nowhere', { name: 'x' }))).toEqual(missing('group', 'nowhere'));
    });

    test('has a name of its own in its domain', async () => {
      const { admin } = target();
      expect(errorOf(await post(admin, 'group', { name: group.name, domain_id: domain() }))).toEqual([
        409,
        'Conflict',
        `Conflict occurred attempting to store group - Duplicate entry found with name ${PREFIX}group at domain ID ${domain()}.`,
      ]);
      expect(errorOf(await post(admin, 'group', {}))).toEqual([400, 'Bad Request', "'name' is a required property"]);
    });

    test('takes members twice, and lets them go once', async () => {
      const { admin } = target();
      const one = `${members}/${user.id as string}`;
      const stranger = [404, 'Not Found', `User '${user.id as string}' not found in group '${group.id as string}'`];
      expect(errorOf(await admin.keystone('GET', one))).toEqual(stranger);
      expect((await admin.keystone('PUT', one)).status).toBe(204);
      expect((await admin.keystone('PUT', one)).status).toBe(204);
      expect((await admin.keystone('GET', one)).status).toBe(204);
      const { body } = await admin.keystone('GET', members);
      expect(body.users.map(({ id }: { id: string }) => id)).toEqual([user.id]);
      const its = await admin.keystone('GET', `/users/${user.id as string}/groups`);
      expect(its.body.groups.map(({ id }: { id: string }) => id)).toEqual([group.id]);
      expect((await admin.keystone('DELETE', one)).status).toBe(204);
      expect(errorOf(await admin.keystone('DELETE', one))).toEqual(stranger);
      expect(errorOf(await admin.keystone('PUT', `${members}/nobody`))).toEqual(missing('user', 'nobody'));
      const nowhere = await admin.keystone('PUT', `/groups/nowhere/users/${user.id as string}`);
      expect(errorOf(nowhere)).toEqual(missing('group', 'nowhere'));
    });

    test('gives its members its roles', async () => {
      const { admin } = target();
      const project = await make(admin, 'project', { name: 'shared', domain_id: domain() });
      const projectId = project.id as string;
      const wire = wireOf(target(), user.id, { projectId });
      expect((await wire.renew()).status).toBe(401);
      const reader = await idOfRole(admin, 'reader');
      const grant = `/projects/${projectId}/groups/${group.id as string}/roles/${reader}`;
      expect((await admin.keystone('PUT', grant)).status).toBe(204);
      expect((await wire.renew()).status).toBe(401);
      await admin.keystone('PUT', `${members}/${user.id as string}`);
      expect((await wire.token()).roles?.map(({ name }) => name)).toEqual(['reader']);
      wire.close();
    });

    test('is for admins', async () => {
      const { member } = target();
      const path = `/groups/${group.id as string}`;
      expect(errorOf(await member.keystone('GET', '/groups'))).toEqual(denied('list_groups'));
      expect(errorOf(await member.keystone('GET', path))).toEqual(denied('get_group'));
      expect(errorOf(await member.keystone('GET', members))).toEqual(denied('list_users_in_group'));
      expect(errorOf(await post(member, 'group', { name: 'x' }))).toEqual(denied('create_group'));
      expect(errorOf(await patch(member, 'group', group.id, { name: 'x' }))).toEqual(denied('update_group'));
      expect(errorOf(await member.keystone('DELETE', path))).toEqual(denied('delete_group'));
      const { id } = (await member.token()).user;
      expect(errorOf(await member.keystone('GET', `${members}/${id}`))).toEqual(denied('check_user_in_group'));
      expect(errorOf(await member.keystone('PUT', `${members}/${id}`))).toEqual(denied('add_user_to_group'));
      expect(errorOf(await member.keystone('DELETE', `${members}/${id}`))).toEqual(denied('remove_user_from_group'));
    });

    test('is gone when it is deleted, and its roles with it', async () => {
      const { admin } = target();
      expect((await admin.keystone('DELETE', `/groups/${group.id as string}`)).status).toBe(204);
      expect((await admin.keystone('GET', `/groups/${group.id as string}`)).status).toBe(404);
      const { body } = await admin.keystone('GET', `/users/${user.id as string}/projects`);
      expect(body.projects).toEqual([]);
    });
  });
}
