/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { denied, errorOf, make, missing, ownDomain, patch, post } from './keystone-frame.ts';

const PROJECT = [
  'description',
  'domain_id',
  'enabled',
  'id',
  'is_domain',
  'links',
  'name',
  'options',
  'parent_id',
  'tags',
];
const immutable = (verb: string, id: string) => [
  403,
  'Forbidden',
  `Unable to ${verb} immutable project resource: \`${id}. Set resource option "immutable" to false first.`,
];

/** Projects, their tree, their tags. */
export function projectsContract(target: TargetOf): void {
  describe('a project', () => {
    const domain = ownDomain(target);
    let top: Json;
    let child: Json;
    const path = (project: Json) => `/projects/${project.id as string}`;
    const list = async (query: string): Promise<string[]> => {
      const { body } = await target().admin.keystone('GET', `/projects?domain_id=${domain()}&${query}`);
      return body.projects.map(({ name }: { name: string }) => name.slice(PREFIX.length)).toSorted();
    };
    beforeAll(async () => {
      const { admin } = target();
      top = await make(admin, 'project', { name: 'top', domain_id: domain(), description: 'above', tags: ['a', 'b'] });
      child = await make(admin, 'project', { name: 'child', domain_id: domain(), parent_id: top.id, tags: ['b'] });
    });

    test('is there at once, with what was asked for', async () => {
      expect(keysOf(top)).toEqual(PROJECT);
      const { body } = await target().admin.keystone('GET', path(top));
      expect(keysOf(body.project)).toEqual(PROJECT);
      expect(body.project).toMatchObject({
        description: 'above',
        enabled: true,
        is_domain: false,
        domain_id: domain(),
        parent_id: domain(),
        options: {},
      });
      expect(body.project.tags.toSorted()).toEqual(['a', 'b']);
      expect(child.parent_id).toBe(top.id);
    });

    test('is what a domain is too, by its id and on no list', async () => {
      const { body } = await target().admin.keystone('GET', `/projects/${domain()}`);
      expect(keysOf(body.project)).toEqual(PROJECT);
      expect(body.project).toMatchObject({ id: domain(), is_domain: true, domain_id: null, parent_id: null });
      expect(await list(`name=${body.project.name as string}`)).toEqual([]);
    });

    test.each([
      ['enabled=true', ['child', 'top']],
      ['enabled=false', []],
      [`name=${PREFIX}TOP`, ['top']],
      ['tags=a,b', ['top']],
      ['tags=b', ['child', 'top']],
      ['tags-any=a,z', ['top']],
      ['not-tags=a,b', ['child']],
      ['not-tags-any=a,z', ['child']],
      ['no-such-filter=1', ['child', 'top']],
    ])('is listed by %s', async (query, names) => {
      expect(await list(query)).toEqual(names);
    });

    test('knows what is above and below it', async () => {
      const { admin } = target();
      expect(await list(`parent_id=${top.id as string}`)).toEqual(['child']);
      const below = await admin.keystone('GET', `${path(top)}?subtree_as_ids`);
      expect(below.body.project.subtree).toEqual({ [child.id]: null });
      const both = await admin.keystone('GET', `${path(child)}?parents_as_ids&subtree_as_ids`);
      expect(both.body.project.parents).toEqual({ [top.id]: { [domain()]: null } });
      expect(both.body.project.subtree).toBeNull();
    });

    test('is neither disabled nor deleted above another one, and moves nowhere', async () => {
      const { admin } = target();
      const id = top.id as string;
      expect(errorOf(await patch(admin, 'project', id, { enabled: false }))).toEqual([
        403,
        'Forbidden',
        `Cannot disable project ${id} since its subtree contains enabled projects.`,
      ]);
      expect(errorOf(await admin.keystone('DELETE', path(top)))).toEqual([
        403,
        'Forbidden',
        `Cannot delete the project ${id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole subtree.`,
      ]);
      const moved = await patch(admin, 'project', child.id, { parent_id: domain() });
      expect(errorOf(moved)).toEqual([403, 'Forbidden', 'Update of `parent_id` is not allowed.']);
      const away = await patch(admin, 'project', child.id, { domain_id: 'default' });
      expect(errorOf(away)).toEqual([400, 'Bad Request', 'Cannot change Domain ID']);
    });

    test('is not enabled below a disabled one, and none is made there', async () => {
      const { admin } = target();
      await patch(admin, 'project', child.id, { enabled: false });
      await patch(admin, 'project', top.id, { enabled: false });
      expect(errorOf(await patch(admin, 'project', child.id, { enabled: true }))).toEqual([
        403,
        'Forbidden',
        `Cannot enable project ${child.id as string} since it has disabled parents`,
      ]);
      const under = await post(admin, 'project', { name: `${PREFIX}no`, domain_id: domain(), parent_id: top.id });
      const message = `cannot create a project in a branch containing a disabled project: ${top.id as string}`;
      expect(errorOf(under)).toEqual([400, 'Bad Request', message]);
      await patch(admin, 'project', top.id, { enabled: true });
      expect((await patch(admin, 'project', child.id, { enabled: true })).body.project.enabled).toBe(true);
    });

    test('has a name of its own in its domain, and a parent in it', async () => {
      const { admin } = target();
      const twin = await post(admin, 'project', { name: top.name, domain_id: domain() });
      expect(errorOf(twin)).toEqual([
        409,
        'Conflict',
        expect.stringMatching(
          /^Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is opsbook-contract-top, project id [0-9a-f]{32}\.$/,
        ),
      ]);
      const name = `${PREFIX}no`;
      const astray = await post(admin, 'project', { name, domain_id: 'default', parent_id: top.id });
      expect(errorOf(astray)).toEqual([
        400,
        'Bad Request',
        `Cannot create project, since it specifies its domain_id default, but specifies a parent in a different domain (${domain()}).`,
      ]);
      const nowhere = await post(admin, 'project', { name, domain_id: 'nowhere' });
      expect(errorOf(nowhere)).toEqual([400, 'Bad Request', 'Could not find domain: nowhere.']);
      const orphan = await post(admin, 'project', { name, domain_id: domain(), parent_id: 'nobody' });
      expect(errorOf(orphan)).toEqual([400, 'Bad Request', 'Could not find project: nobody.']);
    });

    test.each([
      [{}, "'name' is a required property"],
      [{ name: '' }, "Invalid input for field 'name': '' is too short"],
      [{ name: 'x', enabled: 'yes' }, "Invalid input for field 'enabled': 'yes' is not of type 'boolean'"],
      [{ name: 'x', tags: ['a', 'a'] }, "Invalid input for field 'tags': ['a', 'a'] has non-unique elements"],
    ])('is not made of %j', async (body, message) => {
      expect(errorOf(await post(target().admin, 'project', body))).toEqual([400, 'Bad Request', message]);
    });

    test('is changed, but not by nothing, and not where it is not', async () => {
      const { admin } = target();
      const changed = await patch(admin, 'project', child.id, { description: 'new', name: `${PREFIX}renamed` });
      expect(changed.body.project).toMatchObject({ description: 'new', name: `${PREFIX}renamed` });
      const nothing = await patch(admin, 'project', child.id, {});
      expect(errorOf(nothing)).toEqual([400, 'Bad Request', '{} does not have enough properties']);
      expect(errorOf(await patch(admin, 'project', 'nowhere', { enabled: true }))).toEqual(
        missing('project', 'nowhere'),
      );
      expect(errorOf(await admin.keystone('GET', '/projects/nowhere'))).toEqual(missing('project', 'nowhere'));
    });

    test('that is immutable is changed and deleted only after it is no longer', async () => {
      const { admin } = target();
      const kept = await make(admin, 'project', { name: 'kept', domain_id: domain(), options: { immutable: true } });
      expect(kept.options).toEqual({ immutable: true });
      const id = kept.id as string;
      expect(errorOf(await patch(admin, 'project', id, { description: 'x' }))).toEqual(immutable('update', id));
      expect(errorOf(await admin.keystone('DELETE', path(kept)))).toEqual(immutable('delete', id));
      const both = await patch(admin, 'project', id, { description: 'x', options: { immutable: false } });
      expect(errorOf(both)).toEqual(immutable('update', id));
      const freed = await patch(admin, 'project', id, { options: { immutable: false } });
      expect(freed.body.project.options).toEqual({ immutable: false });
      const plain = await patch(admin, 'project', id, { options: { immutable: null } });
      expect(plain.body.project.options).toEqual({});
      expect((await admin.keystone('DELETE', path(kept))).status).toBe(204);
      expect((await admin.keystone('GET', path(kept))).status).toBe(404);
    });

    test('carries tags, all of them set at once or one by one', async () => {
      const { admin } = target();
      const tags = `${path(child)}/tags`;
      const set = await admin.keystone('PUT', tags, { body: { tags: ['x', 'y'] } });
      expect([set.status, set.body.tags]).toEqual([200, ['x', 'y']]);
      expect((await admin.keystone('PUT', `${tags}/z`)).status).toBe(201);
      const again = await admin.keystone('PUT', `${tags}/z`);
      expect(errorOf(again)).toEqual([400, 'Bad Request', expect.stringMatching(/ has non-unique elements$/)]);
      expect((await admin.keystone('GET', `${tags}/x`)).status).toBe(204);
      expect((await admin.keystone('DELETE', `${tags}/x`)).status).toBe(204);
      for (const method of ['GET', 'DELETE'] as const) {
        expect(errorOf(await admin.keystone(method, `${tags}/x`))).toEqual(missing('project tag', 'x'));
      }
      expect((await admin.keystone('GET', tags)).body.tags.toSorted()).toEqual(['y', 'z']);
      const comma = await admin.keystone('PUT', `${tags}/a,b`);
      expect(errorOf(comma)).toEqual([400, 'Bad Request', "'a,b' does not match '^[^,/]*$'"]);
      expect((await admin.keystone('DELETE', tags)).status).toBe(204);
      expect((await admin.keystone('GET', tags)).body.tags).toEqual([]);
    });

    test('is for members to look at when it is theirs, and nothing more', async () => {
      const { member, admin } = target();
      const own = (await member.token()).project?.id ?? '';
      expect((await member.keystone('GET', `/projects/${own}`)).body.project.id).toBe(own);
      expect((await member.keystone('GET', `/projects/${own}/tags`)).status).toBe(200);
      for (const id of [top.id as string, 'nowhere']) {
        expect(errorOf(await member.keystone('GET', `/projects/${id}`))).toEqual(denied('get_project'));
        expect(errorOf(await member.keystone('DELETE', `/projects/${id}`))).toEqual(denied('delete_project'));
      }
      expect(errorOf(await member.keystone('GET', '/projects'))).toEqual(denied('list_projects'));
      expect(errorOf(await post(member, 'project', { name: 'x' }))).toEqual(denied('create_project'));
      expect(errorOf(await patch(member, 'project', own, { name: 'x' }))).toEqual(denied('update_project'));
      const tag = await member.keystone('PUT', `/projects/${own}/tags/x`);
      expect(errorOf(tag)).toEqual(denied('create_project_tag'));
      expect((await admin.keystone('GET', `/projects/${own}`)).body.project.tags).not.toContain('x');
    });
  });
}
