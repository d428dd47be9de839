/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { bad, cleanUpVolumesAfter, errorOf, makeVolume } from './contract-volumes.ts';

/** Lists of volumes: what they can be filtered by, of whom, and their pages. */
export function volumeListsContract(target: TargetOf): void {
  describe('a volume on a list', () => {
    cleanUpVolumesAfter(target);
    let own: Json;
    beforeAll(async () => {
      own = await makeVolume(target(), { description: 'd', metadata: { k: 'v' } });
      await makeVolume(target());
    });
    const list = async (query: string, wire = target().member): Promise<string[]> => {
      const { body } = await wire.cinder('GET', `/volumes?${query}`);
      return body.volumes.map(({ id }: { id: string }) => id);
    };

    test('is on the list, newest first, short or with details', async () => {
      const short = await target().member.cinder('GET', '/volumes');
      expect(keysOf(short.body.volumes[0])).toEqual(['id', 'links', 'name']);
      const { body } = await target().member.cinder('GET', '/volumes/detail');
      const found = body.volumes.find(({ id }: { id: string }) => id === own.id);
      const alone = await target().member.cinder('GET', `/volumes/${own.id as string}`);
      expect(found).toEqual(alone.body.volume);
    });

    test('is found by what its project may ask for', async () => {
      for (const query of [
        `name=${PREFIX}volume`,
        'status=available',
        'status=AVAILABLE',
        'status=error&status=available',
        'bootable=false',
        'availability_zone=nova',
        'size=1',
        `metadata=${encodeURIComponent('{"k":"v"}')}`,
        `metadata=${encodeURIComponent("{'k':'v'}")}`,
      ]) {
        expect(await list(query)).toContain(own.id);
      }
      for (const query of [
        'name=nothing',
        'name=',
        'status=error',
        'status=available&status=error',
        'bootable=true',
        'size=2',
        'metadata=x',
        `metadata=${encodeURIComponent('{"k":"w"}')}`,
      ]) {
        expect(await list(query)).not.toContain(own.id);
      }
    });

    test.each(['host=x', 'id=x', 'project_id=x', 'user_id=x', 'odd=1', 'volume_type_id=x'])(
      'is not found by %s, but by admins',
      async (query) => {
        const refused = await target().member.cinder('GET', `/volumes?${query}`);
        expect(errorOf(refused)).toEqual(
          bad(`Invalid filters ${query.split('=')[0] ?? ''} are found in query options.`),
        );
        expect(await list(`all_tenants=1&${query}`, target().admin)).toEqual([]);
      },
    );

    test("is found by admins in all projects' or a project's, by id and by host", async () => {
      const { admin } = target();
      const { project } = await target().member.token();
      const pool = own['os-vol-host-attr:host'] as string;
      expect(await list('')).toContain(own.id);
      expect(await list('', admin)).not.toContain(own.id);
      expect(await list('all_tenants=0', admin)).not.toContain(own.id);
      for (const query of [
        'all_tenants=true',
        `all_tenants=1&project_id=${project?.id ?? ''}`,
        `all_tenants=1&id=${own.id as string}`,
        `all_tenants=1&host=${encodeURIComponent(pool)}`,
        `all_tenants=1&host=${encodeURIComponent(pool.replace(/#.*/, ''))}`,
        `all_tenants=1&user_id=${own.user_id as string}`,
      ]) {
        expect(await list(query, admin)).toContain(own.id);
      }
      const asked = await list('all_tenants=1');
      expect(asked).toEqual(await list(''));
    });

    test('comes in pages with a marker', async () => {
      const { member } = target();
      const all = await list('');
      const first = await member.cinder('GET', '/volumes/detail?limit=1');
      expect(first.body.volumes.map(({ id }: { id: string }) => id)).toEqual(all.slice(0, 1));
      expect(first.body.volumes_links).toMatchObject([
        { rel: 'next', href: expect.stringContaining(`/volumes/detail?limit=1&marker=${all[0] ?? ''}`) },
      ]);
      expect(await list(`limit=1&marker=${all[0] ?? ''}`)).toEqual(all.slice(1, 2));
      expect(await list('limit=0')).toEqual([]);
      const last = await member.cinder('GET', `/volumes?marker=${all.at(-1) ?? ''}`);
      expect(last.body).toEqual({ volumes: [] });
    });

    test.each([
      ['limit=-1', 'limit param must be positive'],
      ['limit=x', 'limit param must be an integer'],
      ['bootable=x', "Invalid input received: 'bootable = x'"],
    ])('is not listed with %s', async (query, message) => {
      expect(errorOf(await target().member.cinder('GET', `/volumes?${query}`))).toEqual(bad(message));
    });
  });
}
