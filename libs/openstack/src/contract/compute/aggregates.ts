/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import { cleanUpAfter, createServer, untilIdle } from './contract-servers.ts';
import { expectForbidden, expectRefusal } from './refusals.ts';

const NAME = `${PREFIX}aggregate`;
const ZONE = `${PREFIX}zone`;

/** Aggregates with hosts, metadata and a zone, and what the zone does. */
export function aggregatesContract(target: TargetOf): void {
  describe('an aggregate', () => {
    cleanUpAfter(target);
    let id = 0;
    const path = (rest = '') => `/os-aggregates/${id}${rest}`;
    const make = (aggregate: object) => target().admin.nova('POST', '/os-aggregates', { body: { aggregate } });
    const act = (body: object, of = id) => target().admin.nova('POST', `/os-aggregates/${of}/action`, { body });
    const cleanUp = async () => {
      const { body } = await target().admin.nova('GET', '/os-aggregates');
      for (const one of (body.aggregates as Json[]).filter(({ name }) => (name as string).startsWith(PREFIX))) {
        for (const host of one.hosts as string[]) await act({ remove_host: { host } }, one.id as number);
        await target().admin.nova('DELETE', `/os-aggregates/${one.id as number}`);
      }
    };
    beforeAll(async () => {
      await cleanUp();
      const made = await make({ name: NAME, availability_zone: ZONE });
      expect(made.status).toBe(200);
      expect(keysOf(made.body.aggregate)).toEqual([
        'availability_zone',
        'created_at',
        'deleted',
        'deleted_at',
        'id',
        'name',
        'updated_at',
        'uuid',
      ]);
      id = made.body.aggregate.id as number;
    });
    afterAll(cleanUp);

    test('has a name of its own, and a zone without a colon', async () => {
      expectRefusal(await make({ name: NAME }), 409, `Aggregate ${NAME} already exists.`);
      expectRefusal(await make({ name: '' }), 400, "Invalid input for field/attribute name. Value: . '' is too short");
      const colon = await make({ name: `${NAME}-2`, availability_zone: 'a:b' });
      const why = "Value: a:b. 'a:b' is not valid under any of the given schemas";
      expectRefusal(colon, 400, `Invalid input for field/attribute availability_zone. ${why}`);
    });

    test('takes hosts, each into one zone only', async () => {
      const { host } = target();
      const added = await act({ add_host: { host } });
      expect([added.status, added.body.aggregate]).toMatchObject([
        200,
        { hosts: [host], metadata: { availability_zone: ZONE } },
      ]);
      expectRefusal(await act({ add_host: { host } }), 409, `Aggregate ${id} already has host ${host}.`);
      expectRefusal(await act({ add_host: { host: 'nothing' } }), 404, 'Compute host nothing could not be found.');
      expectRefusal(
        await act({ remove_host: { host: 'nothing' } }),
        404,
        `Cannot remove host nothing in aggregate ${id}`,
      );
      const other = await make({ name: `${NAME}-2`, availability_zone: `${ZONE}-2` });
      const second = other.body.aggregate.id as number;
      expectRefusal(
        await act({ add_host: { host } }, second),
        409,
        `Cannot add host to aggregate ${second}. Reason: One or more hosts already in availability zone(s) ['${ZONE}'].`,
      );
    });

    test('makes its hosts its zone, for services, zones and servers', async () => {
      const { admin, member, host } = target();
      const services = await admin.nova('GET', `/os-services?host=${host}&binary=nova-compute`);
      expect(services.body.services[0].zone).toBe(ZONE);
      const detail = await admin.nova('GET', '/os-availability-zone/detail');
      const zone = (detail.body.availabilityZoneInfo as Json[]).find(({ zoneName }) => zoneName === ZONE);
      expect(zone).toEqual({
        zoneName: ZONE,
        zoneState: { available: true },
        hosts: { [host]: { 'nova-compute': { available: true, active: true, updated_at: expect.any(String) } } },
      });
      const { body } = await member.nova('GET', '/os-availability-zone');
      expect(body.availabilityZoneInfo).toContainEqual({ zoneName: ZONE, zoneState: { available: true }, hosts: null });
      expectForbidden(
        await member.nova('GET', '/os-availability-zone/detail'),
        'os_compute_api:os-availability-zone:detail',
      );
      const made = await createServer(target(), member, { availability_zone: ZONE });
      const server = await untilIdle(target(), made.body.server.id as string, 'ACTIVE');
      expect(server).toMatchObject({ 'OS-EXT-SRV-ATTR:host': host, 'OS-EXT-AZ:availability_zone': ZONE });
      const moved = await admin.nova('PUT', path(), { body: { aggregate: { availability_zone: `${ZONE}-3` } } });
      const busy = 'One or more hosts contain instances in this zone.';
      expectRefusal(moved, 400, `Cannot update aggregate ${id}. Reason: ${busy}`);
    });

    test('has metadata, which null takes away, and a name that can be changed', async () => {
      const { admin } = target();
      const set = await act({ set_metadata: { metadata: { a: '1', b: '2' } } });
      expect(set.body.aggregate.metadata).toEqual({ availability_zone: ZONE, a: '1', b: '2' });
      const unset = await act({ set_metadata: { metadata: { a: null } } });
      expect(unset.body.aggregate.metadata).toEqual({ availability_zone: ZONE, b: '2' });
      const renamed = await admin.nova('PUT', path(), { body: { aggregate: { name: `${NAME}-new` } } });
      expect(renamed.body.aggregate).toMatchObject({ name: `${NAME}-new`, availability_zone: ZONE });
      expectRefusal(await act({ nothing: {} }), 400, 'There is no such action: nothing');
    });

    test('is for admins, and goes when it has no hosts', async () => {
      const { admin, member, host } = target();
      const rule = (verb: string) => `os_compute_api:os-aggregates:${verb}`;
      const send = (method: 'POST' | 'PUT' | 'DELETE', to: string, body?: object) => member.nova(method, to, { body });
      expectForbidden(await send('POST', '/os-aggregates', { aggregate: { name: 'x' } }), rule('create'));
      expectForbidden(await send('PUT', path(), { aggregate: { name: 'x' } }), rule('update'));
      expectForbidden(await send('DELETE', path()), rule('delete'));
      expectForbidden(await send('POST', path('/action'), { add_host: { host } }), rule('add_host'));
      const full = await admin.nova('DELETE', path());
      expectRefusal(full, 400, `Cannot remove host from aggregate ${id}. Reason: Host aggregate is not empty.`);
      expect((await act({ remove_host: { host } })).body.aggregate.hosts).toEqual([]);
      expect((await admin.nova('DELETE', path())).status).toBe(200);
      expectRefusal(await admin.nova('DELETE', path()), 404, `Aggregate ${id} could not be found.`);
    });
  });
}
