/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';

/** What is around every answer of nova: versions, request ids, refused tokens, unknown paths. */
export function novaFrameContract(target: TargetOf): void {
  describe('nova', () => {
    test('says which microversions it speaks', async () => {
      const { status, body } = await target().admin.nova('GET', '/', { version: null });
      expect(status).toBe(200);
      expect(body.version).toMatchObject({
        id: 'v2.1',
        status: 'CURRENT',
        min_version: '2.1',
        version: expect.stringMatching(/^2\.\d+$/),
      });
    });

    test.each([
      [null, '2.1'],
      ['2.53', '2.53'],
      ['2.9', '2.9'],
    ])('asked for version %s it speaks %s', async (version, spoken) => {
      const { headers } = await target().admin.nova('GET', '/flavors', { version });
      expect(headers['openstack-api-version']).toBe(`compute ${spoken}`);
      expect(headers['x-openstack-nova-api-version']).toBe(spoken);
      expect(headers['vary']).toContain('OpenStack-API-Version');
    });

    test('looks for its own name among several versions, and knows the old header', async () => {
      const { admin } = target();
      const several = { 'openstack-api-version': 'volume 3.70, compute 2.60' };
      const one = await admin.nova('GET', '/flavors', { version: null, headers: several });
      expect(one.headers['openstack-api-version']).toBe('compute 2.60');
      const old = { 'x-openstack-nova-api-version': '2.61' };
      const two = await admin.nova('GET', '/flavors', { version: null, headers: old });
      expect(two.headers['openstack-api-version']).toBe('compute 2.61');
    });

    test('refuses a version that it does not speak, and one that is none', async () => {
      const { admin } = target();
      const tooNew = await admin.nova('GET', '/flavors', { version: '2.999' });
      expect(tooNew.status).toBe(406);
      expect(tooNew.body.computeFault.code).toBe(406);
      expect(tooNew.body.computeFault.message).toMatch(
        /^Version 2\.999 is not supported by the API\. Minimum is 2\.1 and maximum is 2\.\d+\.$/,
      );
      const none = await admin.nova('GET', '/flavors', { version: 'x' });
      expect(none.status).toBe(400);
      expect(none.body.badRequest.message).toBe(
        'API Version String x is of invalid format. Must be of format MajorNum.MinorNum.',
      );
    });

    test('names every request, and does not echo the name that was sent', async () => {
      const sent = 'req-00000000-0000-4000-8000-000000000001';
      const { headers } = await target().admin.nova('GET', '/flavors', { headers: { 'x-openstack-request-id': sent } });
      expect(headers['x-openstack-request-id']).toMatch(/^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(headers['x-openstack-request-id']).not.toBe(sent);
      expect(headers['x-compute-request-id']).toBe(headers['x-openstack-request-id']);
    });

    test('refuses a request without a token and one with a dead token', async () => {
      const { admin } = target();
      const bad = { headers: { 'x-auth-token': 'dead' } };
      for (const request of [{ withToken: false }, bad]) {
        const answer = await admin.nova('GET', '/servers', request);
        expect(answer.status).toBe(401);
        expect(answer.headers['www-authenticate']).toMatch(/^Keystone uri="http/);
        expect(answer.body).toEqual({
          error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
        });
      }
    });

    test.each([
      ['GET', '/nowhere'],
      ['PATCH', '/servers'],
    ] as const)('knows no %s %s: JSON of a sort for those who ask for it, else HTML', async (method, path) => {
      const { admin } = target();
      const asked = await admin.nova(method, path);
      expect(asked.status).toBe(404);
      expect(asked.body).toEqual({
        title: 'Not Found',
        code: '404 Not Found',
        message: 'The resource could not be found.<br /><br />\n\n\n',
      });
      const html = await admin.nova(method, path, { headers: { accept: '*/*' } });
      expect(html.status).toBe(404);
      expect(html.headers['content-type']).toMatch(/^text\/html/);
      expect(html.body).toContain('<h1>404 Not Found</h1>');
    });
  });
}
