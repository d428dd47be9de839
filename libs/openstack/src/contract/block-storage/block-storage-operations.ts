/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { absent, askVolume, bad, cleanUpVolumesAfter, errorOf, forbidden, untilVolume } from './contract-volumes.ts';

const KEYS = [
  'active_backend_id',
  'binary',
  'disabled_reason',
  'frozen',
  'host',
  'replication_status',
  'state',
  'status',
  'updated_at',
  'zone',
];

/** Services, pools and zones: what operators look at. */
export function blockStorageOperationsContract(target: TargetOf): void {
  describe('a block storage service', () => {
    let service: Json;
    const find = async (version = '3.70'): Promise<Json> => {
      const { body } = await target().admin.cinder('GET', '/os-services?binary=cinder-volume', { version });
      return body.services[0];
    };
    const put = (action: string, more: object = {}, wire = target().admin) =>
      wire.cinder('PUT', `/os-services/${action}`, { body: { host: service.host, binary: 'cinder-volume', ...more } });
    beforeAll(async () => {
      service = await find();
    });
    cleanUpVolumesAfter(target);
    afterAll(async () => {
      await put('disable-log-reason');
      await put('enable');
    });

    test('is listed with its state, and has no id', async () => {
      expect(keysOf(service)).toEqual([...KEYS, 'backend_state', 'cluster'].sort());
      expect(keysOf(await find('3.0'))).toEqual(KEYS);
      expect(service).toMatchObject({
        binary: 'cinder-volume',
        host: expect.stringMatching(/^.+@.+$/),
        status: 'enabled',
        state: 'up',
        backend_state: 'up',
      });
    });

    test('is found by its host, with or without the backend', async () => {
      const { admin, member } = target();
      const hosts = async (query: string) =>
        (await admin.cinder('GET', `/os-services?${query}`)).body.services.map((one: { host: string }) => one.host);
      const host = service.host as string;
      expect(await hosts(`host=${host}`)).toEqual([host]);
      expect(await hosts(`host=${host.replace(/@.*/, '')}`)).toContain(host);
      expect(await hosts('host=nowhere')).toEqual([]);
      const refused = await member.cinder('GET', '/os-services');
      expect(errorOf(refused)).toEqual(forbidden('volume_extension:services:index'));
      const rule = forbidden('volume_extension:services:update');
      expect(errorOf(await put('disable', {}, member))).toEqual(rule);
    });

    test('disabled gets no volumes; enabled it remembers the reason', async () => {
      const off = await put('disable-log-reason', { disabled_reason: 'contract' });
      expect([off.status, off.body]).toEqual([
        200,
        {
          disabled_reason: 'contract',
          disabled: true,
          host: service.host,
          service: '',
          binary: 'cinder-volume',
          status: 'disabled',
        },
      ]);
      expect(await find()).toMatchObject({
        status: 'disabled',
        disabled_reason: 'contract',
        state: 'up',
        backend_state: null,
      });
      const { body } = await askVolume(target().member);
      await untilVolume(target(), body.volume.id as string, 'error');
      const on = await put('enable');
      expect(on.body).toEqual({
        disabled: false,
        host: service.host,
        service: '',
        binary: 'cinder-volume',
        status: 'enabled',
      });
      expect(await find()).toMatchObject({ status: 'enabled', disabled_reason: 'contract', backend_state: 'up' });
    });

    test('is not switched in other words', async () => {
      const lost = await put('enable', { host: 'nowhere' });
      expect(errorOf(lost)).toEqual(absent('Service cinder-volume could not be found on host nowhere.'));
      expect(errorOf(await put('nonsense'))).toEqual(bad('Invalid input received: Unknown action'));
      const empty = await put('disable-log-reason', { disabled_reason: '' });
      const short = "Invalid input for field/attribute disabled_reason. Value: . '' is too short";
      expect(errorOf(empty)).toEqual(bad(short));
    });
  });

  describe('a storage pool', () => {
    const pools = (query: string, wire = target().admin) => wire.cinder('GET', `/scheduler-stats/get_pools${query}`);

    test('is told with what it can do when asked', async () => {
      const { body } = await pools('');
      expect(body.pools).toEqual([{ name: expect.stringMatching(/^.+@.+#.+$/) }]);
      const name = encodeURIComponent(body.pools[0].name as string);
      const detail = await pools(`?detail=true&name=${name}`);
      expect(keysOf(detail.body.pools[0])).toEqual(['capabilities', 'name']);
      expect(detail.body.pools[0].capabilities).toMatchObject({
        volume_backend_name: expect.any(String),
        total_capacity_gb: expect.any(Number),
        free_capacity_gb: expect.any(Number),
        allocated_capacity_gb: expect.any(Number),
        reserved_percentage: 0,
        max_over_subscription_ratio: '20.0',
        multiattach: true,
      });
      expect((await pools('?name=nothing')).body).toEqual({ pools: [] });
    });

    test('is for admins, who ask properly', async () => {
      const rule = 'scheduler_extension:scheduler_stats:get_pools';
      expect(errorOf(await pools('', target().member))).toEqual(forbidden(rule));
      expect(errorOf(await pools('?detail=x'))).toEqual(bad("Value 'x' for 'detail' is not a boolean."));
      expect(errorOf(await pools('?odd=x'))).toEqual(bad('Invalid filters odd are found in query options.'));
    });
  });

  test('block storage has zones of its own', async () => {
    const { body } = await target().member.cinder('GET', '/os-availability-zone');
    expect(body.availabilityZoneInfo).toEqual([{ zoneName: 'nova', zoneState: { available: true } }]);
  });
}
