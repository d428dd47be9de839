/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import type { TargetOf } from '../contract-target.ts';
import type { Wire, WireAnswer } from '../wire.ts';
import { PASSWORD, denied, errorOf, idOfRole, make, missing, ownDomain, patch, wireOf } from './keystone-frame.ts';

const FAILED = [404, 'Not Found', 'Failed to validate token'];
const REFUSED = [401, 'Unauthorized', 'The request you have made requires authentication.'];

/** What ends a token, as a service that asks keystone is told. */
export function tokenEndsContract(target: TargetOf): void {
  describe('a token', () => {
    const domain = ownDomain(target);
    const wires: Wire[] = [];
    const ids = { user: '', project: '', member: '', reader: '' };
    let password = PASSWORD;
    beforeAll(async () => {
      const { admin } = target();
      ids.user = (await make(admin, 'user', { name: 'user', domain_id: domain(), password })).id;
      ids.project = (await make(admin, 'project', { name: 'project', domain_id: domain() })).id;
      ids.member = await idOfRole(admin, 'member');
      ids.reader = await idOfRole(admin, 'reader');
      await admin.keystone('PUT', grant());
    });
    afterAll(() => wires.forEach((wire) => wire.close()));
    const grant = () => `/projects/${ids.project}/users/${ids.user}/roles/${ids.member}`;
    const look = (value: string): Promise<WireAnswer> =>
      target().admin.keystone('GET', '/auth/tokens', { headers: { 'x-subject-token': value } });
    /** Logs in, when the second of the last end of tokens is over: what is made in it is dead too. */
    const login = async (): Promise<{ wire: Wire; value: string }> => {
      await sleep(target().clock, 1100);
      const wire = wireOf(target(), ids.user, { projectId: ids.project }, password);
      wires.push(wire);
      const { value } = await wire.login();
      expect((await look(value)).body.token.roles.map(({ name }: { name: string }) => name).toSorted()).toEqual([
        'member',
        'reader',
      ]);
      return { wire, value };
    };

    test('dies when its user changes the password, with the right one only', async () => {
      const { wire, value } = await login();
      const change = (original: string) =>
        wire.keystone('POST', `/users/${ids.user}/password`, {
          body: { user: { original_password: original, password: 'another-password' } },
        });
      expect(errorOf(await change('wrong'))).toEqual(REFUSED);
      expect((await look(value)).status).toBe(200);
      expect((await change(password)).status).toBe(204);
      expect(errorOf(await look(value))).toEqual(FAILED);
      expect((await wire.keystone('GET', '/auth/projects')).status).toBe(401);
      expect((await wire.renew()).status).toBe(401);
      password = 'another-password';
      const half = await wire.keystone('POST', `/users/${ids.user}/password`, {
        body: { user: { password } },
        withToken: false,
      });
      expect(errorOf(half)).toEqual([400, 'Bad Request', "'original_password' is a required property"]);
    });

    test('dies when an admin sets the password', async () => {
      const { value } = await login();
      expect((await patch(target().admin, 'user', ids.user, { password: PASSWORD })).status).toBe(200);
      password = PASSWORD;
      expect(errorOf(await look(value))).toEqual(FAILED);
    });

    test('dies when its user is disabled, for good', async () => {
      const { wire, value } = await login();
      await patch(target().admin, 'user', ids.user, { enabled: false });
      expect(errorOf(await look(value))).toEqual(FAILED);
      expect((await wire.renew()).status).toBe(401);
      await patch(target().admin, 'user', ids.user, { enabled: true });
      expect(errorOf(await look(value))).toEqual(FAILED);
    });

    test('dies when its project is disabled, and lives again afterwards', async () => {
      const { wire, value } = await login();
      await patch(target().admin, 'project', ids.project, { enabled: false });
      const message = `Unable to validate token because project ${ids.project} is disabled`;
      expect(errorOf(await look(value))).toEqual([404, 'Not Found', message]);
      expect((await wire.renew()).status).toBe(401);
      await patch(target().admin, 'project', ids.project, { enabled: true });
      expect((await look(value)).status).toBe(200);
    });

    test('dies when its domain is disabled, and lives again afterwards', async () => {
      const { wire, value } = await login();
      await patch(target().admin, 'domain', domain(), { enabled: false });
      const message = `Unable to validate token because domain ${domain()} is disabled`;
      expect(errorOf(await look(value))).toEqual([404, 'Not Found', message]);
      expect((await wire.renew()).status).toBe(401);
      await patch(target().admin, 'domain', domain(), { enabled: true });
      expect((await look(value)).status).toBe(200);
    });

    test('dies with the last role of its user in its scope', async () => {
      const { wire, value } = await login();
      await target().admin.keystone('DELETE', grant());
      expect(errorOf(await look(value))).toEqual([404, 'Not Found', `Could not find token: ${value}.`]);
      expect((await wire.renew()).status).toBe(401);
      await target().admin.keystone('PUT', grant());
      expect((await wire.renew()).status).toBe(201);
    });

    test('dies when its user leaves a group', async () => {
      const { admin } = target();
      const group = await make(admin, 'group', { name: 'group', domain_id: domain() });
      const membership = `/groups/${group.id as string}/users/${ids.user}`;
      await admin.keystone('PUT', membership);
      const { value } = await login();
      await admin.keystone('DELETE', membership);
      expect(errorOf(await look(value))).toEqual(FAILED);
    });

    test('is ended by its own user and by admins, and looked at by nobody else', async () => {
      const { admin, member } = target();
      const { wire, value } = await login();
      const own = await admin.login();
      for (const subject of [value, own.value]) {
        const headers = { 'x-subject-token': subject };
        expect(errorOf(await member.keystone('GET', '/auth/tokens', { headers }))).toEqual(denied('validate_token'));
        expect(errorOf(await member.keystone('DELETE', '/auth/tokens', { headers }))).toEqual(denied('revoke_token'));
      }
      const unknown = await member.keystone('DELETE', '/auth/tokens', { headers: { 'x-subject-token': 'x' } });
      expect(errorOf(unknown)).toEqual([404, 'Not Found', 'Could not recognize Fernet token']);
      const ended = await wire.keystone('DELETE', '/auth/tokens', { headers: { 'x-subject-token': value } });
      expect(ended.status).toBe(204);
      expect(errorOf(await look(value))).toEqual(FAILED);
    });

    test('dies with its project and with its user', async () => {
      const { admin } = target();
      const { value } = await login();
      await admin.keystone('DELETE', `/projects/${ids.project}`);
      expect(errorOf(await look(value))).toEqual(missing('project', ids.project));
      const wire = wireOf(target(), ids.user, {}, password);
      wires.push(wire);
      const unscoped = await wire.login();
      await admin.keystone('DELETE', `/users/${ids.user}`);
      expect(errorOf(await look(unscoped.value))).toEqual(missing('user', ids.user));
    });
  });
}
