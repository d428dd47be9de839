/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, until } from '../contract-target.ts';
import { act, actionOf, bootServer, cleanUpAfter, eventsOf, look, untilIdle } from './contract-servers.ts';
import type { Json } from '../wire.ts';

const PATCH = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
const ZERO = '00000000-0000-0000-0000-000000000000';

/** Snapshots of servers, and glance. */
export function snapshotsContract(target: TargetOf): void {
  describe('a snapshot', () => {
    cleanUpAfter(target);
    let id = '';
    let image = '';
    beforeAll(async () => {
      id = await bootServer(target());
    });
    const get = async (): Promise<Json> => (await target().admin.glance('GET', `/images/${image}`)).body;
    const patch = (...body: object[]) => target().admin.glance('PATCH', `/images/${image}`, { body, headers: PATCH });

    test('is queued at once and active in the end; the server is busy meanwhile', async () => {
      const { admin } = target();
      const body = { createImage: { name: `${PREFIX}image`, metadata: { made_by: 'contract' } } };
      const answer = await act(admin, id, body);
      expect(answer.status).toBe(202);
      image = answer.body.image_id as string;
      expect((await look(target(), id))['OS-EXT-STS:task_state']).toMatch(/^image_/);
      const active = await until(target(), get, ({ status }) => status === 'active');
      await untilIdle(target(), id, 'ACTIVE');
      expect(active).toMatchObject({
        name: `${PREFIX}image`,
        visibility: 'private',
        owner: (await admin.token()).project?.id,
        protected: false,
        image_type: 'snapshot',
        instance_uuid: id,
        base_image_ref: target().image,
        user_id: (await admin.token()).user.id,
        made_by: 'contract',
        container_format: 'bare',
        min_ram: 0,
        size: expect.any(Number),
        tags: [],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
      expect(eventsOf(await actionOf(target(), id, answer))).toEqual(['compute_snapshot_instance Success']);
    });

    test('had its id in a header before 2.45', async () => {
      const { admin } = target();
      const answer = await act(admin, id, { createImage: { name: `${PREFIX}old` } }, '2.44');
      expect(answer.status).toBe(202);
      expect(answer.headers['location']).toMatch(/\/images\/[0-9a-f-]{36}$/);
      await untilIdle(target(), id, 'ACTIVE');
    });

    test('is changed by a patch: add replaces too, replace and remove want something', async () => {
      const owner = (await target().member.token()).project?.id;
      const added = await patch({ op: 'add', path: '/owner', value: owner }, { op: 'add', path: '/note', value: '1' });
      expect(added.status).toBe(200);
      expect(added.body).toMatchObject({ owner, note: '1' });
      const changed = await patch({ op: 'replace', path: '/note', value: '2' });
      expect(changed.body.note).toBe('2');
      const removed = await patch({ op: 'remove', path: '/note' });
      expect(removed.body).not.toHaveProperty('note');
      for (const op of ['replace', 'remove']) {
        const refused = await patch({ op, path: '/note', value: '3' });
        expect(refused.status).toBe(409);
        expect(refused.body.message).toContain('Property note does not exist.');
      }
      const fixed = await patch({ op: 'add', path: '/status', value: 'active' });
      expect(fixed.status).toBe(403);
      expect(fixed.body.message).toContain("Attribute 'status' is read-only.");
      const plain = await target().admin.glance('PATCH', `/images/${image}`, { body: [] });
      expect(plain.status).toBe(415);
    });

    test('that is protected is not deleted; else it is, and gone at once', async () => {
      const { admin } = target();
      await patch({ op: 'add', path: '/protected', value: true });
      const refused = await admin.glance('DELETE', `/images/${image}`);
      expect(refused.status).toBe(403);
      expect(refused.body.message).toContain(`Image ${image} is protected and cannot be deleted.`);
      await patch({ op: 'add', path: '/protected', value: false });
      expect((await admin.glance('DELETE', `/images/${image}`)).status).toBe(204);
      const gone = await admin.glance('GET', `/images/${image}`);
      expect(gone.status).toBe(404);
      expect(gone.body).toEqual({
        title: 'Not Found',
        code: '404 Not Found',
        message: `No image found with ID ${image}<br /><br />\n\n\n`,
      });
    });
  });

  describe('glance', () => {
    test('lists in pages with a path to the next', async () => {
      const { admin } = target();
      const { body } = await admin.glance('GET', '/images?limit=1');
      expect(body).toMatchObject({ first: '/v2/images?limit=1', schema: '/v2/schemas/images' });
      expect(body.next).toBe(`/v2/images?limit=1&marker=${body.images[0].id as string}`);
      const none = await admin.glance('GET', '/images?limit=0');
      expect(none.body).toEqual({ images: [], first: '/v2/images?limit=0', schema: '/v2/schemas/images' });
      for (const query of ['status=odd', 'owner=nobody', 'no_such_property=1']) {
        expect((await admin.glance('GET', `/images?${query}`)).body.images).toEqual([]);
      }
    });

    test.each([
      ['/images?limit=-1', 400, 'limit param must be positive'],
      [`/images?marker=${ZERO}`, 400, `No image found with ID ${ZERO}`],
      [`/images/${ZERO}`, 404, `No image found with ID ${ZERO}`],
      ['/nowhere', 404, 'The resource could not be found.'],
    ])('answers %s with %i, in HTML unless asked for JSON', async (path, status, message) => {
      const { admin } = target();
      const json = await admin.glance('GET', path);
      expect(json.status).toBe(status);
      expect(json.body.message).toBe(`${message}<br /><br />\n\n\n`);
      const html = await admin.glance('GET', path, { headers: { accept: '*/*' } });
      expect(html.headers['content-type']).toMatch(/^text\/html/);
      expect(html.body).toContain(message);
    });

    test('refuses a dead token in its own way, without a request id', async () => {
      const answer = await target().admin.glance('GET', '/images', { headers: { 'x-auth-token': 'dead' } });
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: '401 Unauthorized', title: 'Unauthorized' });
      expect(answer.headers).not.toHaveProperty('x-openstack-request-id');
    });

    test("lets members see public images, and change none but their project's", async () => {
      const { member, image } = target();
      expect((await member.glance('GET', `/images/${image}`)).status).toBe(200);
      const refused = await member.glance('DELETE', `/images/${image}`);
      expect(refused.status).toBe(403);
      expect(refused.body.message).toContain('You do not own this image');
    });
  });
}
