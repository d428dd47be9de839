/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { act, bootServer, cleanUpAfter, look, untilIdle } from '../compute/contract-servers.ts';
import { type TargetOf, until } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { hostProvider } from './contract-providers.ts';

/** What nova enters in placement's books. */
export function novaAllocationsContract(target: TargetOf): void {
  describe('a server in placement', () => {
    cleanUpAfter(target);
    let id = '';
    let source = '';
    let resources: Json;
    beforeAll(async () => {
      id = await bootServer(target());
      source = (await hostProvider(target, target().host)).uuid as string;
      const { body } = await target().admin.nova('GET', `/flavors/${target().flavor}`);
      resources = { VCPU: body.flavor.vcpus, MEMORY_MB: body.flavor.ram, DISK_GB: body.flavor.disk };
    });
    const allocationsOf = async (consumer: string): Promise<Json> =>
      (await target().admin.placement('GET', `/allocations/${consumer}`)).body;
    const heldBy = async (consumer: string): Promise<string[]> =>
      Object.keys((await allocationsOf(consumer)).allocations as object);
    const newestMove = async (): Promise<string> => {
      const { body } = await target().admin.nova('GET', `/os-migrations?instance_uuid=${id}`);
      return body.migrations[0].uuid as string;
    };
    const hostOf = async (): Promise<string> => {
      const host = (await look(target(), id))['OS-EXT-SRV-ATTR:host'] as string;
      return (await hostProvider(target, host)).uuid as string;
    };

    test('holds its size of the host that is a provider with the id of its hypervisor', async () => {
      const { admin, host } = target();
      const hypervisors = await admin.nova('GET', `/os-hypervisors?hypervisor_hostname_pattern=${host}`);
      expect(hypervisors.body.hypervisors[0].id).toBe(source);
      const server = await look(target(), id);
      expect(await allocationsOf(id)).toEqual({
        allocations: { [source]: { resources, generation: expect.any(Number) } },
        project_id: server['tenant_id'],
        user_id: server['user_id'],
        consumer_generation: 1,
        consumer_type: 'unknown',
      });
      const { body } = await admin.placement('GET', `/resource_providers/${source}/allocations`);
      expect(body.allocations).toHaveProperty(id);
    });

    test('is charged to both hosts until a cold migration is confirmed', async () => {
      const { admin } = target();
      await act(admin, id, { migrate: null });
      await untilIdle(target(), id, 'VERIFY_RESIZE');
      const dest = await hostOf();
      const move = await newestMove();
      expect(dest).not.toBe(source);
      expect([await heldBy(id), await heldBy(move)]).toEqual([[dest], [source]]);
      expect((await allocationsOf(move)).allocations[source].resources).toEqual(resources);
      await act(admin, id, { confirmResize: null });
      await untilIdle(target(), id, 'ACTIVE');
      await until(
        target(),
        () => heldBy(move),
        (held) => held.length === 0,
      );
      expect(await heldBy(id)).toEqual([dest]);
    });

    test('is charged to both while it is migrated live, and to its new host then', async () => {
      const { admin, host } = target();
      const before = await hostOf();
      await act(admin, id, { 'os-migrateLive': { host, block_migration: 'auto' } });
      const both = await until(
        target(),
        async () => [await heldBy(id), await heldBy(await newestMove())],
        ([dest = [], old = []]) => dest[0] === source && old[0] === before,
      );
      expect(both).toEqual([[source], [before]]);
      await until(target(), hostOf, (now) => now === source);
      await untilIdle(target(), id, 'ACTIVE');
      const move = await newestMove();
      await until(
        target(),
        () => heldBy(move),
        (held) => held.length === 0,
      );
      expect(await heldBy(id)).toEqual([source]);
    });

    test('is charged to its old host alone after a reversion', async () => {
      const { admin } = target();
      await act(admin, id, { migrate: null });
      await untilIdle(target(), id, 'VERIFY_RESIZE');
      const move = await newestMove();
      expect(await heldBy(move)).toEqual([source]);
      await act(admin, id, { revertResize: null });
      await untilIdle(target(), id, 'ACTIVE');
      expect([await heldBy(id), await heldBy(move)]).toEqual([[source], []]);
    });

    test('leaves nothing when it is deleted', async () => {
      await target().admin.nova('DELETE', `/servers/${id}`);
      await until(
        target(),
        () => heldBy(id),
        (held) => held.length === 0,
      );
      const { body } = await target().admin.placement('GET', `/resource_providers/${source}/allocations`);
      expect(body.allocations).not.toHaveProperty(id);
    });

    test('goes to no host whose service is disabled, which has a trait for it', async () => {
      const { admin, host } = target();
      const { body } = await admin.nova('GET', `/os-services?host=${host}&binary=nova-compute`);
      const service = `/os-services/${body.services[0].id as string}`;
      const traits = async (): Promise<string[]> =>
        (await admin.placement('GET', `/resource_providers/${source}/traits`)).body.traits as string[];
      const disabled = (wanted: boolean) =>
        until(target(), traits, (seen) => seen.includes('COMPUTE_STATUS_DISABLED') === wanted);
      expect(await traits()).not.toContain('COMPUTE_STATUS_DISABLED');
      await admin.nova('PUT', service, { body: { status: 'disabled' } });
      expect(await disabled(true)).toContain('COMPUTE_STATUS_DISABLED');
      await admin.nova('PUT', service, { body: { status: 'enabled' } });
      expect(await disabled(false)).toContain('COMPUTE_NODE');
    });
  });
}
