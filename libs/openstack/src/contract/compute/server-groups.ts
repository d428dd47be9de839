/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json, Wire } from '../wire.ts';
import { act, cleanUpAfter, look, untilIdle, untilMigration } from './contract-servers.ts';
import { ZERO, expectRefusal } from './refusals.ts';

const NAME = `${PREFIX}group`;

/** Server groups, and how they place servers. */
export function serverGroupsContract(target: TargetOf): void {
  describe('a server group', () => {
    cleanUpAfter(target);
    const make = (wire: Wire, given: object, version?: string) =>
      wire.nova('POST', '/os-server-groups', {
        body: { server_group: { name: NAME, ...given } },
        ...(version !== undefined && { version }),
      });
    const cleanUp = async () => {
      const { body } = await target().admin.nova('GET', '/os-server-groups?all_projects=1');
      const left = (body.server_groups as Json[]).filter(({ name }) => (name as string).startsWith(PREFIX));
      for (const { id } of left) await target().admin.nova('DELETE', `/os-server-groups/${id as string}`);
    };
    beforeAll(cleanUp);
    afterAll(cleanUp);

    test('has one policy, and anti-affinity a rule', async () => {
      const { admin, member } = target();
      const made = await make(member, { policy: 'anti-affinity', rules: { max_server_per_host: 2 } });
      expect([made.status, made.body.server_group]).toEqual([
        200,
        {
          id: expect.any(String),
          name: NAME,
          policy: 'anti-affinity',
          rules: { max_server_per_host: 2 },
          members: [],
          project_id: (await member.token()).project?.id,
          user_id: (await member.token()).user.id,
        },
      ]);
      const rules = await make(member, { policy: 'affinity', rules: { max_server_per_host: 2 } });
      expectRefusal(rules, 400, 'Only anti-affinity policy supports rules.');
      const all = "['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity']";
      const odd = `Invalid input for field/attribute policy. Value: odd. 'odd' is not one of ${all}`;
      expectRefusal(await make(member, { policy: 'odd' }), 400, odd);
      const old = await make(member, { policies: ['affinity'] }, '2.63');
      expect(old.body.server_group).toMatchObject({ policies: ['affinity'], metadata: {} });
      const ids = async (wire: Wire, query = '') =>
        ((await wire.nova('GET', `/os-server-groups${query}`)).body.server_groups as Json[]).map(
          (one) => one.id as string,
        );
      const id = made.body.server_group.id as string;
      expect(await ids(member)).toContain(id);
      expect(await ids(admin)).not.toContain(id);
      expect(await ids(admin, '?all_projects=1')).toContain(id);
      expect((await ids(member, '?limit=1')).length).toBe(1);
      expect(await ids(member, '?limit=1000&offset=1000')).toEqual([]);
      expect((await member.nova('DELETE', `/os-server-groups/${id}`)).status).toBe(204);
      const gone = `Instance group ${id} could not be found.`;
      expectRefusal(await member.nova('GET', `/os-server-groups/${id}`), 404, gone);
    });

    test('of affinity keeps its servers together', async () => {
      const { admin, host, otherHost, flavor, image } = target();
      const { body } = await make(admin, { policy: 'affinity' });
      const group = body.server_group.id as string;
      const boot = async (given: object, hint = group) => {
        const server = { name: `${NAME}-member`, flavorRef: flavor, imageRef: image, networks: 'none', ...given };
        return admin.nova('POST', '/servers', { body: { server, 'os:scheduler_hints': { group: hint } } });
      };
      const first = (await boot({ host })).body.server.id as string;
      await untilIdle(target(), first, 'ACTIVE');
      expect((await look(target(), first)).server_groups).toEqual([group]);
      // Its own host counts among those of its group: it finds no other one, even while it is alone.
      await act(admin, first, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
      await untilMigration(target(), first, 'error');
      expect((await untilIdle(target(), first, 'ACTIVE'))['OS-EXT-SRV-ATTR:host']).toBe(host);
      const second = (await boot({ host: otherHost })).body.server.id as string;
      const failed = await untilIdle(target(), second, 'ERROR');
      expect(failed.fault.message).toBe('No valid host was found. There are not enough hosts available.');
      const shown = await admin.nova('GET', `/os-server-groups/${group}`);
      expect((shown.body.server_group.members as string[]).sort()).toEqual([first, second].sort());
      expectRefusal(await boot({}, ZERO), 400, `Instance group ${ZERO} could not be found.`);
      const noId = "Invalid input for field/attribute group. Value: nothing. 'nothing' is not a 'uuid'";
      expectRefusal(await boot({}, 'nothing'), 400, noId);
      for (const id of [first, second]) await admin.nova('DELETE', `/servers/${id}`);
      await admin.nova('DELETE', `/os-server-groups/${group}`);
    });
  });
}
