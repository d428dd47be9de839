/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { PATCH, ZERO, cleanUpImagesAfter, errorOf, makeImage, sendData } from './contract-images.ts';

/** Images apart from their data: making, listing, changing. */
export function imagesContract(target: TargetOf): void {
  describe('an image', () => {
    cleanUpImagesAfter(target);
    let own: Json;
    beforeAll(async () => {
      own = await makeImage(target().member, 'own', { tags: ['t1'], os_distro: 'x' });
    });
    const path = (part = '') => `/images/${own.id as string}${part}`;

    test('is queued at once, shared with nobody, and without data', async () => {
      const { member } = target();
      expect(own).toEqual({
        id: expect.any(String),
        name: `${PREFIX}own`,
        status: 'queued',
        owner: (await member.token()).project?.id,
        visibility: 'shared',
        disk_format: 'raw',
        container_format: 'bare',
        size: null,
        virtual_size: null,
        checksum: null,
        os_hash_algo: null,
        os_hash_value: null,
        os_hidden: false,
        protected: false,
        min_ram: 0,
        min_disk: 0,
        tags: ['t1'],
        os_distro: 'x',
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        self: `/v2/images/${own.id as string}`,
        file: `/v2/images/${own.id as string}/file`,
        schema: '/v2/schemas/image',
      });
      expect((await member.glance('GET', path())).body).toEqual(own);
    });

    test('says how its data may come', async () => {
      const { admin } = target();
      const made = await admin.glance('POST', '/images', { body: { name: `${PREFIX}headers` } });
      expect(made.headers['location']).toContain(`/v2/images/${made.body.id as string}`);
      expect(made.headers['openstack-image-import-methods']).toContain('glance-direct');
      expect(made.headers).toHaveProperty('openstack-image-store-ids');
      await admin.glance('DELETE', `/images/${made.body.id as string}`);
    });

    test.each([
      [{ disk_format: 'odd' }, 400, "Provided object does not match schema 'image': 'odd' is not one of ["],
      [{ name: 5 }, 400, "Provided object does not match schema 'image': 5 is not of type 'null', 'string'"],
      [{ size: 4 }, 403, "Attribute 'size' is read-only."],
      [{ visibility: 'public' }, 403, 'You are not authorized to complete publicize_image action.'],
    ])('is not made of %j', async (body, status, message) => {
      const answer = await target().member.glance('POST', '/images', { body });
      expect(answer.status).toBe(status);
      expect(answer.body.message).toContain(message);
    });

    test('has an id of its own', async () => {
      const answer = await target().member.glance('POST', '/images', { body: { id: own.id } });
      expect(errorOf(answer)).toEqual([409, `Image ID ${own.id as string} already exists!`]);
    });

    test('is not made public by a member', async () => {
      const body = [{ op: 'add', path: '/visibility', value: 'public' }];
      const answer = await target().member.glance('PATCH', path(), { headers: PATCH, body });
      expect(errorOf(answer)).toEqual([403, 'You are not authorized to complete publicize_image action.']);
    });

    test('gets and loses tags, one at a time', async () => {
      const { member } = target();
      expect((await member.glance('PUT', path('/tags/t2'))).status).toBe(204);
      expect((await member.glance('PUT', path('/tags/t2'))).status).toBe(204);
      expect((await member.glance('GET', path())).body.tags.toSorted()).toEqual(['t1', 't2']);
      expect((await member.glance('DELETE', path('/tags/t2'))).status).toBe(204);
      const gone = await member.glance('DELETE', path('/tags/t2'));
      expect(errorOf(gone)).toEqual([404, 'The resource could not be found.']);
    });

    test('is neither deactivated nor reactivated while it is queued', async () => {
      for (const action of ['deactivate', 'reactivate']) {
        const early = await target().admin.glance('POST', path(`/actions/${action}`));
        expect(errorOf(early)).toEqual([403, `Not allowed to ${action} image in status 'queued'`]);
      }
    });

    test('is hidden from lists that do not ask for hidden ones', async () => {
      const { member } = target();
      const hidden = await makeImage(member, 'hidden', { os_hidden: true });
      const ids = async (query: string) =>
        (await member.glance('GET', `/images?name=${PREFIX}hidden${query}`)).body.images.map((one: Json) => one.id);
      expect(await ids('')).toEqual([]);
      expect(await ids('&os_hidden=true')).toEqual([hidden.id]);
    });
  });

  describe('a list of images', () => {
    cleanUpImagesAfter(target);
    const name = (one: string) => `${PREFIX}list-${one}`;
    beforeAll(async () => {
      const { member } = target();
      const a = await makeImage(member, 'list-a', { tags: ['red', 'blue'], os_distro: 'one' });
      await makeImage(member, 'list-b', { tags: ['red'], protected: true });
      await makeImage(member, 'list-c:1,2', { disk_format: 'qcow2' });
      await sendData(member, a.id as string, 'hello world');
    });
    const found = async (query: string): Promise<string[]> => {
      const { body } = await target().member.glance('GET', `/images?limit=1000&${query}`);
      const names = body.images.map((one: Json) => one.name as string) as string[];
      return names.filter((one) => one.startsWith(name(''))).map((one) => one.slice(name('').length));
    };

    test.each([
      [`name=${name('a')}`, ['a']],
      [`name=in:${name('a')},${name('b')}`, ['a', 'b']],
      [`name=eq:${name('c:1,2')}`, ['c:1,2']],
      [`name=in:"${name('c:1,2')}",${name('a')}`, ['a', 'c:1,2']],
      ['status=queued', ['b', 'c:1,2']],
      ['status=in:active,queued', ['a', 'b', 'c:1,2']],
      ['disk_format=in:qcow2', ['c:1,2']],
      ['tag=red', ['a', 'b']],
      ['tag=red&tag=blue', ['a']],
      ['os_distro=one', ['a']],
      ['protected=true', ['b']],
      ['size_min=11&size_max=11', ['a']],
      ['size_min=12', []],
      ['visibility=shared', ['a', 'b', 'c:1,2']],
      ['visibility=private', []],
      ['created_at=gt:2020-01-01T00:00:00Z', ['a', 'b', 'c:1,2']],
      ['created_at=lte:2020-01-01T00:00:00.000Z', []],
      ['updated_at=gte:2020-01-01T00:00:00Z', ['a', 'b', 'c:1,2']],
    ])('is filtered by %s', async (query, expected) => {
      expect((await found(query)).toSorted()).toEqual(expected);
    });

    test('is sorted as asked', async () => {
      expect(await found('sort=name:asc')).toEqual(['a', 'b', 'c:1,2']);
      expect(await found('sort=disk_format:asc,name:desc')).toEqual(['c:1,2', 'b', 'a']);
      expect(await found('sort_key=name&sort_dir=desc')).toEqual(['c:1,2', 'b', 'a']);
    });

    test.each([
      ['size_max=x', 'Unable to filter on a range with a non-numeric value.'],
      ['created_at=odd:2026-11-21T18:29:41Z', 'Unable to filter on a unknown operator.'],
      ['created_at=gt:zz', 'Bad "created_at" query filter format. Use ISO 8601 DateTime notation.'],
      ['sort=name:odd', 'Invalid sort direction: odd'],
      ['name=c:1,2', "Unable to filter by unknown operator 'c'."],
      [
        'sort=odd:asc',
        'Invalid sort key: odd. It must be one of the following: name, status, container_format, disk_format, size, id, created_at, updated_at.',
      ],
      ['visibility=odd', 'Invalid visibility value: odd'],
      ['member_status=odd', 'Invalid status: odd'],
      ['protected=odd', "Invalid value 'odd' for 'protected' filter. Valid values are 'true' or 'false'."],
      ['os_hidden=odd', "Invalid value 'odd' for 'os_hidden' filter. Valid values are 'true' or 'false'."],
    ])('is refused by %s', async (query, message) => {
      expect(errorOf(await target().member.glance('GET', `/images?${query}`))).toEqual([400, message]);
    });

    test('has the community of others only when asked for', async () => {
      const { admin, member } = target();
      const { id } = await makeImage(admin, 'community', { visibility: 'community' });
      const listed = async (query: string) =>
        (await member.glance('GET', `/images?name=${PREFIX}community${query}`)).body.images.map((one: Json) => one.id);
      expect(await listed('')).toEqual([]);
      expect(await listed('&visibility=community')).toEqual([id]);
      expect((await member.glance('GET', `/images/${id as string}`)).status).toBe(200);
    });
  });

  describe('a member of an image', () => {
    cleanUpImagesAfter(target);
    let id = '';
    let project = '';
    beforeAll(async () => {
      id = (await makeImage(target().admin, 'members')).id as string;
      project = (await target().member.token()).project?.id ?? '';
    });
    const path = (part = '') => `/images/${id}/members${part}`;
    const listed = async (query: string): Promise<boolean> => {
      const { body } = await target().member.glance('GET', `/images?limit=1000&${query}`);
      return body.images.some((one: Json) => one.id === id);
    };

    test('is a project that the owner names, once', async () => {
      const { admin, member } = target();
      expect((await admin.glance('GET', path())).body).toEqual({ members: [], schema: '/v2/schemas/members' });
      expect(errorOf(await member.glance('GET', path()))).toEqual([404, `Image ${id} not found.`]);
      const added = await admin.glance('POST', path(), { body: { member: project } });
      expect([added.status, added.body]).toEqual([
        200,
        {
          member_id: project,
          image_id: id,
          status: 'pending',
          created_at: expect.stringMatching(/Z$/),
          updated_at: expect.stringMatching(/Z$/),
          schema: '/v2/schemas/member',
        },
      ]);
      const twice = await admin.glance('POST', path(), { body: { member: project } });
      expect(errorOf(twice)).toEqual([409, `Member ${project} is duplicated for image ${id}`]);
      expect((await admin.glance('GET', path(`/${project}`))).body).toEqual(added.body);
      expect((await member.glance('GET', path())).body.members).toEqual([added.body]);
    });

    test('sees it, and has it on its list when it accepts', async () => {
      const { member } = target();
      expect((await member.glance('GET', `/images/${id}`)).status).toBe(200);
      expect(await listed('visibility=shared')).toBe(false);
      expect(await listed('visibility=shared&member_status=pending')).toBe(true);
      expect(await listed('visibility=shared&member_status=all')).toBe(true);
      const accepted = await member.glance('PUT', path(`/${project}`), { body: { status: 'accepted' } });
      expect([accepted.status, accepted.body.status]).toEqual([200, 'accepted']);
      expect(await listed('visibility=shared')).toBe(true);
      expect(await listed('')).toBe(true);
      await member.glance('PUT', path(`/${project}`), { body: { status: 'rejected' } });
      expect(await listed('visibility=shared')).toBe(false);
      const odd = await member.glance('PUT', path(`/${project}`), { body: { status: 'odd' } });
      const message = 'Incorrect request: Status must be "pending", "accepted" or "rejected".';
      expect(errorOf(odd)).toEqual([400, message]);
    });

    test('is removed by the owner only', async () => {
      const { admin, member } = target();
      const refused = await member.glance('DELETE', path(`/${project}`));
      expect(errorOf(refused)).toEqual([403, `Not allowed to delete members for image ${id}.`]);
      expect((await admin.glance('DELETE', path(`/${project}`))).status).toBe(204);
      const gone = `${project} not found in the member list of the image ${id}.`;
      expect(errorOf(await admin.glance('DELETE', path(`/${project}`)))).toEqual([404, gone]);
      expect(errorOf(await admin.glance('GET', path(`/${project}`)))).toEqual([404, gone]);
      expect((await member.glance('GET', `/images/${id}`)).status).toBe(404);
    });

    test('is not named for an image that is not shared, or is not there', async () => {
      const { admin } = target();
      const other = await makeImage(admin, 'private', { visibility: 'private' });
      const answer = await admin.glance('POST', `/images/${other.id as string}/members`, { body: { member: project } });
      expect(errorOf(answer)).toEqual([403, `Not allowed to create members for image ${other.id as string}.`]);
      const lost = await admin.glance('GET', `/images/${ZERO}/members`);
      expect(errorOf(lost)).toEqual([404, `Image ${ZERO} not found.`]);
    });
  });
}
