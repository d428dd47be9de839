/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import { act, actionOf, bootServer, cleanUpAfter, createServer, look, untilIdle } from './contract-servers.ts';
import type { WireAnswer } from '../wire.ts';

const forbids = (rule: string) => ({
  forbidden: { code: 403, message: `Policy doesn't allow ${rule} to be performed.` },
});

/** What a project's member sees and may do. */
export function membersContract(target: TargetOf): void {
  describe('a member', () => {
    cleanUpAfter(target);
    let own = '';
    let others = '';
    beforeAll(async () => {
      own = await bootServer(target(), target().member);
      others = await bootServer(target());
    });

    test.each([
      ['/os-services', 'os_compute_api:os-services:list'],
      ['/os-hypervisors', 'os_compute_api:os-hypervisors:list'],
      ['/os-migrations', 'os_compute_api:os-migrations:index'],
      ['/os-aggregates', 'os_compute_api:os-aggregates:index'],
      ['/servers/detail?all_tenants=1', 'os_compute_api:servers:detail:get_all_tenants'],
    ])('is refused %s', async (path, rule) => {
      const answer = await target().member.nova('GET', path);
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual(forbids(rule));
    });

    test('is refused the switching of services', async () => {
      const { body } = await target().admin.nova('GET', `/os-services?host=${target().host}`);
      const path = `/os-services/${body.services[0].id as string}`;
      const answer = await target().member.nova('PUT', path, { body: { status: 'enabled' } });
      expect(answer.body).toEqual(forbids('os_compute_api:os-services:update'));
    });

    test.each([
      ['os-migrateLive', { host: null, block_migration: 'auto' }, 'os_compute_api:os-migrate-server:migrate_live'],
      ['migrate', null, 'os_compute_api:os-migrate-server:migrate'],
      ['os-resetState', { state: 'error' }, 'os_compute_api:os-admin-actions:reset_state'],
    ])('is refused %s of its own server', async (action, argument, rule) => {
      const answer = await act(target().member, own, { [action]: argument });
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual(forbids(rule));
    });

    test('is refused a host of its choice, and the list of what moves', async () => {
      const placed = await createServer(target(), target().member, { host: target().host });
      expect(placed.body).toEqual(forbids('compute:servers:create:requested_destination'));
      const moving = await target().member.nova('GET', `/servers/${own}/migrations`);
      expect(moving.body).toEqual(forbids('os_compute_api:servers:migrations:index'));
    });

    test("does not find another project's server", async () => {
      const { member } = target();
      const message = `Instance ${others} could not be found.`;
      const answers: WireAnswer[] = [
        await member.nova('GET', `/servers/${others}`),
        await act(member, others, { 'os-stop': null }),
        await member.nova('GET', `/servers/${others}/os-instance-actions`),
        await member.nova('DELETE', `/servers/${others}`),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(404);
        expect(answer.body.itemNotFound.message).toBe(message);
      }
      const list = await member.nova('GET', '/servers/detail');
      expect(list.body.servers.map(({ id }: { id: string }) => id)).not.toContain(others);
    });

    test('sees of its own server all but where it is', async () => {
      const mine = await target().member.nova('GET', `/servers/${own}`);
      const full = await look(target(), own);
      const hidden = [
        'OS-EXT-SRV-ATTR:host',
        'OS-EXT-SRV-ATTR:hypervisor_hostname',
        'OS-EXT-SRV-ATTR:instance_name',
        'OS-EXT-SRV-ATTR:kernel_id',
        'OS-EXT-SRV-ATTR:launch_index',
        'OS-EXT-SRV-ATTR:ramdisk_id',
        'OS-EXT-SRV-ATTR:reservation_id',
        'OS-EXT-SRV-ATTR:root_device_name',
        'OS-EXT-SRV-ATTR:user_data',
        'host_status',
      ];
      expect(keysOf(mine.body.server)).toEqual(keysOf(full).filter((key) => !hidden.includes(key)));
      // Of hosts' names it may filter by none: such filters are ignored.
      const list = await target().member.nova('GET', '/servers/detail?host=no-such-host');
      expect(list.body.servers.map(({ id }: { id: string }) => id)).toContain(own);
    });

    test('sees of its actions all but the hosts and the tracebacks', async () => {
      const stop = await act(target().member, own, { 'os-stop': null });
      await untilIdle(target(), own, 'SHUTOFF');
      const requestId = stop.headers['x-openstack-request-id'] ?? '';
      const { body } = await target().member.nova('GET', `/servers/${own}/os-instance-actions/${requestId}`);
      expect(keysOf(body.instanceAction.events[0])).toEqual(['event', 'finish_time', 'hostId', 'result', 'start_time']);
      const [full] = (await actionOf(target(), own, stop)).events;
      expect(keysOf(full)).toEqual([
        'details',
        'event',
        'finish_time',
        'host',
        'hostId',
        'result',
        'start_time',
        'traceback',
      ]);
      await act(target().member, own, { 'os-start': null });
      await untilIdle(target(), own, 'ACTIVE');
    });

    test('can do nothing with a server that an admin has locked', async () => {
      const { admin, member } = target();
      expect((await act(admin, own, { lock: { locked_reason: 'contract' } })).status).toBe(202);
      expect(await look(target(), own)).toMatchObject({ locked: true, locked_reason: 'contract' });
      const answers = [await act(member, own, { 'os-stop': null }), await member.nova('DELETE', `/servers/${own}`)];
      for (const answer of answers) {
        expect(answer.status).toBe(409);
        expect(answer.body.conflictingRequest.message).toBe(`Instance ${own} is locked`);
      }
      const unlock = await act(member, own, { unlock: null });
      expect(unlock.body).toEqual(forbids('os_compute_api:os-lock-server:unlock:unlock_override'));
      expect((await act(admin, own, { 'os-stop': null })).status).toBe(202);
      await untilIdle(target(), own, 'SHUTOFF');
      const lifted = await act(admin, own, { unlock: null });
      expect(lifted.status).toBe(202);
      expect(await look(target(), own)).toMatchObject({ locked: false, locked_reason: null });
    });
  });
}
