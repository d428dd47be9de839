/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import {
  act,
  askSnapshot,
  askVolume,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  forbidden,
  makeVolume,
} from './contract-volumes.ts';

const FIXED = ['volumes', 'per_volume_gigabytes', 'snapshots', 'gigabytes', 'backups', 'backup_gigabytes', 'groups'];

/** Quotas of block storage, and what they refuse. */
export function volumeQuotasContract(target: TargetOf): void {
  describe('the block storage quota of a project', () => {
    let project = '';
    let type = '';
    let id = '';
    const path = (more = '') => `/os-quota-sets/${project}${more}`;
    const set = (quota_set: object, wire = target().admin) => wire.cinder('PUT', path(), { body: { quota_set } });
    beforeAll(async () => {
      project = (await target().member.token()).project?.id ?? '';
      type = (await target().admin.cinder('GET', '/types/default')).body.volume_type.name;
      id = (await makeVolume(target())).id as string;
    });
    cleanUpVolumesAfter(target);
    afterAll(async () => {
      await target().admin.cinder('DELETE', path());
    });
    const over = (message: string) => [413, 'overLimit', message];

    test('is told with defaults and usage, and lines of its own for each type', async () => {
      const { admin, member } = target();
      const { body } = await member.cinder('GET', path());
      expect(keysOf(body.quota_set)).toEqual(
        expect.arrayContaining([...FIXED, `volumes_${type}`, `gigabytes_${type}`, `snapshots_${type}`, 'id']),
      );
      const defaults = await member.cinder('GET', path('/defaults'));
      expect(keysOf(defaults.body.quota_set)).toEqual(keysOf(body.quota_set));
      const usage = await admin.cinder('GET', path('?usage=True'));
      expect(usage.body.quota_set.volumes).toEqual({ limit: expect.any(Number), in_use: 1, reserved: 0 });
      expect(usage.body.quota_set[`gigabytes_${type}`]).toEqual({ limit: -1, in_use: 1, reserved: 0 });
      const limits = await member.cinder('GET', '/limits');
      expect(limits.body.limits.rate).toEqual([]);
      expect(limits.body.limits.absolute).toMatchObject({
        maxTotalVolumes: body.quota_set.volumes,
        totalVolumesUsed: 1,
        totalGigabytesUsed: 1,
        totalSnapshotsUsed: 0,
      });
      const asAdmin = await admin.cinder('GET', `/limits?project_id=${project}`);
      expect(asAdmin.body).toEqual(limits.body);
    });

    test("is one's own to read, and an admin's to set", async () => {
      const { member, admin } = target();
      const other = (await admin.token()).project?.id ?? '';
      const rule = 'volume_extension:quotas:';
      expect(errorOf(await member.cinder('GET', `/os-quota-sets/${other}`))).toEqual(forbidden(`${rule}show`));
      expect(errorOf(await set({ volumes: 5 }, member))).toEqual(forbidden(`${rule}update`));
      expect(errorOf(await member.cinder('DELETE', path()))).toEqual(forbidden(`${rule}delete`));
    });

    test('of volumes is kept, with 413 and a Retry-After that means nothing', async () => {
      const answer = await set({ volumes: 1 });
      expect([answer.status, answer.body.quota_set.volumes]).toEqual([200, 1]);
      expect(answer.body.quota_set).not.toHaveProperty('id');
      const refused = await askVolume(target().member);
      const message = "VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota 'volumes'.";
      expect(errorOf(refused)).toEqual(over(message));
      expect([refused.headers['retry-after'], refused.body.overLimit.retryAfter]).toEqual(['0', '0']);
    });

    test('of gigabytes is kept by volumes, extensions and snapshots', async () => {
      await set({ volumes: 10, gigabytes: 1 });
      const message =
        'VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested 1G, quota is 1G and 1G has been consumed.';
      expect(errorOf(await askVolume(target().member))).toEqual(over(message));
      expect(errorOf(await act(target().member, id, { 'os-extend': { new_size: 2 } }))).toEqual(over(message));
      expect(errorOf(await askSnapshot(target().member, { volume_id: id }))).toEqual(over(message));
    });

    test('of snapshots, of a type and of the size of a volume are kept', async () => {
      await set({ gigabytes: 1000, snapshots: 0, [`volumes_${type}`]: 1, per_volume_gigabytes: 2 });
      const snapshot = 'SnapshotLimitExceeded: Maximum number of snapshots allowed (0) exceeded';
      expect(errorOf(await askSnapshot(target().member, { volume_id: id }))).toEqual(over(snapshot));
      const typed = `VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota 'volumes_${type}'.`;
      expect(errorOf(await askVolume(target().member))).toEqual(over(typed));
      const large = 'VolumeSizeExceedsLimit: Requested volume size 3G is larger than maximum allowed limit 2G.';
      expect(errorOf(await askVolume(target().member, { size: 3 }))).toEqual(over(large));
      expect(errorOf(await act(target().member, id, { 'os-extend': { new_size: 3 } }))).toEqual(over(large));
    });

    test.each<[object, string]>([
      [{ volumes: -2 }, 'volumes must be >= -1'],
      [{ volumes: 'x' }, 'volumes must be an integer'],
      [{ odd: 1 }, 'Invalid input received: Bad key(s) in quota set: odd'],
      [{ volumes_nope: 1 }, 'Invalid input received: Bad key(s) in quota set: volumes_nope'],
      [{}, 'Invalid input for field/attribute quota_set. Value: {}. {} does not have enough properties'],
      [
        { volumes: 0 },
        'Quota volumes limit must be equal or greater than existing resources. Current usage is 1 and the requested limit is 0.',
      ],
    ])('is not set to %j', async (given, message) => {
      expect(errorOf(await set(given))).toEqual(bad(message));
    });

    test('deleted, is the default again, as often as one likes', async () => {
      const { admin } = target();
      for (let count = 0; count < 2; count += 1) expect((await admin.cinder('DELETE', path())).status).toBe(200);
      const [own, defaults] = await Promise.all([admin.cinder('GET', path()), admin.cinder('GET', path('/defaults'))]);
      expect(own.body).toEqual(defaults.body);
    });
  });
}
