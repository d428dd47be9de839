/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Wire } from '../wire.ts';
import { PASSWORD, denied, errorOf, idOfRole, make, ownDomain, post, systemWire, wireOf } from './keystone-frame.ts';

/** What a token of the system or of a domain says and may do. */
export function scopesContract(target: TargetOf): void {
  describe('a token', () => {
    const domain = ownDomain(target);
    let boss: Wire;
    let auditor: Wire;
    let steward: Wire;
    let project = '';
    beforeAll(async () => {
      const { admin } = target();
      project = (await make(admin, 'project', { name: 'project', domain_id: domain() })).id;
      const user = await make(admin, 'user', { name: 'user', domain_id: domain(), password: PASSWORD });
      const reader = await idOfRole(admin, 'reader');
      await admin.keystone('PUT', `/system/users/${user.id as string}/roles/${reader}`);
      await admin.keystone('PUT', `/domains/${domain()}/users/${user.id as string}/roles/${reader}`);
      boss = systemWire(target());
      auditor = wireOf(target(), user.id, { systemScope: true });
      steward = wireOf(target(), user.id, { domainId: domain() });
    });
    afterAll(() => {
      for (const wire of [boss, auditor, steward]) wire.close();
    });

    test('of the system says so, and names no project', async () => {
      const token = await boss.token();
      expect(token.system).toEqual({ all: true });
      expect([token.project, token.domain]).toEqual([undefined, undefined]);
      expect(token.roles?.map(({ name }) => name).toSorted()).toEqual(['admin', 'member', 'reader']);
      expect(token.catalog?.map(({ type }) => type)).toEqual(expect.arrayContaining(['identity', 'compute']));
      expect((await boss.keystone('GET', '/auth/system')).body.system).toEqual([{ all: true }]);
    });

    test('of the system is given to nobody without a role there', async () => {
      const { config } = target().member;
      const { username, password, userDomainName } = config.auth;
      const wire = wireOf(target(), '', {}, password?.reveal());
      const body = {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: username, domain: { name: userDomainName ?? 'Default' }, password } },
          },
          scope: { system: { all: true } },
        },
      };
      const answer = await target().admin.keystone('POST', '/auth/tokens', { body, withToken: false });
      wire.close();
      expect(errorOf(answer)).toEqual([401, 'Unauthorized', 'The request you have made requires authentication.']);
    });

    test("of the system, with admin, does all of the admin's work", async () => {
      const made = await make(boss, 'project', { name: 'by-system', domain_id: domain() });
      expect((await boss.keystone('GET', `/projects/${made.id as string}`)).status).toBe(200);
      expect((await boss.keystone('DELETE', `/projects/${made.id as string}`)).status).toBe(204);
      expect((await boss.nova('GET', '/os-hypervisors')).status).toBe(200);
      expect((await boss.nova('GET', '/os-services')).status).toBe(200);
      const adrift = await post(boss, 'user', { name: `${PREFIX}adrift`, domain_id: 'nowhere' });
      expect(adrift.status).toBe(404);
    });

    test('of the system, with reader, looks at everything and changes nothing', async () => {
      for (const path of [
        '/domains',
        `/domains/${domain()}`,
        `/projects?domain_id=${domain()}`,
        `/projects/${project}`,
        `/users?domain_id=${domain()}`,
        `/groups?domain_id=${domain()}`,
        '/roles',
        `/role_assignments?scope.domain.id=${domain()}`,
      ]) {
        expect([path, (await auditor.keystone('GET', path)).status]).toEqual([path, 200]);
      }
      for (const kind of ['domain', 'project', 'user', 'group', 'role'] as const) {
        expect(errorOf(await post(auditor, kind, { name: 'x' }))).toEqual(denied(`create_${kind}`));
      }
    });

    test('of a domain sees what is in it, and what is around it not at all', async () => {
      const { admin } = target();
      expect((await steward.token()).domain).toEqual({ id: domain(), name: `${PREFIX}domain` });
      const projects = await steward.keystone('GET', '/projects');
      expect(projects.body.projects.map(({ id }: { id: string }) => id)).toEqual([project]);
      const users = await steward.keystone('GET', '/users');
      expect(users.body.users.map(({ name }: { name: string }) => name)).toEqual([`${PREFIX}user`]);
      expect((await steward.keystone('GET', '/groups')).body.groups).toEqual([]);
      const held = await steward.keystone('GET', '/role_assignments');
      expect(held.body.role_assignments).toHaveLength(1);
      expect((await steward.keystone('GET', `/domains/${domain()}`)).status).toBe(200);
      expect(errorOf(await steward.keystone('GET', '/domains'))).toEqual(denied('list_domains'));
      expect(errorOf(await steward.keystone('GET', '/roles'))).toEqual(denied('list_roles'));
      const foreign = (await admin.token()).project?.id ?? '';
      expect(errorOf(await steward.keystone('GET', `/projects/${foreign}`))).toEqual(denied('get_project'));
      expect(errorOf(await post(steward, 'user', { name: 'x' }))).toEqual(denied('create_user'));
      const own = await steward.keystone('GET', '/auth/domains');
      expect(own.body.domains.map(({ id }: { id: string }) => id)).toEqual([domain()]);
    });
  });
}
