/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { absent, bad, cleanUpVolumesAfter, errorOf, lookAt, makeVolume } from './contract-volumes.ts';

const KEYS = ['created_at', 'id', 'links', 'name', 'no_snapshots', 'volume_id'];
const NEWEST = ['accepted', 'destination_project_id', 'source_project_id'];

/** Volumes that go to another project. */
export function volumeTransfersContract(target: TargetOf): void {
  describe('a transfer of a volume', () => {
    cleanUpVolumesAfter(target);
    let volumeId = '';
    let own: Json;
    const offer = () =>
      target().member.cinder('POST', '/volume-transfers', {
        body: { transfer: { volume_id: volumeId, name: `${PREFIX}gift` } },
      });
    beforeAll(async () => {
      volumeId = (await makeVolume(target())).id as string;
      own = (await offer()).body.transfer;
    });
    const path = () => `/volume-transfers/${own.id as string}`;

    test('tells its key once, and keeps the volume', async () => {
      expect(keysOf(own)).toEqual([...KEYS, ...NEWEST, 'auth_key'].sort());
      expect(await lookAt(target(), volumeId)).toMatchObject({ status: 'awaiting-transfer' });
      const { body } = await target().member.cinder('GET', path());
      expect(keysOf(body.transfer)).toEqual([...KEYS, ...NEWEST].sort());
      const { project } = await target().member.token();
      expect(body.transfer).toMatchObject({ volume_id: volumeId, accepted: false, source_project_id: project?.id });
      const list = await target().member.cinder('GET', '/volume-transfers/detail');
      expect(list.body.transfers).toContainEqual(body.transfer);
      expect(errorOf(await offer())).toEqual(bad('Invalid volume: status must be available'));
    });

    test('taken back, frees the volume', async () => {
      expect((await target().member.cinder('DELETE', path())).status).toBe(202);
      expect(await lookAt(target(), volumeId)).toMatchObject({ status: 'available' });
      const lost = absent(`Transfer ${own.id as string} could not be found.`);
      expect(errorOf(await target().member.cinder('DELETE', path()))).toEqual(lost);
      own = (await offer()).body.transfer;
    });

    test("accepted with its key, makes the volume the other project's", async () => {
      const accept = (auth_key: string) =>
        target().admin.cinder('POST', `${path()}/accept`, { body: { accept: { auth_key } } });
      const wrong = `Invalid auth key: Attempt to transfer ${own.id as string} with invalid auth key.`;
      expect(errorOf(await accept('x'))).toEqual(bad(wrong));
      expect((await accept(own.auth_key as string)).status).toBe(202);
      const { project } = await target().admin.token();
      expect(await lookAt(target(), volumeId)).toMatchObject({
        status: 'available',
        'os-vol-tenant-attr:tenant_id': project?.id,
      });
      expect((await target().member.cinder('GET', `/volumes/${volumeId}`)).status).toBe(404);
    });
  });
}
