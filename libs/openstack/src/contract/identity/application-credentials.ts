/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, sleep } from '@opsbook/context';
import { type TargetOf, keysOf, until } from '../contract-target.ts';
import type { Json, Wire, WireAnswer } from '../wire.ts';
import { PASSWORD, denied, errorOf, idOfRole, make, missing, ownDomain, wireAs, wireOf } from './keystone-frame.ts';

const REFUSED = [401, 'Unauthorized', 'The request you have made requires authentication.'];
const CREDENTIAL = [
  'description',
  'expires_at',
  'id',
  'links',
  'name',
  'project_id',
  'roles',
  'system',
  'unrestricted',
  'user_id',
];

/** Application credentials: what they are, what they may do, when they end. */
export function applicationCredentialsContract(target: TargetOf): void {
  describe('an application credential', () => {
    const domain = ownDomain(target);
    let owner: Wire;
    let path = '';
    let projectId = '';
    beforeAll(async () => {
      const { admin } = target();
      const user = await make(admin, 'user', { name: 'user', domain_id: domain(), password: PASSWORD });
      projectId = (await make(admin, 'project', { name: 'project', domain_id: domain() })).id;
      const member = await idOfRole(admin, 'member');
      await admin.keystone('PUT', `/projects/${projectId}/users/${user.id as string}/roles/${member}`);
      owner = wireOf(target(), user.id, { projectId });
      path = `/users/${user.id as string}/application_credentials`;
    });
    afterAll(() => owner.close());
    // Keystone's AuthContextMiddleware keeps a request's token where its other threads put theirs: it may look for the roles of
    // somebody else's token, and refuses with this one message, which is never what is asked for here.
    const foreign = 'Invalid application credential: Could not find role assignment with role: ';
    const ask = (body: object, wire = owner): Promise<WireAnswer> =>
      until(
        target(),
        () => wire.keystone('POST', path, { body: { application_credential: body } }),
        (answer) => !String(errorOf(answer)[2]).startsWith(foreign),
      );
    const create = async (body: object): Promise<Json> => {
      const answer = await ask({ roles: [{ name: 'member' }, { name: 'reader' }], ...body });
      expect(answer.status).toBe(201);
      return answer.body.application_credential;
    };
    const using = ({ id }: Json, secret: string): Wire =>
      wireAs(target(), {
        type: 'v3applicationcredential',
        applicationCredentialId: id,
        applicationCredentialSecret: new Secret(secret),
      });
    const rolesOf = ({ roles }: Json): string[] => roles.map(({ name }: { name: string }) => name).toSorted();

    test('tells its secret once, and has all roles of the token', async () => {
      const answer = await ask({ name: 'plain' });
      expect(answer.status).toBe(201);
      const made = answer.body.application_credential;
      expect(keysOf(made)).toEqual([...CREDENTIAL, 'secret'].toSorted());
      expect(made).toMatchObject({ description: null, expires_at: null, unrestricted: null, project_id: projectId });
      expect(made.secret).toMatch(/^[\w-]{86}$/);
      expect(rolesOf(made)).toEqual(['member', 'reader']);
      const { body } = await owner.keystone('GET', `${path}/${made.id as string}`);
      expect(keysOf(body.application_credential)).toEqual(CREDENTIAL);
      const list = await owner.keystone('GET', `${path}?name=plain`);
      expect(list.body.application_credentials.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    });

    test('has those roles that were asked for, of those of the token', async () => {
      const some = await create({ name: 'some', roles: [{ name: 'reader' }], expires_at: '2035-01-01T00:00:00Z' });
      expect(rolesOf(some)).toEqual(['reader']);
      expect(some.expires_at).toBe('2035-01-01T00:00:00.000000');
      const wire = using(some, some.secret);
      const token = await wire.token();
      expect(token.roles?.map(({ name }) => name)).toEqual(['reader']);
      expect(token.project?.id).toBe(projectId);
      wire.close();
      const more = await ask({ name: 'more', roles: [{ name: 'admin' }] });
      const message = 'Invalid application credential: Cannot create an application credential with unassigned role';
      expect(errorOf(more)).toEqual([400, 'Bad Request', message]);
      const odd = await ask({ name: 'more', roles: [{ name: 'nothing' }] });
      expect(errorOf(odd)).toEqual([404, 'Not Found', 'Role nothing is not defined']);
    });

    test('has a name of its own, and an end to come', async () => {
      await create({ name: 'twin' });
      const message =
        'Conflict occurred attempting to store application_credential - Duplicate entry found with name twin.';
      expect(errorOf(await ask({ name: 'twin' }))).toEqual([409, 'Conflict', message]);
      expect(errorOf(await ask({}))).toEqual([400, 'Bad Request', "'name' is a required property"]);
      const past = await ask({ name: 'past', expires_at: '2020-01-01T00:00:00Z' });
      expect(errorOf(past)).toEqual([
        400,
        'Bad Request',
        expect.stringMatching(/^The 'expires_at' must not be before now\. /),
      ]);
      const soon = await ask({ name: 'soon', expires_at: 'soon' });
      expect(errorOf(soon)).toEqual([
        400,
        'Bad Request',
        expect.stringMatching(/^Timestamp not in expected format\. /),
      ]);
    });

    test('opens with its secret, by id or by name, and asks for no scope', async () => {
      const { admin } = target();
      const made = await create({ name: 'key', secret: 'contract-secret' });
      expect(made.secret).toBe('contract-secret');
      const login = (credential: object, scope?: object) =>
        admin.keystone('POST', '/auth/tokens', {
          withToken: false,
          body: {
            auth: {
              identity: { methods: ['application_credential'], application_credential: credential },
              ...(scope && { scope }),
            },
          },
        });
      const { id } = made;
      const byId = await login({ id, secret: made.secret });
      expect([byId.status, byId.body.token.methods]).toEqual([201, ['application_credential']]);
      const user = { id: made.user_id };
      expect((await login({ name: 'key', user, secret: made.secret })).status).toBe(201);
      expect(errorOf(await login({ id, secret: 'wrong' }))).toEqual(REFUSED);
      expect(errorOf(await login({ name: 'nothing', user, secret: made.secret }))).toEqual(REFUSED);
      const lost = await login({ id: 'nothing', secret: made.secret });
      expect(errorOf(lost)).toEqual(missing('Application Credential', 'nothing'));
      const scoped = await login({ id, secret: made.secret }, { project: { id: projectId } });
      const why = 'Error authenticating with application credential: Application credentials cannot request a scope.';
      expect(errorOf(scoped)).toEqual([401, 'Unauthorized', why]);
    });

    test('makes and deletes others only when it is unrestricted', async () => {
      const bound = await create({ name: 'bound' });
      const wire = using(bound, bound.secret);
      const refused = [
        403,
        'Forbidden',
        "You are not authorized to perform the requested action: Using method 'application_credential' is not allowed for managing additional application credentials..",
      ];
      expect(errorOf(await ask({ name: 'x' }, wire))).toEqual(refused);
      expect(errorOf(await wire.keystone('DELETE', `${path}/${bound.id as string}`))).toEqual(refused);
      expect((await wire.keystone('GET', path)).status).toBe(200);
      wire.close();
      const free = await create({ name: 'free', unrestricted: true });
      expect(free.unrestricted).toBe(true);
      const freely = using(free, free.secret);
      expect((await ask({ name: 'offspring', roles: [{ name: 'reader' }] }, freely)).status).toBe(201);
      freely.close();
    });

    test('keeps its access rules, which outlive it', async () => {
      const rule = { service: 'compute', method: 'GET', path: '/v2.1/servers' };
      const made = await create({ name: 'ruled', access_rules: [rule] });
      expect(made.access_rules).toEqual([{ ...rule, id: expect.any(String) }]);
      const rules = path.replace('application_credentials', 'access_rules');
      const { body } = await owner.keystone('GET', rules);
      expect(body.access_rules).toEqual([{ ...made.access_rules[0], links: { self: expect.any(String) } }]);
      const one = `${rules}/${made.access_rules[0].id as string}`;
      const used = await owner.keystone('DELETE', one);
      expect(used.status).toBe(403);
      expect((await owner.keystone('DELETE', `${path}/${made.id as string}`)).status).toBe(204);
      expect((await owner.keystone('GET', one)).body.access_rule).toMatchObject(rule);
      expect((await owner.keystone('DELETE', one)).status).toBe(204);
      expect((await owner.keystone('DELETE', one)).status).toBe(404);
    });

    test("is its owner's, and an admin's to look at", async () => {
      const { admin, member } = target();
      const made = await create({ name: 'mine' });
      const one = `${path}/${made.id as string}`;
      expect((await admin.keystone('GET', one)).status).toBe(200);
      expect(errorOf(await ask({ name: 'x' }, admin))).toEqual(denied('create_application_credential'));
      expect(errorOf(await member.keystone('GET', path))).toEqual(denied('list_application_credentials'));
      expect(errorOf(await member.keystone('GET', one))).toEqual(denied('get_application_credential'));
      expect(errorOf(await member.keystone('DELETE', one))).toEqual(denied('delete_application_credential'));
      const own = `/users/${(await member.token()).user.id}/application_credentials/${made.id as string}`;
      expect(errorOf(await member.keystone('GET', own))).toEqual(denied('get_application_credential'));
      const lost = await owner.keystone('GET', `${path}/nothing`);
      expect(errorOf(lost)).toEqual(missing('Application Credential', 'nothing'));
    });

    test('opens no more after its end, nor after it was deleted', async () => {
      const { clock, admin } = target();
      const end = new Date(clock.now() + 2000).toISOString();
      const brief = await create({ name: 'brief', expires_at: end });
      const late = using(brief, brief.secret);
      await sleep(clock, 2500);
      expect(errorOf(await late.renew())).toEqual(REFUSED);
      late.close();
      const made = await create({ name: 'gone' });
      const wire = using(made, made.secret);
      const { value } = await wire.login();
      expect((await owner.keystone('DELETE', `${path}/${made.id as string}`)).status).toBe(204);
      const dead = await admin.keystone('GET', '/auth/tokens', { headers: { 'x-subject-token': value } });
      expect(errorOf(dead)).toEqual(missing('Application Credential', made.id));
      expect(errorOf(await wire.renew())).toEqual(missing('Application Credential', made.id));
      wire.close();
    });
  });
}
