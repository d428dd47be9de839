/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import {
  ZERO,
  absent,
  askVolume,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  lookAt,
  makeVolume,
  untilVolume,
} from './contract-volumes.ts';

const OLDEST = [
  'attachments',
  'availability_zone',
  'bootable',
  'consistencygroup_id',
  'created_at',
  'description',
  'encrypted',
  'id',
  'links',
  'metadata',
  'multiattach',
  'name',
  'os-vol-tenant-attr:tenant_id',
  'replication_status',
  'size',
  'snapshot_id',
  'source_volid',
  'status',
  'updated_at',
  'user_id',
  'volume_type',
];
const FOR_ADMINS = [
  'migration_status',
  'os-vol-host-attr:host',
  'os-vol-mig-status-attr:migstat',
  'os-vol-mig-status-attr:name_id',
];
const NEWEST = ['group_id', 'shared_targets', 'service_uuid', 'volume_type_id', 'consumes_quota'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/;

/** Volumes: shapes, lists, and how they are made and changed. */
export function volumesContract(target: TargetOf): void {
  describe('a volume', () => {
    cleanUpVolumesAfter(target);
    let own: Json;
    beforeAll(async () => {
      own = await makeVolume(target(), { description: 'd', metadata: { k: 'v' } });
    });
    const get = (version: string, wire = target().member) =>
      wire.cinder('GET', `/volumes/${own.id as string}`, { version });

    test('is creating first, with what was asked for', async () => {
      const answer = await askVolume(target().member);
      const { volume } = answer.body;
      expect(answer.status).toBe(202);
      expect(keysOf(volume)).toEqual(
        [...OLDEST, ...NEWEST].filter((key) => key !== 'os-vol-tenant-attr:tenant_id').sort(),
      );
      expect(volume).toMatchObject({
        status: 'creating',
        size: 1,
        availability_zone: 'nova',
        updated_at: null,
        bootable: 'false',
        multiattach: false,
        attachments: [],
        metadata: {},
        snapshot_id: null,
        source_volid: null,
        consumes_quota: true,
      });
      await untilVolume(target(), volume.id as string, 'available');
    });

    test.each([
      ['3.0', [], []],
      ['3.13', ['group_id'], []],
      ['3.27', ['group_id'], ['provider_id']],
      ['3.48', ['group_id', 'shared_targets', 'service_uuid'], ['provider_id']],
      ['3.61', ['group_id', 'shared_targets', 'service_uuid'], ['provider_id', 'cluster_name']],
      ['3.63', ['group_id', 'shared_targets', 'service_uuid', 'volume_type_id'], ['provider_id', 'cluster_name']],
      ['3.70', NEWEST, ['provider_id', 'cluster_name']],
    ])('has in %s %j more, for admins %j too', async (version, more, forAdmins) => {
      const member = await get(version);
      expect(keysOf(member.body.volume)).toEqual([...OLDEST, ...more].sort());
      const admin = await get(version, target().admin);
      expect(keysOf(admin.body.volume)).toEqual([...OLDEST, ...more, ...FOR_ADMINS, ...forAdmins].sort());
    });

    test('is shown with its project, its times and links', async () => {
      const { body } = await get('3.70');
      const { project } = await target().member.token();
      expect(body.volume).toMatchObject({
        id: own.id,
        name: `${PREFIX}volume`,
        description: 'd',
        metadata: { k: 'v' },
        status: 'available',
        'os-vol-tenant-attr:tenant_id': project?.id,
        created_at: expect.stringMatching(TIME),
        updated_at: expect.stringMatching(TIME),
      });
      expect(body.volume.links).toEqual([
        {
          rel: 'self',
          href: expect.stringMatching(new RegExp(`/v3/${project?.id ?? ''}/volumes/${own.id as string}$`)),
        },
        {
          rel: 'bookmark',
          href: expect.stringMatching(new RegExp(`/${project?.id ?? ''}/volumes/${own.id as string}$`)),
        },
      ]);
      expect(own['os-vol-host-attr:host']).toMatch(/^.+@.+#.+$/);
    });

    test('that is gone is no marker, and not found', async () => {
      const { member, admin } = target();
      const lost = absent(`Volume ${ZERO} could not be found.`);
      expect(errorOf(await member.cinder('GET', `/volumes?marker=${ZERO}`))).toEqual(lost);
      expect(errorOf(await member.cinder('GET', `/volumes/${ZERO}`))).toEqual(lost);
      expect(errorOf(await member.cinder('DELETE', `/volumes/${ZERO}`))).toEqual(lost);
      expect(errorOf(await member.cinder('PUT', `/volumes/${ZERO}`, { body: { volume: { name: 'x' } } }))).toEqual(
        lost,
      );
      const foreign = await makeVolume(target(), {}, admin);
      expect((await member.cinder('GET', `/volumes/${foreign.id as string}`)).status).toBe(404);
    });

    test.each<[object, string]>([
      [{}, "'volume' is a required property"],
      [
        { volume: {} },
        'The server could not comply with the request since it is either malformed or otherwise incorrect.',
      ],
      [{ volume: { size: 0 } }, 'Invalid input for field/attribute size. Value: 0. 0 is less than the minimum of 1'],
      [{ volume: { size: 'x' } }, "Invalid input for field/attribute size. Value: x. 'x' does not match '^[0-9]+$'"],
      [{ volume: { size: 1, availability_zone: 'nope' } }, "Availability zone 'nope' is invalid."],
      [{ volume: { size: 1, imageRef: ZERO } }, 'Invalid image identifier or unable to access requested image.'],
      [
        { volume: { size: 1, odd: 1 } },
        "Invalid input for field/attribute volume. Value: {'size': 1, 'odd': 1}. Additional properties are not allowed ('odd' was unexpected)",
      ],
      [
        { volume: { size: 1, source_volid: 'x' } },
        "Invalid input for field/attribute source_volid. Value: x. 'x' is not valid under any of the given schemas",
      ],
      [
        { volume: { size: 1, metadata: { a: 1 } } },
        "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'",
      ],
      [
        { volume: { size: 1, name: 'x'.repeat(256) } },
        'Invalid input received: name has 256 characters, more than 255.',
      ],
      [
        { volume: { size: 1, multiattach: true } },
        'multiattach parameter has been removed. The default behavior is to use multiattach enabled volume types. Contact your administrator to create a multiattach enabled volume type and use it to create multiattach volumes.',
      ],
    ])('is not made of %j', async (body, message) => {
      expect(errorOf(await target().member.cinder('POST', '/volumes', { body }))).toEqual(bad(message));
    });

    test.each<[object, string]>([
      [{ volume_type: 'nope' }, 'Volume type with name nope could not be found.'],
      [{ snapshot_id: ZERO, source_volid: ZERO }, `Snapshot ${ZERO} could not be found.`],
      [{ source_volid: ZERO }, `Volume ${ZERO} could not be found.`],
    ])('is not made of %j, which is not there', async (given, message) => {
      expect(errorOf(await askVolume(target().member, given))).toEqual(absent(message));
    });

    test('made of an image is bootable and keeps what the image said', async () => {
      const { image } = target();
      const made = await makeVolume(target(), { imageRef: image });
      expect(made).toMatchObject({
        bootable: 'true',
        volume_image_metadata: {
          image_id: image,
          image_name: expect.any(String),
          disk_format: expect.any(String),
          container_format: 'bare',
          min_disk: '0',
          min_ram: '0',
          size: expect.stringMatching(/^\d+$/),
        },
      });
    });

    test('made of another one has its size at least', async () => {
      const larger = await makeVolume(target(), { source_volid: own.id, size: 2 });
      expect(larger).toMatchObject({ source_volid: own.id, size: 2 });
      const same = await askVolume(target().member, { source_volid: larger.id, size: undefined });
      expect(same.body.volume).toMatchObject({ size: 2 });
      const less = await askVolume(target().member, { source_volid: larger.id });
      const why =
        "Volume size '1'GB cannot be smaller than original volume size  2GB. They must be >= original volume size.";
      expect(errorOf(less)).toEqual(bad(`Invalid input received: ${why}`));
    });

    test('is changed', async () => {
      const put = (volume: object) =>
        target().member.cinder('PUT', `/volumes/${own.id as string}`, { body: { volume } });
      const named = await put({ name: `${PREFIX}other`, description: 'e' });
      expect([named.status, named.body.volume.name, named.body.volume.description]).toEqual([
        200,
        `${PREFIX}other`,
        'e',
      ]);
      expect(named.body.volume).not.toHaveProperty('os-vol-tenant-attr:tenant_id');
      expect((await put({ description: null })).body.volume.description).toBeNull();
      expect((await put({ metadata: { z: '1' } })).body.volume.metadata).toEqual({ z: '1' });
      expect(errorOf(await put({}))).toEqual(
        bad('Invalid input for field/attribute volume. Value: {}. {} is not valid under any of the given schemas'),
      );
      const sized = "Value: {'size': 4}. Additional properties are not allowed ('size' was unexpected)";
      expect(errorOf(await put({ size: 4 }))).toEqual(bad(`Invalid input for field/attribute volume. ${sized}`));
    });

    test('has metadata', async () => {
      const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', more = '', metadata?: object) =>
        target().member.cinder(method, `/volumes/${own.id as string}/metadata${more}`, {
          ...(metadata !== undefined && { body: { metadata } }),
        });
      expect((await send('PUT', '', { a: '1' })).body).toEqual({ metadata: { a: '1' } });
      expect((await send('POST', '', { b: '2' })).body).toEqual({ metadata: { a: '1', b: '2' } });
      const all = await send('GET');
      expect(all.headers['content-type']).toMatch(/^text\/html/);
      expect(JSON.parse(all.body as string)).toEqual({ metadata: { a: '1', b: '2' } });
      expect((await send('GET', '/b')).body).toEqual({ meta: { b: '2' } });
      expect((await send('DELETE', '/b')).status).toBe(200);
      const gone = absent(`Volume ${own.id as string} has no metadata with key b.`);
      expect(errorOf(await send('DELETE', '/b'))).toEqual(gone);
      expect(errorOf(await send('GET', '/b'))).toEqual(gone);
      const wrong = "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'";
      expect(errorOf(await send('POST', '', { a: 1 }))).toEqual(bad(wrong));
    });

    test('is deleting, then gone', async () => {
      const { id } = await makeVolume(target());
      const answer = await target().member.cinder('DELETE', `/volumes/${id as string}`);
      expect([answer.status, answer.body]).toEqual([202, undefined]);
      await untilVolume(target(), id as string, undefined);
      expect(await lookAt(target(), id as string)).toBeUndefined();
      const odd = await target().member.cinder('DELETE', `/volumes/${own.id as string}?cascade=x`);
      expect(errorOf(odd)).toEqual(bad("Value 'x' for 'cascade' is not a boolean."));
      const forced = await target().member.cinder('DELETE', `/volumes/${own.id as string}?force=true`);
      expect(errorOf(forced)[2]).toBe("Policy doesn't allow volume:force_delete to be performed.");
    });
  });
}
