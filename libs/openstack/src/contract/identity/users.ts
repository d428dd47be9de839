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

const USER = ['domain_id', 'enabled', 'id', 'links', 'name', 'options', 'password_expires_at'];

/** Users. */
export function usersContract(target: TargetOf): void {
  describe('a user', () => {
    const domain = ownDomain(target);
    let user: Json;
    let project: Json;
    const path = (one: Json) => `/users/${one.id as string}`;
    beforeAll(async () => {
      const { admin } = target();
      project = await make(admin, 'project', { name: 'home', domain_id: domain() });
      const more = { email: 'user@example.test', description: 'a person', default_project_id: project.id };
      user = await make(admin, 'user', { name: 'user', domain_id: domain(), password: PASSWORD, ...more });
    });

    test('is there at once, with what was asked for and never its password', async () => {
      expect(keysOf(user)).toEqual([...USER, 'default_project_id', 'description', 'email'].toSorted());
      expect(user).toMatchObject({ enabled: true, email: 'user@example.test', password_expires_at: null, options: {} });
      const bare = await make(target().admin, 'user', { name: 'bare', domain_id: domain() });
      expect(keysOf(bare)).toEqual(USER);
    });

    test('is listed by name, domain and whether it may log in', async () => {
      const { admin } = target();
      const list = async (query: string) =>
        (await admin.keystone('GET', `/users?domain_id=${domain()}&${query}`)).body.users as { id: string }[];
      expect((await list(`name=${PREFIX}user`)).map(({ id }) => id)).toEqual([user.id]);
      expect(await list('enabled=false')).toEqual([]);
      expect((await list('enabled=true')).map(({ id }) => id)).toContain(user.id);
    });

    test('has a name of its own in its domain, which is for ever', async () => {
      const { admin } = target();
      const twin = await post(admin, 'user', { name: user.name, domain_id: domain() });
      expect(errorOf(twin)).toEqual([
        409,
        'Conflict',
        `Conflict occurred attempting to store user - Duplicate entry found with name ${PREFIX}user at domain ID ${domain()}.`,
      ]);
      const nowhere = await post(admin, 'user', { name: `${PREFIX}no`, domain_id: 'nowhere' });
      expect(errorOf(nowhere)).toEqual(missing('domain', 'nowhere'));
      const moved = await patch(admin, 'user', user.id, { domain_id: 'default' });
      expect(errorOf(moved)).toEqual([400, 'Bad Request', 'Cannot change Domain ID']);
      expect(errorOf(await post(admin, 'user', {}))).toEqual([400, 'Bad Request', "'name' is a required property"]);
      const odd = await patch(admin, 'user', user.id, { enabled: 1 });
      expect(errorOf(odd)).toEqual([
        400,
        'Bad Request',
        "Invalid input for field 'enabled': 1 is not of type 'boolean'",
      ]);
    });

    test('is changed, and not where it is not', async () => {
      const { admin } = target();
      const changed = await patch(admin, 'user', user.id, { email: 'new@example.test', description: 'still one' });
      expect(changed.body.user).toMatchObject({ email: 'new@example.test', description: 'still one' });
      expect(errorOf(await patch(admin, 'user', 'nobody', { name: 'x' }))).toEqual(missing('user', 'nobody'));
      expect(errorOf(await admin.keystone('DELETE', '/users/nobody'))).toEqual(missing('user', 'nobody'));
    });

    test('logs in to its default project once it has a role there, and to none before', async () => {
      const { admin } = target();
      const before = wireOf(target(), user.id, {});
      expect((await before.token()).project).toBeUndefined();
      before.close();
      const member = await idOfRole(admin, 'member');
      await admin.keystone('PUT', `/projects/${project.id as string}${path(user)}/roles/${member}`);
      const after = wireOf(target(), user.id, {});
      expect((await after.token()).project?.id).toBe(project.id);
      const { body } = await after.keystone('GET', `${path(user)}/projects`);
      expect(body.projects.map(({ id }: { id: string }) => id)).toEqual([project.id]);
      const own = await after.keystone('GET', '/auth/projects');
      expect(own.body.projects.map(({ id }: { id: string }) => id)).toEqual([project.id]);
      expect((await after.keystone('GET', '/auth/domains')).body.domains).toEqual([]);
      expect((await after.keystone('GET', '/auth/system')).body.system).toEqual([]);
      after.close();
    });

    test('looks at itself, and at nobody else', async () => {
      const { member } = target();
      const { id } = (await member.token()).user;
      expect((await member.keystone('GET', `/users/${id}`)).body.user.id).toBe(id);
      expect((await member.keystone('GET', `/users/${id}/groups`)).status).toBe(200);
      expect(errorOf(await member.keystone('GET', path(user)))).toEqual(denied('get_user'));
      expect(errorOf(await member.keystone('GET', '/users/nobody'))).toEqual(denied('get_user'));
      expect(errorOf(await member.keystone('GET', '/users'))).toEqual(denied('list_users'));
      expect(errorOf(await member.keystone('GET', `${path(user)}/groups`))).toEqual(denied('list_groups_for_user'));
      expect(errorOf(await member.keystone('GET', `${path(user)}/projects`))).toEqual(denied('list_user_projects'));
      expect(errorOf(await post(member, 'user', { name: 'x' }))).toEqual(denied('create_user'));
      expect(errorOf(await patch(member, 'user', id, { password: 'x' }))).toEqual(denied('update_user'));
      expect(errorOf(await member.keystone('DELETE', path(user)))).toEqual(denied('delete_user'));
    });
  });
}
