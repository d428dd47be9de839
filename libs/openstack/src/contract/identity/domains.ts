/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import { denied, errorOf, make, missing, ownDomain, patch, post, wireOf, PASSWORD } from './keystone-frame.ts';

/** Domains, and what goes with them. */
export function domainsContract(target: TargetOf): void {
  describe('a domain', () => {
    const domain = ownDomain(target);

    test('is listed by its name, and shown', async () => {
      const { admin } = target();
      const { body } = await admin.keystone('GET', `/domains?name=${PREFIX}domain`);
      expect(body.domains.map(({ id }: { id: string }) => id)).toEqual([domain()]);
      expect(keysOf(body.domains[0])).toEqual(['description', 'enabled', 'id', 'links', 'name', 'options', 'tags']);
      const shown = await admin.keystone('GET', `/domains/${domain()}`);
      expect(shown.body.domain).toMatchObject({ description: '', enabled: true, options: {}, tags: [] });
      expect(errorOf(await admin.keystone('GET', '/domains/nowhere'))).toEqual(missing('domain', 'nowhere'));
    });

    test('has a name of its own', async () => {
      const { admin } = target();
      const taken = (name: string) => [
        409,
        'Conflict',
        `Conflict occurred attempting to store project - it is not permitted to have two projects acting as domains with the same name: ${name}.`,
      ];
      expect(errorOf(await post(admin, 'domain', { name: `${PREFIX}domain` }))).toEqual(taken(`${PREFIX}domain`));
      expect(errorOf(await patch(admin, 'domain', domain(), { name: 'Default' }))).toEqual(taken('Default'));
      expect(errorOf(await post(admin, 'domain', {}))).toEqual([400, 'Bad Request', "'name' is a required property"]);
    });

    test('is deleted after it was disabled, with all that it holds but its roles', async () => {
      const { admin } = target();
      const { id } = await make(admin, 'domain', { name: 'other', description: 'short-lived' });
      const project = await make(admin, 'project', { name: 'within', domain_id: id });
      const user = await make(admin, 'user', { name: 'within', domain_id: id, password: PASSWORD });
      const role = await make(admin, 'role', { name: 'within', domain_id: id });
      const early = await admin.keystone('DELETE', `/domains/${id as string}`);
      const message = 'Cannot delete a domain that is enabled, please disable it first.';
      expect(errorOf(early)).toEqual([403, 'Forbidden', message]);
      const disabled = await patch(admin, 'domain', id, { enabled: false });
      expect(disabled.body.domain).toMatchObject({ enabled: false, description: 'short-lived' });
      const wire = wireOf(target(), user.id, {});
      expect((await wire.renew()).status).toBe(401);
      wire.close();
      expect((await admin.keystone('DELETE', `/domains/${id as string}`)).status).toBe(204);
      for (const path of [
        `/domains/${id as string}`,
        `/projects/${project.id as string}`,
        `/users/${user.id as string}`,
      ]) {
        expect((await admin.keystone('GET', path)).status).toBe(404);
      }
      const orphans = await admin.keystone('GET', `/roles?domain_id=${id as string}`);
      expect(orphans.body.roles.map((one: { id: string }) => one.id)).toEqual([role.id]);
      expect((await admin.keystone('DELETE', `/roles/${role.id as string}`)).status).toBe(204);
    });

    test('is for its own people to look at, and nothing more', async () => {
      const { member } = target();
      const own = (await member.token()).project as { domain?: { id: string } } | undefined;
      expect((await member.keystone('GET', `/domains/${own?.domain?.id ?? ''}`)).status).toBe(200);
      expect(errorOf(await member.keystone('GET', `/domains/${domain()}`))).toEqual(denied('get_domain'));
      expect(errorOf(await member.keystone('GET', '/domains'))).toEqual(denied('list_domains'));
      expect(errorOf(await post(member, 'domain', { name: 'x' }))).toEqual(denied('create_domain'));
      expect(errorOf(await patch(member, 'domain', domain(), { name: 'x' }))).toEqual(denied('update_domain'));
      expect(errorOf(await member.keystone('DELETE', `/domains/${domain()}`))).toEqual(denied('delete_domain'));
    });
  });
}
