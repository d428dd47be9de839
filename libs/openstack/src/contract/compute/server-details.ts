/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';
import { bootServer, cleanUpAfter, createServer, look, untilIdle } from './contract-servers.ts';
import { ZERO, expectRefusal } from './refusals.ts';

/** Name, description, metadata and tags. */
export function serverDetailsContract(target: TargetOf): void {
  describe("a server's details", () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target(), target().member);
    });
    const path = (rest: string) => `/servers/${id}${rest}`;

    test('are changed; what is no field of its is refused', async () => {
      const { member } = target();
      const changed = await member.nova('PUT', path(''), {
        body: { server: { name: 'opsbook-contract-renamed', description: 'd' } },
      });
      expect(changed.status).toBe(200);
      expect(changed.body.server).toMatchObject({ id, name: 'opsbook-contract-renamed', description: 'd' });
      const nameless = await member.nova('PUT', path(''), { body: { server: { name: '' } } });
      expectRefusal(nameless, 400, "Invalid input for field/attribute name. Value: . '' is too short");
      const odd = await member.nova('PUT', path(''), { body: { server: { odd: 'x' } } });
      const why = "Additional properties are not allowed ('odd' was unexpected)";
      expectRefusal(odd, 400, `Invalid input for field/attribute server. Value: {'odd': 'x'}. ${why}`);
      const cleared = await member.nova('PUT', path(''), { body: { server: { description: null } } });
      expect(cleared.body.server.description).toBeNull();
    });

    test('metadata are added to, replaced and removed', async () => {
      const { member } = target();
      const send = (method: 'POST' | 'PUT', metadata: object) =>
        member.nova(method, path('/metadata'), { body: { metadata } });
      expect((await send('PUT', { a: '1' })).body).toEqual({ metadata: { a: '1' } });
      expect((await send('POST', { b: '2' })).body).toEqual({ metadata: { a: '1', b: '2' } });
      expect((await member.nova('DELETE', path('/metadata/a'))).status).toBe(204);
      expectRefusal(await member.nova('DELETE', path('/metadata/a')), 404, 'Metadata item was not found');
      expect((await member.nova('GET', path('/metadata'))).body).toEqual({ metadata: { b: '2' } });
      expect((await look(target(), id)).metadata).toEqual({ b: '2' });
      const number = "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'";
      expectRefusal(await send('POST', { a: 1 }), 400, number);
      const many = Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`k${index}`, 'x']));
      expectRefusal(await send('PUT', many), 403, 'Maximum number of metadata items exceeds 128');
    });

    test('tags are set, added and removed', async () => {
      const { member } = target();
      const set = (tags: string[]) => member.nova('PUT', path('/tags'), { body: { tags } });
      expect((await set(['b', 'a', 'b'])).body).toEqual({ tags: ['a', 'b'] });
      const add = (type: string) => member.nova('PUT', path('/tags/c'), { headers: { 'content-type': type } });
      expect((await add('application/x-www-form-urlencoded')).body.badMediaType.message).toBe(
        'Unsupported Content-Type',
      );
      expect((await add('application/json')).status).toBe(201);
      expect((await add('application/json')).status).toBe(204);
      expect((await member.nova('DELETE', path('/tags/a'))).status).toBe(204);
      expectRefusal(await member.nova('DELETE', path('/tags/a')), 404, `Instance ${id} has no tag 'a'`);
      expect((await member.nova('GET', path('/tags'))).body).toEqual({ tags: ['b', 'c'] });
      const comma = "Invalid input for field/attribute 0. Value: a,b. 'a,b' does not match '^[^,/]*$'";
      expectRefusal(await set(['a,b']), 400, comma);
    });

    test('hold the volume that it boots from', async () => {
      const { admin, flavor, image } = target();
      const root = { source_type: 'image', uuid: image, destination_type: 'volume', boot_index: 0 };
      const boot = (device: object) =>
        createServer(target(), admin, { flavorRef: flavor, imageRef: undefined, block_device_mapping_v2: [device] });
      const made = await boot({ ...root, volume_size: 1, delete_on_termination: true });
      expect(made.status).toBe(202);
      const server = await untilIdle(target(), made.body.server.id as string, 'ACTIVE');
      expect(server.image).toBe('');
      expect(server['os-extended-volumes:volumes_attached']).toEqual([
        { id: expect.any(String), delete_on_termination: true },
      ]);
      const sizeless = "Images with destination_type 'volume' need to have a non-zero size specified";
      expectRefusal(await boot(root), 400, sizeless);
      const unknown = `Block Device Mapping is Invalid: failed to get volume ${ZERO}.`;
      expectRefusal(await boot({ ...root, source_type: 'volume', uuid: ZERO }), 400, unknown);
    });

    test('are given to a new one, which is refused what is not there', async () => {
      const { member } = target();
      const made = await createServer(target(), member, {
        tags: ['t'],
        description: 'd',
        metadata: { k: 'v' },
        user_data: 'aGVsbG8=',
        config_drive: true,
      });
      expect(made.status).toBe(202);
      expect(made.body.server.adminPass).toEqual(expect.stringMatching(/^.{12}$/));
      expect(await look(target(), made.body.server.id as string)).toMatchObject({
        tags: ['t'],
        description: 'd',
        metadata: { k: 'v' },
        config_drive: 'True',
        'OS-EXT-SRV-ATTR:user_data': 'aGVsbG8=',
      });
      for (const [given, message] of [
        [{ key_name: 'nothing' }, 'Invalid key_name provided.'],
        [{ security_groups: [{ name: 'nothing' }] }, "Unable to find security_group with name or id 'nothing'"],
        [{ availability_zone: 'nothing' }, 'The requested availability zone is not available'],
        [{ imageRef: undefined }, 'Missing imageRef attribute'],
        [{ tags: ['a,b'] }, "Invalid input for field/attribute 0. Value: a,b. 'a,b' does not match '^[^,/]*$'"],
        [
          { user_data: 'not base64!' },
          "Invalid input for field/attribute user_data. Value: not base64!. 'not base64!' is not a 'base64'",
        ],
      ] as const) {
        expectRefusal(await createServer(target(), member, given), 400, message);
      }
    });
  });
}
