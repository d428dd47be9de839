/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';
import { PASSWORD, denied, errorOf, idOfRole, make, missing, ownDomain, wireOf } from './keystone-frame.ts';

/** Grants: a role for a user or a group on a project, a domain or the system. */
export function grantsContract(target: TargetOf): void {
  describe('a grant', () => {
    const domain = ownDomain(target);
    const ids = { user: '', group: '', project: '', child: '', reader: '', member: '' };
    beforeAll(async () => {
      const { admin } = target();
      const within = { domain_id: domain() };
      ids.user = (await make(admin, 'user', { name: 'user', password: PASSWORD, ...within })).id;
      ids.group = (await make(admin, 'group', { name: 'group', ...within })).id;
      ids.project = (await make(admin, 'project', { name: 'project', ...within })).id;
      ids.child = (await make(admin, 'project', { name: 'child', parent_id: ids.project, ...within })).id;
      ids.reader = await idOfRole(admin, 'reader');
      ids.member = await idOfRole(admin, 'member');
    });
    const filled = (path: string) =>
      path.replace(/:(\w+)/g, (_, name: string) => (name === 'domain' ? domain() : ids[name as keyof typeof ids]));

    test.each([
      ['/projects/:project/users/:user/roles/:member', ':user', ':project'],
      ['/projects/:project/groups/:group/roles/:member', ':group', ':project'],
      ['/domains/:domain/users/:user/roles/:member', ':user', ':domain'],
      ['/domains/:domain/groups/:group/roles/:member', ':group', ':domain'],
      ['/system/users/:user/roles/:member', ':user', 'system'],
      ['/system/groups/:group/roles/:member', ':group', 'system'],
      ['/OS-INHERIT/projects/:project/users/:user/roles/:member/inherited_to_projects', ':user', ':project'],
      ['/OS-INHERIT/domains/:domain/groups/:group/roles/:member/inherited_to_projects', ':group', ':domain'],
    ])('%s is made twice and taken back once', async (template, actor, scope) => {
      const { admin } = target();
      const path = filled(template);
      const lost = [
        404,
        'Not Found',
        `Could not find role assignment with role: ${ids.member}, user or group: ${filled(actor)}, project, domain, or system: ${filled(scope)}.`,
      ];
      expect(errorOf(await admin.keystone('GET', path))).toEqual(lost);
      expect((await admin.keystone('PUT', path)).status).toBe(204);
      expect((await admin.keystone('PUT', path)).status).toBe(204);
      expect((await admin.keystone('GET', path)).status).toBe(204);
      const list = await admin.keystone('GET', path.replace(`/roles/${ids.member}`, '/roles'));
      const listed = list.status === 200 ? list.body.roles.map(({ id }: { id: string }) => id) : list.status;
      // What is inherited below a project has no list.
      expect(listed).toEqual(path.startsWith('/OS-INHERIT/projects') ? 404 : [ids.member]);
      expect((await admin.keystone('DELETE', path)).status).toBe(204);
      expect(errorOf(await admin.keystone('DELETE', path))).toEqual(lost);
    });

    test.each([
      ['/projects/:project/users/:user/roles/nothing', missing('role', 'nothing')],
      ['/projects/:project/users/nobody/roles/:member', missing('user', 'nobody')],
      ['/projects/:project/groups/nobody/roles/:member', missing('group', 'nobody')],
      ['/projects/nowhere/users/:user/roles/:member', missing('project', 'nowhere')],
      ['/domains/nowhere/users/:user/roles/:member', missing('domain', 'nowhere')],
    ])('%s has to name what is there', async (path, error) => {
      expect(errorOf(await target().admin.keystone('PUT', filled(path)))).toEqual(error);
    });

    test('that is inherited is good below, and not where it was made', async () => {
      const { admin } = target();
      await admin.keystone(
        'PUT',
        filled('/OS-INHERIT/projects/:project/users/:user/roles/:reader/inherited_to_projects'),
      );
      const above = wireOf(target(), ids.user, { projectId: ids.project });
      expect((await above.renew()).status).toBe(401);
      const below = wireOf(target(), ids.user, { projectId: ids.child });
      expect((await below.token()).roles?.map(({ name }) => name)).toEqual(['reader']);
      above.close();
      below.close();
    });

    test('is for admins', async () => {
      const { member } = target();
      const grant = filled('/projects/:project/users/:user/roles/:member');
      for (const [method, rule] of [
        ['GET', 'check_grant'],
        ['PUT', 'create_grant'],
        ['DELETE', 'revoke_grant'],
      ] as const) {
        expect(errorOf(await member.keystone(method, grant))).toEqual(denied(rule));
        const system = await member.keystone(method, filled('/system/users/:user/roles/:member'));
        expect(errorOf(system)).toEqual(denied(`${rule.replace('_', '_system_')}_for_user`));
      }
      const list = await member.keystone('GET', filled('/projects/:project/users/:user/roles'));
      expect(errorOf(list)).toEqual(denied('list_grants'));
    });
  });
}
