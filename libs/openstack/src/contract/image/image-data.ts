/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { HttpClient } from '@opsbook/http';
import { unrestricted } from '@opsbook/context';
import { endpointOf } from '../../core/catalog.ts';
import { type TargetOf, until } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { PATCH, cleanUpImagesAfter, errorOf, makeImage, sendData } from './contract-images.ts';

const TEXT = 'hello world';
const hash = (algorithm: string) => createHash(algorithm).update(TEXT).digest('hex');

/** The data of images: upload, download, stage, import. */
export function imageDataContract(target: TargetOf): void {
  describe("an image's data", () => {
    cleanUpImagesAfter(target);
    let id = '';
    beforeAll(async () => {
      id = (await makeImage(target().member, 'data')).id as string;
    });
    const look = async (image = id): Promise<Json> => (await target().admin.glance('GET', `/images/${image}`)).body;

    test('is none at first', async () => {
      const { status, body } = await target().member.glance('GET', `/images/${id}/file`);
      expect([status, body]).toEqual([204, undefined]);
    });

    test('is not taken in another type than bytes, or before the formats are set', async () => {
      const { member } = target();
      const typed = await member.glance('PUT', `/images/${id}/file`, { body: { a: 1 } });
      expect(errorOf(typed)).toEqual([415, 'The request media type application/json is not supported by this server.']);
      const formless = await makeImage(member, 'formless', { disk_format: null, container_format: null });
      const early = await sendData(member, formless.id as string, TEXT);
      const message = 'Properties disk_format, container_format must be set prior to saving data.';
      expect(errorOf(early)).toEqual([400, message]);
    });

    test('that breaks off leaves it as it was', async () => {
      const { member, clock } = target();
      const { value, body } = await member.login();
      const http = new HttpClient({ context: { guard: unrestricted, clock }, retries: 0 });
      const root = endpointOf(member.config, body.catalog ?? [], 'image').replace(/\/v2$/, '');
      const controller = new AbortController();
      async function* broken() {
        yield Buffer.from(TEXT);
        // Without a pause: a virtual clock stands still while the upload is on its way.
        for (let status = ''; status !== 'saving';) ({ status } = await look());
        controller.abort();
      }
      const sent = http.request({
        method: 'PUT',
        url: `${root}/v2/images/${id}/file`,
        headers: { 'x-auth-token': value },
        upload: { source: broken(), length: 1000 },
        signal: controller.signal,
      });
      await expect(sent).rejects.toMatchObject({ outcomeUnknown: true });
      const after = await until(target(), look, ({ status }) => status !== 'saving');
      expect(after).toMatchObject({ status: 'queued', size: null, checksum: null });
      http.close();
    });

    test('is there with size and hashes when it was sent, and is not sent again', async () => {
      const { member } = target();
      const sent = await sendData(member, id, TEXT);
      expect([sent.status, sent.body]).toEqual([204, undefined]);
      expect(await look()).toMatchObject({
        status: 'active',
        size: TEXT.length,
        virtual_size: TEXT.length,
        checksum: hash('md5'),
        os_hash_algo: 'sha512',
        os_hash_value: hash('sha512'),
        stores: expect.any(String),
      });
      const again = await sendData(member, id, TEXT);
      expect(errorOf(again)).toEqual([409, 'Image status transition from active to saving is not allowed']);
    });

    test('comes back as it was', async () => {
      const { status, headers, body } = await target().member.glance('GET', `/images/${id}/file`);
      expect([status, body]).toEqual([200, TEXT]);
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': String(TEXT.length),
        'content-md5': hash('md5'),
      });
    });

    test('of others is not switched off by a member', async () => {
      for (const action of ['deactivate', 'reactivate']) {
        const answer = await target().member.glance('POST', `/images/${target().image}/actions/${action}`);
        expect(errorOf(answer)).toEqual([403, 'You do not own this image']);
      }
    });

    test('is for admins only while the image is deactivated', async () => {
      const { admin, member } = target();
      for (let times = 0; times < 2; times += 1) {
        expect((await admin.glance('POST', `/images/${id}/actions/deactivate`)).status).toBe(204);
      }
      expect((await look()).status).toBe('deactivated');
      const refused = await member.glance('GET', `/images/${id}/file`);
      const message = 'The requested image has been deactivated. Image data download is forbidden.';
      expect(errorOf(refused)).toEqual([403, message]);
      expect((await admin.glance('GET', `/images/${id}/file`)).body).toBe(TEXT);
      for (let times = 0; times < 2; times += 1) {
        expect((await member.glance('POST', `/images/${id}/actions/reactivate`)).status).toBe(204);
      }
      expect((await look()).status).toBe('active');
    });
  });

  describe('an import', () => {
    cleanUpImagesAfter(target);
    let id = '';
    beforeAll(async () => {
      const without = { disk_format: null, container_format: null };
      id = (await makeImage(target().member, 'import', without)).id as string;
    });
    const run = (method: object) => target().member.glance('POST', `/images/${id}/import`, { body: { method } });

    test('is offered by some methods, into stores', async () => {
      const { body } = await target().member.glance('GET', '/info/import');
      expect(body['import-methods']).toEqual({
        description: 'Import methods available.',
        type: 'array',
        value: expect.arrayContaining(['glance-direct', 'web-download']),
      });
      const stores = await target().member.glance('GET', '/info/stores');
      expect(stores.body.stores).toContainEqual({ id: expect.any(String), default: 'true' });
    });

    test.each([
      [{ name: 'odd' }, 400, "Unknown import method name 'odd'."],
      [{ name: 'glance-direct' }, 409, "Image needs to be staged before 'glance-direct' method can be used"],
      [{ name: 'web-download', uri: 'http://127.0.0.1/x' }, 409, "'container_format' needs to be set before import"],
    ])('by %j is refused before the image is ready', async (method, status, message) => {
      expect(errorOf(await run(method))).toEqual([status, message]);
    });

    test('from an address that the cloud does not allow is refused', async () => {
      const body = ['disk_format', 'container_format'].map((name) => ({
        op: 'add',
        path: `/${name}`,
        value: name === 'disk_format' ? 'raw' : 'bare',
      }));
      await target().member.glance('PATCH', `/images/${id}`, { headers: PATCH, body });
      const uri = 'http://127.0.0.1:9101/metrics';
      const message = `URI for web-download does not pass filtering: ${uri}`;
      expect(errorOf(await run({ name: 'web-download', uri }))).toEqual([400, message]);
    });

    test('of what was staged makes the image active in the end', async () => {
      const { member } = target();
      expect((await sendData(member, id, TEXT, 'stage')).status).toBe(204);
      const look = async (): Promise<Json> => (await member.glance('GET', `/images/${id}`)).body;
      expect(await look()).toMatchObject({
        status: 'uploading',
        size: TEXT.length,
        virtual_size: null,
        checksum: null,
      });
      const twice = await sendData(member, id, TEXT, 'stage');
      expect(errorOf(twice)).toEqual([409, 'Image status transition from uploading to uploading is not allowed']);
      expect((await run({ name: 'glance-direct' })).status).toBe(202);
      expect((await look()).status).toMatch(/^(uploading|importing|active)$/);
      const done = await until(
        target(),
        look,
        (image) => image.status === 'active' && !('os_glance_import_task' in image),
      );
      expect(done).toMatchObject({
        size: TEXT.length,
        os_hash_value: hash('sha512'),
        os_glance_importing_to_stores: '',
        os_glance_failed_import: '',
      });
      expect((await member.glance('GET', `/images/${id}/file`)).body).toBe(TEXT);
    });
  });
}
