/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import { bootServer, cleanUpAfter } from './contract-servers.ts';

const OLDEST = [
  'OS-DCF:diskConfig',
  'OS-EXT-AZ:availability_zone',
  'OS-EXT-SRV-ATTR:host',
  'OS-EXT-SRV-ATTR:hypervisor_hostname',
  'OS-EXT-SRV-ATTR:instance_name',
  'OS-EXT-STS:power_state',
  'OS-EXT-STS:task_state',
  'OS-EXT-STS:vm_state',
  'OS-SRV-USG:launched_at',
  'OS-SRV-USG:terminated_at',
  'accessIPv4',
  'accessIPv6',
  'addresses',
  'config_drive',
  'created',
  'flavor',
  'hostId',
  'id',
  'image',
  'key_name',
  'links',
  'metadata',
  'name',
  'os-extended-volumes:volumes_attached',
  'progress',
  'status',
  'tenant_id',
  'updated',
  'user_id',
];
const SINCE_3 = [
  'OS-EXT-SRV-ATTR:hostname',
  'OS-EXT-SRV-ATTR:kernel_id',
  'OS-EXT-SRV-ATTR:launch_index',
  'OS-EXT-SRV-ATTR:ramdisk_id',
  'OS-EXT-SRV-ATTR:reservation_id',
  'OS-EXT-SRV-ATTR:root_device_name',
  'OS-EXT-SRV-ATTR:user_data',
];
const SINCE_26 = ['locked', 'host_status', 'description', 'tags'];

/** Which fields a server has, by microversion. */
export function serverShapeContract(target: TargetOf): void {
  describe("a server's shape", () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target());
    });

    test.each([
      ['2.1', OLDEST],
      ['2.8', [...OLDEST, ...SINCE_3]],
      ['2.9', [...OLDEST, ...SINCE_3, 'locked']],
      ['2.16', [...OLDEST, ...SINCE_3, 'locked', 'host_status']],
      ['2.26', [...OLDEST, ...SINCE_3, ...SINCE_26]],
      ['2.63', [...OLDEST, ...SINCE_3, ...SINCE_26, 'trusted_image_certificates']],
      ['2.93', [...OLDEST, ...SINCE_3, ...SINCE_26, 'trusted_image_certificates', 'locked_reason', 'server_groups']],
    ])('has in %s the fields of that version', async (version, keys) => {
      const { body } = await target().admin.nova('GET', `/servers/${id}`, { version });
      expect(keysOf(body.server)).toEqual([...keys].sort());
    });

    test('has in a list all but the server groups', async () => {
      const alone = await target().admin.nova('GET', `/servers/${id}`);
      const list = await target().admin.nova('GET', `/servers/detail?all_tenants=1&uuid=${id}`);
      expect(keysOf(list.body.servers[0])).toEqual(keysOf(alone.body.server).filter((key) => key !== 'server_groups'));
    });

    test('has a link to its flavor before 2.47, and what the flavor was since', async () => {
      const { admin, flavor } = target();
      const linked = await admin.nova('GET', `/servers/${id}`, { version: '2.46' });
      expect(keysOf(linked.body.server.flavor)).toEqual(['id', 'links']);
      expect(linked.body.server.flavor.id).toBe(flavor);
      const embedded = await admin.nova('GET', `/servers/${id}`, { version: '2.47' });
      expect(keysOf(embedded.body.server.flavor)).toEqual([
        'disk',
        'ephemeral',
        'extra_specs',
        'original_name',
        'ram',
        'swap',
        'vcpus',
      ]);
    });

    test('has times to the second, with Z or with microseconds', async () => {
      const { body } = await target().admin.nova('GET', `/servers/${id}`);
      expect(body.server.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(body.server.updated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(body.server['OS-SRV-USG:launched_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/);
    });
  });
}
