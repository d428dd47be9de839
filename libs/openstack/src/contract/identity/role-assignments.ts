/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { denied, errorOf, idOfRole, make, ownDomain } from './keystone-frame.ts';

/** The list of who has which role where. */
export function roleAssignmentsContract(target: TargetOf): void {
  describe('role assignments', () => {
    const domain = ownDomain(target);
    const ids = { user: '', mate: '', group: '', project: '', child: '', member: '', reader: '' };
    beforeAll(async () => {
      const { admin } = target();
      const within = { domain_id: domain() };
      ids.user = (await make(admin, 'user', { name: 'user', ...within })).id;
      ids.mate = (await make(admin, 'user', { name: 'mate', ...within })).id;
      ids.group = (await make(admin, 'group', { name: 'group', ...within })).id;
      ids.project = (await make(admin, 'project', { name: 'project', ...within })).id;
      ids.child = (await make(admin, 'project', { name: 'child', parent_id: ids.project, ...within })).id;
      ids.member = await idOfRole(admin, 'member');
      ids.reader = await idOfRole(admin, 'reader');
      for (const path of [
        `/groups/${ids.group}/users/${ids.mate}`,
        `/projects/${ids.project}/users/${ids.user}/roles/${ids.member}`,
        `/OS-INHERIT/projects/${ids.project}/users/${ids.user}/roles/${ids.reader}/inherited_to_projects`,
        `/domains/${domain()}/groups/${ids.group}/roles/${ids.reader}`,
        `/projects/${ids.child}/groups/${ids.group}/roles/${ids.reader}`,
        `/system/users/${ids.user}/roles/${ids.reader}`,
      ]) {
        expect((await admin.keystone('PUT', path)).status).toBe(204);
      }
    });
    const ask = (query: string) =>
      target().admin.keystone(
        'GET',
        `/role_assignments?${query.replace(/:(\w+)/g, (whole, name: string) =>
          name === 'domain' ? domain() : name in ids ? ids[name as keyof typeof ids] : whole,
        )}`,
      );
    /** "user: member on project", sorted. */
    const told = (line: Json): string => {
      const nameOf = (id: string) =>
        Object.entries({ ...ids, domain: domain() }).find(([, one]) => one === id)?.[0] ?? id;
      const { scope } = line;
      const where = scope.system === undefined ? nameOf((scope.project ?? scope.domain).id) : 'system';
      const below = scope['OS-INHERIT:inherited_to'] === undefined ? '' : ' (inherited)';
      return `${nameOf((line.user ?? line.group).id)}: ${nameOf(line.role.id)} on ${where}${below}`;
    };
    const list = async (query: string): Promise<string[]> =>
      (await ask(query)).body.role_assignments.map(told).toSorted();

    test.each([
      ['user.id=:user', ['user: member on project', 'user: reader on project (inherited)', 'user: reader on system']],
      ['user.id=:mate', []],
      ['group.id=:group', ['group: reader on child', 'group: reader on domain']],
      ['scope.project.id=:project', ['user: member on project', 'user: reader on project (inherited)']],
      [
        'scope.project.id=:project&include_subtree',
        ['group: reader on child', 'user: member on project', 'user: reader on project (inherited)'],
      ],
      ['scope.domain.id=:domain', ['group: reader on domain']],
      ['user.id=:user&scope.system=all', ['user: reader on system']],
      ['user.id=:user&role.id=:member', ['user: member on project']],
      // The system's come along.
      [
        'user.id=:user&scope.OS-INHERIT:inherited_to=projects',
        ['user: reader on project (inherited)', 'user: reader on system'],
      ],
      ['user.id=nobody', []],
      ['user.id=:mate&effective', ['mate: reader on child', 'mate: reader on domain']],
      [
        'user.id=:user&effective',
        ['user: member on project', 'user: reader on child (inherited)', 'user: reader on project'],
      ],
      // Neither of these filters does what it says in an effective list.
      [
        'user.id=:user&effective&scope.system=all',
        ['user: member on project', 'user: reader on child (inherited)', 'user: reader on project'],
      ],
      ['user.id=:user&effective=0&role.id=:member', ['user: member on project']],
      [
        'user.id=:user&effective=false&scope.project.id=:project',
        ['user: member on project', 'user: reader on project'],
      ],
    ])('by %s', async (query, lines) => {
      expect(await list(query)).toEqual(lines);
    });

    test('come with the address of their grant, and of the membership', async () => {
      const direct = await ask('user.id=:user&role.id=:member');
      const [line] = direct.body.role_assignments;
      expect(keysOf(line)).toEqual(['links', 'role', 'scope', 'user']);
      const path = `/projects/${ids.project}/users/${ids.user}/roles/${ids.member}`;
      expect(line.links).toEqual({ assignment: expect.stringMatching(new RegExp(`/v3${path}$`)) });
      const implied = await ask('user.id=:user&effective&role.id=:reader&scope.project.id=:project');
      expect(implied.body.role_assignments[0].links).toEqual({
        assignment: expect.stringMatching(new RegExp(`/v3${path}$`)),
        prior_role: expect.stringMatching(new RegExp(`/prior_role/${ids.reader}/implies/${ids.member}$`)),
      });
      const byGroup = await ask('user.id=:mate&effective&scope.project.id=:child');
      expect(byGroup.body.role_assignments[0].links).toEqual({
        assignment: expect.stringMatching(
          new RegExp(`/projects/${ids.child}/groups/${ids.group}/roles/${ids.reader}$`),
        ),
        membership: expect.stringMatching(new RegExp(`/groups/${ids.group}/users/${ids.mate}$`)),
      });
    });

    test('say names when they are asked for', async () => {
      const { body } = await ask('user.id=:user&role.id=:member&include_names');
      const corner = { id: domain(), name: 'opsbook-contract-domain' };
      expect(body.role_assignments[0]).toMatchObject({
        user: { id: ids.user, name: 'opsbook-contract-user', domain: corner },
        scope: { project: { id: ids.project, name: 'opsbook-contract-project', domain: corner } },
        role: { id: ids.member, name: 'member' },
      });
    });

    test.each([
      ['include_subtree', 'scope.project.id must be specified if include_subtree is also specified'],
      ['user.id=a&group.id=b', 'Specify a user or group, not both'],
      ['scope.project.id=a&scope.domain.id=b', 'Specify a domain or project, not both'],
      ['scope.project.id=a&scope.system=all', 'Specify system or project, not both'],
      ['scope.domain.id=a&scope.system=all', 'Specify system or domain, not both'],
      ['effective&group.id=a', 'Combining effective and group filter will always result in an empty list.'],
    ])('are not listed by %s', async (query, message) => {
      expect(errorOf(await ask(query))).toEqual([400, 'Bad Request', message]);
    });

    test('are for admins', async () => {
      const { member } = target();
      const { id } = (await member.token()).user;
      for (const query of ['', `?user.id=${id}`]) {
        const answer = await member.keystone('GET', `/role_assignments${query}`);
        expect(errorOf(answer)).toEqual(denied('list_role_assignments'));
      }
    });
  });
}
