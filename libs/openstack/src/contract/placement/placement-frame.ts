/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import { endpointOf } from '../../core/catalog.ts';
import { type TargetOf, keysOf } from '../contract-target.ts';
import { ZERO, errorOf } from './contract-providers.ts';

const NONE = 'placement.undefined_code';

/** Versions, errors, and who may do what. */
export function placementFrameContract(target: TargetOf): void {
  describe('placement', () => {
    test('tells its versions at its root without a token', async () => {
      const { admin } = target();
      const root = endpointOf(admin.config, (await admin.token()).catalog ?? [], 'placement');
      const { status, body } = await admin.send('GET', `${root}/`, { withToken: false });
      expect(status).toBe(200);
      expect(body.versions).toEqual([
        {
          id: 'v1.0',
          max_version: '1.39',
          min_version: '1.0',
          status: 'CURRENT',
          links: [{ rel: 'self', href: '' }],
        },
      ]);
    });

    test('refuses a dead token as every service but glance does', async () => {
      const answer = await target().admin.placement('GET', '/traits', { headers: { 'x-auth-token': 'dead' } });
      expect(answer.status).toBe(401);
      expect(answer.body.error.message).toBe('The request you have made requires authentication.');
      expect(answer.headers['x-openstack-request-id']).toMatch(/^req-/);
    });

    test('repeats the version that it was asked for', async () => {
      const { admin } = target();
      const newest = await admin.placement('GET', '/resource_providers', { version: 'latest' });
      expect(newest.headers['openstack-api-version']).toBe('placement 1.39');
      const oldest = await admin.placement('GET', '/resource_providers', { version: null });
      expect(oldest.headers['openstack-api-version']).toBe('placement 1.0');
      expect(keysOf(oldest.body.resource_providers[0])).toEqual(['generation', 'links', 'name', 'uuid']);
      const several = await admin.placement('GET', '/resource_providers', {
        version: null,
        headers: { 'openstack-api-version': 'compute 2.93, placement 1.14' },
      });
      expect(several.body.resource_providers[0]).toHaveProperty('root_provider_uuid');
    });

    test('says which versions it has to one that it has not', async () => {
      const { status, body } = await target().admin.placement('GET', '/resource_providers', { version: '1.999' });
      expect(status).toBe(406);
      expect(keysOf(body.errors[0])).toEqual(['detail', 'max_version', 'min_version', 'request_id', 'status', 'title']);
      expect(body.errors[0]).toMatchObject({
        title: 'Not Acceptable',
        detail: expect.stringContaining('Invalid microversion: Unacceptable version header: 1.999'),
        max_version: '1.39',
        min_version: '1.0',
      });
      const odd = await target().admin.placement('GET', '/resource_providers', { version: 'abc' });
      expect(odd.status).toBe(400);
      expect(odd.body.errors[0].detail).toContain('Invalid microversion: invalid version string: abc');
    });

    test('has a code in its errors from 1.23', async () => {
      const { admin } = target();
      const path = `/resource_providers/${ZERO}`;
      const before = await admin.placement('GET', path, { version: '1.22' });
      expect(keysOf(before.body.errors[0])).toEqual(['detail', 'request_id', 'status', 'title']);
      const since = await admin.placement('GET', path, { version: '1.23' });
      expect(keysOf(since.body.errors[0])).toEqual(['code', 'detail', 'request_id', 'status', 'title']);
      expect(since.body.errors[0]).toMatchObject({
        status: 404,
        title: 'Not Found',
        detail: `The resource could not be found.\n\n No resource provider with uuid ${ZERO} found  `,
        request_id: since.headers['x-openstack-request-id'],
      });
    });

    test('does not know a path in its own JSON', async () => {
      expect(errorOf(await target().admin.placement('GET', '/nowhere'))).toEqual([404, NONE, '']);
    });

    const lost = `No resource provider with uuid ${ZERO} found`;
    test.each([
      ['inventories', `${lost} : ${lost}`],
      ['usages', `${lost}: ${lost}`],
      ['traits', `${lost}: ${lost}`],
      ['aggregates', lost],
      ['allocations', `Resource provider '${ZERO}' not found: ${lost}`],
    ])('has no %s of a provider that there is not', async (part, words) => {
      const answer = await target().admin.placement('GET', `/resource_providers/${ZERO}/${part}`);
      expect(errorOf(answer)).toEqual([404, NONE, words]);
    });

    test.each([
      ['GET', '/resource_providers', 'resource_providers:list'],
      ['GET', `/resource_providers/${ZERO}/inventories`, 'resource_providers:inventories:list'],
      ['GET', '/allocation_candidates?resources=VCPU:1', 'allocation_candidates:list'],
      ['DELETE', `/allocations/${ZERO}`, 'allocations:delete'],
      ['GET', '/traits', 'traits:list'],
      ['GET', '/usages?project_id=other', 'usages'],
    ] as const)('is not for members: %s %s', async (method, path, rule) => {
      const message = `Policy does not allow placement:${rule} to be performed.`;
      expect(errorOf(await target().member.placement(method, path))).toEqual([403, NONE, message]);
    });

    test('lets a member see what its project uses', async () => {
      const { member } = target();
      const projectId = (await member.token()).project?.id ?? '';
      const { status, body } = await member.placement('GET', `/usages?project_id=${projectId}`);
      expect(status).toBe(200);
      expect(body).toEqual({ usages: expect.any(Object) });
    });

    test('knows traits and resource classes by name', async () => {
      const { admin } = target();
      const traits = await admin.placement('GET', '/traits?name=startswith:COMPUTE_NODE');
      expect(traits.body).toEqual({ traits: ['COMPUTE_NODE'] });
      const used = await admin.placement('GET', '/traits?associated=true');
      expect(used.body.traits).toContain('COMPUTE_NODE');
      expect(used.body.traits).not.toContain('COMPUTE_SECURITY_TPM_1_2');
      const classes = await admin.placement('GET', '/resource_classes');
      expect(classes.body.resource_classes).toContainEqual({
        name: 'VCPU',
        links: [{ rel: 'self', href: '/resource_classes/VCPU' }],
      });
    });

    test('keeps custom traits, and its own ones from being deleted', async () => {
      const { admin } = target();
      const path = '/traits/CUSTOM_OPSBOOK_CONTRACT';
      expect((await admin.placement('PUT', path)).status).toBe(201);
      expect((await admin.placement('PUT', path)).status).toBe(204);
      expect((await admin.placement('DELETE', path)).status).toBe(204);
      const words = 'No such trait(s): CUSTOM_OPSBOOK_CONTRACT.';
      expect(errorOf(await admin.placement('DELETE', path))).toEqual([404, NONE, words]);
      const standard = await admin.placement('DELETE', '/traits/COMPUTE_NODE');
      expect(errorOf(standard)).toEqual([400, NONE, 'Cannot delete standard trait COMPUTE_NODE.']);
    });
  });
}
