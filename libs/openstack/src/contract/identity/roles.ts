/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { denied, errorOf, idOfRole, make, missing, ownDomain, patch, post } from './keystone-frame.ts';

/** Roles, those of a domain, and what they imply. */
export function rolesContract(target: TargetOf): void {
  describe('a role', () => {
    const domain = ownDomain(target);
    let role: Json;
    let local: Json;
    beforeAll(async () => {
      role = await make(target().admin, 'role', { name: 'role', description: 'of the contract' });
      local = await make(target().admin, 'role', { name: 'local', domain_id: domain() });
    });

    test('is there at once, everywhere or in a domain', async () => {
      const { admin } = target();
      expect(keysOf(role)).toEqual(['description', 'domain_id', 'id', 'links', 'name', 'options']);
      expect(role).toMatchObject({ description: 'of the contract', domain_id: null, options: {} });
      expect(local).toMatchObject({ description: null, domain_id: domain() });
      const list = async (query: string) =>
        (await admin.keystone('GET', `/roles?${query}`)).body.roles.map(({ id }: { id: string }) => id);
      expect(await list(`name=${PREFIX}role`)).toEqual([role.id]);
      expect(await list(`domain_id=${domain()}`)).toEqual([local.id]);
      expect(await list('')).not.toContain(local.id);
      expect(errorOf(await admin.keystone('GET', '/roles/nothing'))).toEqual(missing('role', 'nothing'));
    });

    test('has a name of its own, and stays in its domain', async () => {
      const { admin } = target();
      const message = `Conflict occurred attempting to store role - Duplicate entry found with name ${PREFIX}role.`;
      expect(errorOf(await post(admin, 'role', { name: role.name }))).toEqual([409, 'Conflict', message]);
      const moved = await patch(admin, 'role', local.id, { domain_id: 'default' });
      expect(errorOf(moved)).toEqual([400, 'Bad Request', 'Update of `domain_id` is not allowed.']);
      expect(errorOf(await post(admin, 'role', {}))).toEqual([400, 'Bad Request', "'name' is a required property"]);
    });

    test('is changed; one that is immutable only after it is no longer', async () => {
      const { admin } = target();
      const id = role.id as string;
      const locked = await patch(admin, 'role', id, { options: { immutable: true }, description: 'kept' });
      expect(locked.body.role).toMatchObject({ options: { immutable: true }, description: 'kept' });
      const refused = (verb: string) => [
        403,
        'Forbidden',
        `Unable to ${verb} immutable role resource: \`${id}. Set resource option "immutable" to false first.`,
      ];
      expect(errorOf(await patch(admin, 'role', id, { description: 'x' }))).toEqual(refused('update'));
      expect(errorOf(await admin.keystone('DELETE', `/roles/${id}`))).toEqual(refused('delete'));
      const freed = await patch(admin, 'role', id, { options: { immutable: false } });
      expect(freed.body.role.options).toEqual({ immutable: false });
      expect((await admin.keystone('DELETE', `/roles/${id}`)).status).toBe(204);
    });

    test('implies others: admin member, and member reader', async () => {
      const { admin } = target();
      const [boss, member, reader] = await Promise.all(
        ['admin', 'member', 'reader'].map((name) => idOfRole(admin, name)),
      );
      for (const [prior, implied, name] of [
        [boss, member, 'member'],
        [member, reader, 'reader'],
      ]) {
        const { body } = await admin.keystone('GET', `/roles/${prior ?? ''}/implies`);
        expect(keysOf(body)).toEqual(['links', 'role_inference']);
        expect(body.role_inference.prior_role.id).toBe(prior);
        expect(body.role_inference.implies).toEqual([{ id: implied, name, links: { self: expect.any(String) } }]);
      }
      const none = await admin.keystone('GET', `/roles/${local.id as string}/implies`);
      expect(none.body.role_inference.implies).toEqual([]);
    });

    test('is for admins', async () => {
      const { member } = target();
      const path = `/roles/${local.id as string}`;
      expect(errorOf(await member.keystone('GET', '/roles'))).toEqual(denied('list_roles'));
      expect(errorOf(await member.keystone('GET', '/roles/nothing'))).toEqual(missing('role', 'nothing'));
      expect(errorOf(await member.keystone('GET', path))).toEqual(denied('get_domain_role'));
      expect(errorOf(await member.keystone('GET', `/roles?domain_id=${domain()}`))).toEqual(
        denied('list_domain_roles'),
      );
      expect(errorOf(await member.keystone('GET', `${path}/implies`))).toEqual(denied('list_implied_roles'));
      expect(errorOf(await post(member, 'role', { name: 'x' }))).toEqual(denied('create_role'));
      expect(errorOf(await patch(member, 'role', local.id, { name: 'x' }))).toEqual(denied('update_domain_role'));
      expect(errorOf(await member.keystone('DELETE', path))).toEqual(denied('delete_domain_role'));
    });
  });
}
