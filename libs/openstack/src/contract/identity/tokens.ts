/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';
import { Wire } from '../wire.ts';

/** Tokens and what they say, refusals, projects and users. */
export function tokensContract(target: TargetOf): void {
  describe('keystone', () => {
    test('answers a login with a token in a header and its facts in the body', async () => {
      const answer = await target().admin.renew();
      expect(answer.status).toBe(201);
      expect(answer.headers['x-subject-token']).toMatch(/^\S{20,}$/);
      expect(answer.headers['x-openstack-request-id']).toMatch(/^req-/);
      const { token } = answer.body;
      expect(token.expires_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(token.issued_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(token.roles.map(({ name }: { name: string }) => name)).toContain('admin');
      expect(token.project).toEqual({
        id: expect.any(String),
        name: expect.any(String),
        domain: { id: expect.any(String), name: expect.any(String) },
      });
      expect(token.user).toMatchObject({ id: expect.any(String), name: expect.any(String), password_expires_at: null });
      const types = token.catalog.map(({ type }: { type: string }) => type);
      expect(types).toEqual(expect.arrayContaining(['identity', 'compute', 'image']));
      expect(token.catalog[0].endpoints[0]).toEqual({
        id: expect.any(String),
        interface: expect.stringMatching(/^(public|internal|admin)$/),
        region: expect.any(String),
        region_id: expect.any(String),
        url: expect.stringMatching(/^http/),
      });
    });

    test('tells a wrong password and an unknown user by the same 401', async () => {
      const refused = {
        error: {
          code: 401,
          title: 'Unauthorized',
          message: 'The request you have made requires authentication.',
        },
      };
      for (const user of [{ password: 'wrong' }, { name: 'nobody-of-that-name' }]) {
        const answer = await login(target().admin, user);
        expect(answer.status).toBe(401);
        expect(answer.body).toEqual(refused);
      }
    });

    test('wants to be asked for something', async () => {
      const { admin } = target();
      const answer = await admin.keystone('POST', '/auth/tokens', { body: {}, withToken: false });
      expect(answer.status).toBe(400);
      expect(answer.body.error.title).toBe('Bad Request');
      expect(answer.body.error.message).toMatch(/^Expecting to find auth in request body\. /);
    });

    test('says whether a token is good, and refuses one that was revoked', async () => {
      const { admin, clock } = target();
      const passing = new Wire(admin.config, clock);
      const { value } = await passing.login();
      const subject = { 'x-subject-token': value };
      const good = await admin.keystone('GET', '/auth/tokens', { headers: subject });
      expect(good.status).toBe(200);
      expect(good.body.token.user.id).toBe((await admin.token()).user.id);
      expect((await admin.keystone('DELETE', '/auth/tokens', { headers: subject })).status).toBe(204);
      expect((await admin.keystone('GET', '/auth/tokens', { headers: subject })).status).toBe(404);
      expect((await passing.keystone('GET', '/projects')).status).toBe(401);
      const wrong = await admin.keystone('GET', '/auth/tokens', { headers: { 'x-subject-token': 'none' } });
      expect(wrong.status).toBe(404);
      passing.close();
    });

    test('lists projects and users for an admin, and finds them by name', async () => {
      const { admin } = target();
      const { project, user } = await admin.token();
      const projects = await admin.keystone('GET', `/projects?name=${project?.name ?? ''}`);
      expect(projects.body.links).toMatchObject({ next: null, previous: null });
      expect(projects.body.projects[0]).toMatchObject({
        name: project?.name,
        enabled: true,
        is_domain: false,
        tags: [],
        description: expect.any(String),
        domain_id: expect.any(String),
        parent_id: expect.any(String),
      });
      const users = await admin.keystone('GET', `/users?name=${user.name}`);
      expect(users.body.users[0]).toMatchObject({ id: user.id, enabled: true, password_expires_at: null });
      const one = await admin.keystone('GET', `/users/${user.id}`);
      expect(one.body.user.name).toBe(user.name);
    });

    test('says what it could not find, and answers an unknown path with HTML', async () => {
      const { admin } = target();
      for (const kind of ['project', 'user']) {
        const answer = await admin.keystone('GET', `/${kind}s/nothing`);
        expect(answer.status).toBe(404);
        expect(answer.body.error).toEqual({
          code: 404,
          title: 'Not Found',
          message: `Could not find ${kind}: nothing.`,
        });
      }
      const nowhere = await admin.keystone('GET', '/nowhere');
      expect(nowhere.status).toBe(404);
      expect(nowhere.headers['content-type']).toMatch(/^text\/html/);
    });

    test('keeps the lists from members', async () => {
      for (const kind of ['projects', 'users']) {
        const answer = await target().member.keystone('GET', `/${kind}`);
        expect(answer.status).toBe(403);
        expect(answer.body.error).toEqual({
          code: 403,
          title: 'Forbidden',
          message: `You are not authorized to perform the requested action: identity:list_${kind}.`,
        });
      }
    });
  });
}

function login(wire: Wire, changed: object) {
  const { username, userDomainName, userDomainId } = wire.config.auth;
  const domain = userDomainId === undefined ? { name: userDomainName ?? 'Default' } : { id: userDomainId };
  const user = { name: username, domain, password: 'any', ...changed };
  const body = { auth: { identity: { methods: ['password'], password: { user } } } };
  return wire.keystone('POST', '/auth/tokens', { body, withToken: false });
}
