/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json, Wire } from '../wire.ts';
import { expectForbidden, expectRefusal } from './refusals.ts';

const NAME = `${PREFIX}key`;
const PUBLIC = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIn3M0M1zFw1oH5eQkq4q3c9Gk0jvQmY0b2fP2nTgVv contract';
const FINGERPRINT = '67:6a:eb:e3:16:13:d9:d0:3f:0f:4b:74:2f:80:4a:45';

/** Keypairs, of the user and of others. */
export function keypairsContract(target: TargetOf): void {
  describe('a keypair', () => {
    let user = '';
    const make = (wire: Wire, given: object, version?: string) =>
      wire.nova('POST', '/os-keypairs', { body: { keypair: given }, ...(version !== undefined && { version }) });
    const cleanUp = async () => {
      for (const wire of [target().admin, target().member]) {
        const { body } = await wire.nova('GET', '/os-keypairs');
        for (const { keypair } of body.keypairs as Json[]) {
          if ((keypair.name as string).startsWith(PREFIX))
            await wire.nova('DELETE', `/os-keypairs/${keypair.name as string}`);
        }
      }
    };
    beforeAll(async () => {
      await cleanUp();
      user = (await target().member.token()).user.id;
    });
    afterAll(cleanUp);

    test('is imported, under a name of its own', async () => {
      const { member } = target();
      const made = await make(member, { name: NAME, public_key: PUBLIC });
      expect([made.status, made.body.keypair]).toEqual([
        201,
        { name: NAME, type: 'ssh', public_key: PUBLIC, fingerprint: FINGERPRINT, user_id: user },
      ]);
      expectRefusal(await make(member, { name: NAME, public_key: PUBLIC }), 409, `Key pair '${NAME}' already exists.`);
      const bad = await make(member, { name: `${NAME}-bad`, public_key: 'nonsense' });
      expectRefusal(bad, 400, 'Keypair data is invalid: failed to generate fingerprint');
      expectRefusal(
        await make(member, { name: 'bad/name', public_key: PUBLIC }),
        400,
        "An invalid 'name' value was provided. The name must be: Only expected characters: [@._- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ]",
      );
      const shown = await member.nova('GET', `/os-keypairs/${NAME}`);
      expect(keysOf(shown.body.keypair)).toEqual([
        'created_at',
        'deleted',
        'deleted_at',
        'fingerprint',
        'id',
        'name',
        'public_key',
        'type',
        'updated_at',
        'user_id',
      ]);
    });

    test('is made by nova up to 2.91, and must be given from 2.92 on', async () => {
      const { member } = target();
      const name = `${NAME}-made`;
      const without = `Invalid input for field/attribute keypair. Value: {'name': '${name}'}. 'public_key' is a required property`;
      expectRefusal(await make(member, { name }), 400, without);
      const made = await make(member, { name }, '2.91');
      expect(made.status).toBe(201);
      expect(made.body.keypair).toMatchObject({
        private_key: expect.stringContaining('PRIVATE KEY'),
        public_key: expect.stringMatching(/ Generated-by-Nova$/),
      });
      const again = await member.nova('GET', `/os-keypairs/${name}`);
      expect(again.body.keypair).not.toHaveProperty('private_key');
    });

    test('is listed in pages by name', async () => {
      const { member } = target();
      const first = await member.nova('GET', '/os-keypairs?limit=1');
      const name = first.body.keypairs[0].keypair.name as string;
      expect(first.body.keypairs_links[0]).toMatchObject({
        rel: 'next',
        href: expect.stringContaining(`marker=${name}`),
      });
      const next = await member.nova('GET', `/os-keypairs?marker=${name}`);
      expect(next.body.keypairs.length).toBeGreaterThan(0);
      expectRefusal(
        await member.nova('GET', '/os-keypairs?limit=1&marker=nothing'),
        400,
        'Marker nothing could not be found.',
      );
    });

    test("is the user's: others' are for admins", async () => {
      const { admin, member } = target();
      const own = (await admin.token()).user.id;
      const seen = await admin.nova('GET', `/os-keypairs/${NAME}?user_id=${user}`);
      expect(seen.body.keypair.user_id).toBe(user);
      expectRefusal(await admin.nova('GET', `/os-keypairs/${NAME}`), 404, `Keypair ${NAME} not found for user ${own}`);
      expectForbidden(await member.nova('GET', `/os-keypairs?user_id=${own}`), 'os_compute_api:os-keypairs:index');
      expectForbidden(
        await member.nova('DELETE', `/os-keypairs/x?user_id=${own}`),
        'os_compute_api:os-keypairs:delete',
      );
      const given = { name: `${NAME}-given`, public_key: PUBLIC };
      expectForbidden(await make(member, { ...given, user_id: own }), 'os_compute_api:os-keypairs:create');
      expect((await make(admin, { ...given, user_id: user })).body.keypair.user_id).toBe(user);
      expect((await admin.nova('DELETE', `/os-keypairs/${given.name}?user_id=${user}`)).status).toBe(204);
    });

    test('is gone when it is deleted', async () => {
      const { member } = target();
      expect((await member.nova('DELETE', `/os-keypairs/${NAME}`)).status).toBe(204);
      const message = `Keypair ${NAME} not found for user ${user}`;
      expectRefusal(await member.nova('DELETE', `/os-keypairs/${NAME}`), 404, message);
    });
  });
}
