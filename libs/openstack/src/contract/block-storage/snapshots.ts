/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import {
  ZERO,
  absent,
  askSnapshot,
  askVolume,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  forbidden,
  makeVolume,
  untilSnapshot,
  untilVolume,
} from './contract-volumes.ts';

const SHORT = ['created_at', 'description', 'id', 'metadata', 'name', 'size', 'status', 'updated_at', 'volume_id'];
const EXTENDED = ['os-extended-snapshot-attributes:progress', 'os-extended-snapshot-attributes:project_id'];
const NEWEST = ['group_snapshot_id', 'user_id', 'consumes_quota'];

/** Snapshots of volumes. */
export function snapshotsOfVolumesContract(target: TargetOf): void {
  describe('a snapshot of a volume', () => {
    cleanUpVolumesAfter(target);
    let volumeId = '';
    let own: Json;
    beforeAll(async () => {
      volumeId = (await makeVolume(target())).id as string;
      const { body } = await askSnapshot(target().member, {
        volume_id: volumeId,
        description: 'd',
        metadata: { k: 'v' },
      });
      own = body.snapshot;
      await untilSnapshot(target(), own.id as string, 'available');
    });
    const path = () => `/snapshots/${own.id as string}`;
    const actOn = (body: unknown, wire = target().admin) => wire.cinder('POST', `${path()}/action`, { body });

    test('is creating first', () => {
      expect(keysOf(own)).toEqual([...SHORT, ...NEWEST].sort());
      expect(own).toMatchObject({
        status: 'creating',
        size: 1,
        volume_id: volumeId,
        updated_at: null,
        metadata: { k: 'v' },
      });
    });

    test.each([
      ['3.0', []],
      ['3.14', ['group_snapshot_id']],
      ['3.41', ['group_snapshot_id', 'user_id']],
      ['3.65', NEWEST],
    ])('has in %s %j more', async (version, more) => {
      const { body } = await target().member.cinder('GET', path(), { version });
      expect(keysOf(body.snapshot)).toEqual([...SHORT, ...EXTENDED, ...more].sort());
    });

    test('is shown and listed with its project and progress', async () => {
      const { project } = await target().member.token();
      const { body } = await target().member.cinder('GET', path());
      expect(body.snapshot).toMatchObject({
        status: 'available',
        'os-extended-snapshot-attributes:project_id': project?.id,
        'os-extended-snapshot-attributes:progress': '100%',
      });
      const list = await target().member.cinder('GET', `/snapshots/detail?volume_id=${volumeId}`);
      expect(list.body.snapshots).toEqual([body.snapshot]);
      const short = await target().member.cinder('GET', `/snapshots?volume_id=${volumeId}`);
      expect(short.body.snapshots.map(keysOf)).toEqual([SHORT]);
    });

    test('is found', async () => {
      const find = async (query: string, wire = target().member) =>
        (await wire.cinder('GET', `/snapshots?${query}`)).body.snapshots.map(({ id }: { id: string }) => id);
      const { project } = await target().member.token();
      const metadata = encodeURIComponent('{"k":"v"}');
      for (const query of [`name=${PREFIX}snapshot`, 'status=available', `metadata=${metadata}`]) {
        expect(await find(query)).toContain(own.id);
      }
      expect(await find('status=error')).not.toContain(own.id);
      expect(await find('', target().admin)).not.toContain(own.id);
      expect(await find(`all_tenants=1&project_id=${project?.id ?? ''}`, target().admin)).toContain(own.id);
      const refused = await target().member.cinder('GET', '/snapshots?project_id=x');
      expect(errorOf(refused)).toEqual(bad('Invalid filters project_id are found in query options.'));
      const lost = absent(`Snapshot ${ZERO} could not be found.`);
      expect(errorOf(await target().member.cinder('GET', `/snapshots/${ZERO}`))).toEqual(lost);
      const page = await target().member.cinder('GET', '/snapshots?limit=1');
      expect(page.body.snapshots_links).toMatchObject([{ rel: 'next', href: expect.stringContaining('marker=') }]);
    });

    test.each<[object, string]>([
      [{}, "'snapshot' is a required property"],
      [{ snapshot: {} }, "Invalid input for field/attribute snapshot. Value: {}. 'volume_id' is a required property"],
      [
        { snapshot: { volume_id: 'x' } },
        "Invalid input for field/attribute volume_id. Value: x. 'x' is not valid under any of the given schemas",
      ],
    ])('is not made of %j', async (body, message) => {
      expect(errorOf(await target().member.cinder('POST', '/snapshots', { body }))).toEqual(bad(message));
    });

    test('is not made by force any more, nor of a volume that is not there or in error', async () => {
      const { member, admin } = target();
      const forced = await askSnapshot(member, { volume_id: volumeId, force: false });
      const why =
        "Since microversion 3.66 the 'force' flag is invalid for this request.  For backward compatability, however, when the 'force' flag is passed with a value evaluating to True, it is silently ignored.";
      expect(errorOf(forced)).toEqual(bad(why));
      const nothing = await askSnapshot(member, { volume_id: ZERO });
      expect(errorOf(nothing)).toEqual(absent(`Volume ${ZERO} could not be found.`));
      const other = (await makeVolume(target())).id as string;
      await admin.cinder('POST', `/volumes/${other}/action`, { body: { 'os-reset_status': { status: 'error' } } });
      const broken = await askSnapshot(member, { volume_id: other, force: true });
      const message = 'Invalid volume: The snapshot cannot be created when the volume is in error status.';
      expect(errorOf(broken)).toEqual(bad(message));
    });

    test('is changed', async () => {
      const put = (snapshot: object) => target().member.cinder('PUT', path(), { body: { snapshot } });
      const named = await put({ name: `${PREFIX}renamed` });
      expect([named.status, named.body.snapshot.name]).toEqual([200, `${PREFIX}renamed`]);
      const empty =
        'Invalid input for field/attribute snapshot. Value: {}. {} is not valid under any of the given schemas';
      expect(errorOf(await put({}))).toEqual(bad(empty));
      expect((await target().member.cinder('GET', `${path()}/metadata`)).body).toEqual({ metadata: { k: 'v' } });
      const metadata = await target().member.cinder('POST', `${path()}/metadata`, { body: { metadata: { a: '1' } } });
      expect(metadata.body).toEqual({ metadata: { k: 'v', a: '1' } });
      expect((await target().member.cinder('DELETE', `${path()}/metadata/a`)).status).toBe(200);
      const again = await target().member.cinder('DELETE', `${path()}/metadata/a`);
      expect(errorOf(again)).toEqual(absent(`Snapshot ${own.id as string} has no metadata with key a.`));
    });

    test('is reset by admins, and of no use in error', async () => {
      const refused = await actOn({ 'os-reset_status': { status: 'error' } }, target().member);
      expect(errorOf(refused)).toEqual(forbidden('volume_extension:snapshot_admin_actions:reset_status'));
      const odd = await actOn({ 'os-reset_status': { status: 'odd' } });
      const statuses =
        "('error', 'available', 'creating', 'deleting', 'deleted', 'updating', 'error_deleting', 'unmanaging', 'backing-up', 'restoring')";
      expect(errorOf(odd)).toEqual(bad(`Snapshot status: odd is invalid, valid statuses are: ${statuses}.`));
      expect((await actOn({ 'os-reset_status': { status: 'error' } })).status).toBe(202);
      const useless = await askVolume(target().member, { snapshot_id: own.id });
      const source = "Originating snapshot status must be one of 'available' values";
      expect(errorOf(useless)).toEqual(bad(`Invalid snapshot: ${source}`));
      await actOn({ 'os-reset_status': { status: 'creating' } });
      const kept = await target().member.cinder('DELETE', path());
      const must = 'Snapshot status must be available or error and must not be part of a group.';
      expect(errorOf(kept)).toEqual(bad(`Invalid snapshot: ${must}`));
      await actOn({ 'os-reset_status': { status: 'available' } });
    });

    test('gives a volume its size, and outlives that', async () => {
      const both = await askVolume(target().member, { snapshot_id: own.id, source_volid: volumeId });
      const one = 'Invalid input received: May specify only one of backup, imageRef, snapshot, source volume';
      expect(errorOf(both)).toEqual(bad(one));
      const { body } = await askVolume(target().member, { snapshot_id: own.id, size: undefined });
      expect(body.volume).toMatchObject({ size: 1, snapshot_id: own.id, source_volid: null });
      const id = body.volume.id as string;
      await untilVolume(target(), id, 'available');
      await target().member.cinder('DELETE', `/volumes/${id}`);
      await untilVolume(target(), id, undefined);
    });

    test('keeps its volume from being deleted, or goes with it', async () => {
      const refused = await target().member.cinder('DELETE', `/volumes/${volumeId}`);
      expect(errorOf(refused).slice(0, 2)).toEqual([400, 'badRequest']);
      expect(errorOf(refused)[2]).toContain('have snapshots');
      const second = await askSnapshot(target().member, { volume_id: volumeId });
      const id = second.body.snapshot.id as string;
      await untilSnapshot(target(), id, 'available');
      expect((await target().member.cinder('DELETE', `/snapshots/${id}`)).status).toBe(202);
      await untilSnapshot(target(), id, undefined);
      expect((await target().member.cinder('DELETE', `/volumes/${volumeId}?cascade=true`)).status).toBe(202);
      await untilVolume(target(), volumeId, undefined);
      expect((await target().member.cinder('GET', path())).status).toBe(404);
    });
  });
}
