/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import { endpointOf } from '../../core/catalog.ts';
import type { TargetOf } from '../contract-target.ts';
import { absent, bad, errorOf } from './contract-volumes.ts';

const REQUEST_ID = /^req-[0-9a-f-]{36}$/;
const MALFORMED = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';

/** Versions, projects in paths, and errors, which are the same for everything that cinder has. */
export function cinderFrameContract(target: TargetOf): void {
  describe('cinder', () => {
    const root = async () => {
      const { admin } = target();
      const endpoint = endpointOf(admin.config, (await admin.token()).catalog ?? [], 'block-storage');
      return endpoint.replace(/\/v3\/.*$/, '');
    };

    test('is in the catalog under a new type and an old one, with the project in its address', async () => {
      const { admin } = target();
      const { catalog = [], project } = await admin.token();
      for (const type of ['block-storage', 'volumev3']) {
        expect(endpointOf(admin.config, catalog, type)).toMatch(new RegExp(`/v3/${project?.id ?? ''}$`));
      }
    });

    test('tells its versions at its root with 300 and without a token, below it with one', async () => {
      const { admin } = target();
      const choices = await admin.send('GET', `${await root()}/`, { withToken: false });
      expect(choices.status).toBe(300);
      const document = [{ id: 'v3.0', status: 'CURRENT', min_version: '3.0', version: '3.70' }];
      expect(choices.body.versions).toMatchObject(document);
      const one = await admin.send('GET', `${await root()}/v3/`);
      expect(one.status).toBe(200);
      expect(one.body.versions).toMatchObject(document);
      const refused = await admin.send('GET', `${await root()}/v3/`, { withToken: false });
      expect(refused.status).toBe(401);
      expect(refused.headers['www-authenticate']).toMatch(/^Keystone uri=/);
      expect(refused.headers['x-openstack-request-id']).toMatch(REQUEST_ID);
    });

    test('says which version it speaks, 3.0 where none is asked for', async () => {
      const { admin } = target();
      const newest = await admin.cinder('GET', '/limits', { version: 'latest' });
      expect(newest.headers['openstack-api-version']).toBe('volume 3.70');
      expect(newest.headers['vary']).toContain('OpenStack-API-Version');
      expect(newest.headers['x-openstack-request-id']).toMatch(REQUEST_ID);
      expect(newest.headers['x-compute-request-id']).toBe(newest.headers['x-openstack-request-id']);
      const none = await admin.cinder('GET', '/limits', { version: null });
      expect(none.headers['openstack-api-version']).toBe('volume 3.0');
      const several = { headers: { 'openstack-api-version': 'compute 2.90, volume 3.50' }, version: null };
      expect((await admin.cinder('GET', '/limits', several)).headers['openstack-api-version']).toBe('volume 3.50');
    });

    test.each(['compute 2.93', 'block-storage 3.1'])('refuses a version header that says %s only', async (header) => {
      const request = { headers: { 'openstack-api-version': header }, version: null };
      expect(errorOf(await target().admin.cinder('GET', '/limits', request))).toEqual(bad(MALFORMED));
    });

    test.each(['3.999', '2.0'])('does not speak %s', async (version) => {
      const answer = await target().admin.cinder('GET', '/limits', { version });
      const message = `Version ${version} is not supported by the API. Minimum is 3.0 and maximum is 3.70.`;
      expect(errorOf(answer)).toEqual([406, 'computeFault', message]);
    });

    test('knows no version x', async () => {
      const answer = await target().admin.cinder('GET', '/limits', { version: 'x' });
      const message = 'API Version String x is of invalid format. Must be of format MajorNum.MinorNum.';
      expect(errorOf(answer)).toEqual(bad(message));
    });

    test("refuses another project's id in the path, also of an admin, and does without one", async () => {
      const { admin, member } = target();
      const { project } = await member.token();
      const other = await admin.send('GET', `${await root()}/v3/${project?.id ?? ''}/volumes`);
      expect(errorOf(other)).toEqual(bad('Malformed request url'));
      const headers = { 'openstack-api-version': 'volume 3.67' };
      const without = await admin.send('GET', `${await root()}/v3/limits`, { headers });
      expect(without.status).toBe(200);
    });

    test('refuses a dead token as nova does', async () => {
      const answer = await target().admin.cinder('GET', '/volumes', { headers: { 'x-auth-token': 'dead' } });
      expect(answer.status).toBe(401);
      expect(answer.body.error).toEqual({
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      });
    });

    test.each([
      ['GET', '/nowhere'],
      ['PATCH', '/volumes'],
    ] as const)('does not know %s %s, in the words of its framework', async (method, path) => {
      const answer = await target().admin.cinder(method, path);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        title: 'Not Found',
        code: '404 Not Found',
        message: 'The resource could not be found.<br /><br />\n\n\n',
      });
      expect(answer.headers['x-openstack-request-id']).toMatch(REQUEST_ID);
    });

    test('does not know attachments before 3.27', async () => {
      const answer = await target().admin.cinder('GET', '/attachments', { version: '3.26' });
      expect(errorOf(answer)).toEqual(absent('The resource could not be found.'));
    });
  });
}
