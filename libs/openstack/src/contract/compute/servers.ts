/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { PREFIX, type TargetOf, keysOf, until } from '../contract-target.ts';
import {
  act,
  actionOf,
  bootServer,
  cleanUpAfter,
  createServer,
  eventsOf,
  look,
  untilIdle,
} from './contract-servers.ts';
import type { Json } from '../wire.ts';

const ZERO = '00000000-0000-0000-0000-000000000000';

/** Making servers, what they look like, lists and their pages, deletion. */
export function serversContract(target: TargetOf): void {
  describe('servers', () => {
    cleanUpAfter(target);
    let one = '';
    let two = '';
    beforeAll(async () => {
      one = await bootServer(target());
      // Creation is kept to the second: within one, their order is not that of their making.
      await sleep(target().clock, 1100);
      two = await bootServer(target());
    });

    const names = (query: string) =>
      target().admin.nova('GET', `/servers/detail?all_tenants=1&name=${PREFIX}&${query}`);
    const gone = (id: string) =>
      until(
        target(),
        () => look(target(), id),
        (server) => server === undefined,
      );
    const idsOf = (body: Json): string[] => (body.servers as { id: string }[]).map(({ id }) => id);

    test('are accepted, built and then active', async () => {
      const answer = await createServer(target(), target().admin, { host: target().host, metadata: { a: 'b' } });
      expect(answer.status).toBe(202);
      expect(keysOf(answer.body.server)).toEqual(['OS-DCF:diskConfig', 'adminPass', 'id', 'links', 'security_groups']);
      const id = answer.body.server.id as string;
      const fresh = await look(target(), id);
      expect(fresh).toMatchObject({ status: 'BUILD', 'OS-EXT-STS:vm_state': 'building', 'OS-EXT-STS:power_state': 0 });
      expect(fresh['OS-SRV-USG:launched_at']).toBeNull();
      const built = await untilIdle(target(), id, 'ACTIVE');
      expect(built).toMatchObject({
        'OS-EXT-STS:vm_state': 'active',
        'OS-EXT-STS:power_state': 1,
        'OS-EXT-SRV-ATTR:host': target().host,
        'OS-EXT-AZ:availability_zone': expect.any(String),
        'OS-EXT-SRV-ATTR:instance_name': expect.stringMatching(/^instance-[0-9a-f]{8}$/),
        'OS-SRV-USG:launched_at': expect.stringMatching(/\.\d{6}$/),
        image: { id: target().image },
        metadata: { a: 'b' },
        host_status: 'UP',
        locked: false,
        progress: 0,
      });
      expect(built.hostId).toMatch(/^[0-9a-f]{56}$/);
      const action = await actionOf(target(), id, answer);
      expect(action).toMatchObject({ action: 'create', message: null, instance_uuid: id });
      expect(eventsOf(action)).toEqual(['compute__do_build_and_run_instance Success']);
      expect((await target().admin.nova('DELETE', `/servers/${id}`)).status).toBe(204);
      await gone(id);
    });

    test.each([
      [{ flavorRef: 'nothing' }, 'Flavor nothing could not be found.'],
      [{ imageRef: ZERO }, 'Can not find requested image'],
      [{ name: '' }, "Invalid input for field/attribute name. Value: . '' is too short"],
      [{ host: 'no-such-host' }, 'Compute host no-such-host could not be found.'],
    ])('are refused with %j', async (given, message) => {
      const answer = await createServer(target(), target().admin, given);
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest).toEqual({ code: 400, message });
    });

    test('want to be told about networks', async () => {
      const answer = await createServer(target(), target().admin, { networks: undefined });
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toMatch(/'networks' is a required property$/);
    });

    test('end in ERROR with a fault when no host will do', async () => {
      const { admin, host } = target();
      const services = await admin.nova('GET', `/os-services?host=${host}&binary=nova-compute`);
      const service = `/os-services/${services.body.services[0].id as string}`;
      await admin.nova('PUT', service, { body: { status: 'disabled', disabled_reason: 'contract' } });
      try {
        const answer = await createServer(target(), admin, { host });
        expect(answer.status).toBe(202);
        const failed = await untilIdle(target(), answer.body.server.id as string, 'ERROR');
        expect(failed.fault).toMatchObject({ code: 500, message: expect.stringMatching(/^No valid host was found\./) });
        expect(failed['OS-EXT-SRV-ATTR:host']).toBeNull();
      } finally {
        await admin.nova('PUT', service, { body: { status: 'enabled' } });
      }
    });

    test('are listed newest first, each page with a link to the next, even the last if it is full', async () => {
      const { body: first } = await names('limit=1&status=ACTIVE');
      expect(idsOf(first)).toEqual([two]);
      const { href } = first.servers_links[0] as { href: string };
      const marker = new URL(href).searchParams.get('marker');
      expect(marker).toBe(two);
      const { body: second } = await names(`limit=1&status=ACTIVE&marker=${two}`);
      expect(idsOf(second)).toEqual([one]);
      expect(second.servers_links).toHaveLength(1);
      const { body: third } = await names(`limit=1&status=ACTIVE&marker=${one}`);
      expect(third).toEqual({ servers: [] });
      const { body: none } = await names('limit=0');
      expect(none).toEqual({ servers: [] });
      const { body: oldest } = await names('status=ACTIVE&sort_key=created_at&sort_dir=asc');
      expect(idsOf(oldest)).toEqual([one, two]);
    });

    test('are found by host, status, states and id', async () => {
      const { host } = target();
      for (const query of [`host=${host}&status=ACTIVE`, 'vm_state=active', 'power_state=1&status=active']) {
        expect(idsOf((await names(query)).body)).toEqual([two, one]);
      }
      expect(idsOf((await names(`uuid=${one}`)).body)).toEqual([one]);
      for (const query of ['host=no-such-host', 'status=SHUTOFF', 'project_id=x', 'flavor=x', 'task_state=x']) {
        expect(idsOf((await names(query)).body)).toEqual([]);
      }
    });

    test.each([
      ['limit=-1', "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'"],
      [`marker=${ZERO}`, `marker [${ZERO}] not found`],
      ['status=NONSENSE', 'Invalid status value'],
      ['foo=bar', "'foo' does not match any of the regexes: '^_'"],
      ['changes-since=x', "Invalid input for query parameters changes-since. Value: x. 'x' is not a 'date-time'"],
    ])('are not listed by %s', async (query, message) => {
      const answer = await names(query);
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toBe(message);
    });

    test('have a short form without detail', async () => {
      const { body } = await target().admin.nova('GET', `/servers?all_tenants=1&name=${PREFIX}&status=ACTIVE&limit=1`);
      expect(keysOf(body.servers[0])).toEqual(['id', 'links', 'name']);
    });

    test('that do not exist are a 404', async () => {
      const { admin } = target();
      const unknown = await admin.nova('GET', `/servers/${ZERO}`);
      expect(unknown.status).toBe(404);
      expect(unknown.body.itemNotFound.message).toBe(`Instance ${ZERO} could not be found.`);
      const acted = await act(admin, ZERO, { 'os-stop': null });
      expect(acted.status).toBe(404);
      expect(acted.body.itemNotFound.message).toBe(`Instance ${ZERO} has no mapping to a cell.`);
    });

    test('deleted, are there for a moment, then gone, and still remembered', async () => {
      const { admin } = target();
      const id = await bootServer(target());
      const before = new Date(Date.parse((await look(target(), id)).created as string) - 1000).toISOString();
      const answer = await admin.nova('DELETE', `/servers/${id}`);
      expect(answer.status).toBe(204);
      await gone(id);
      const actions = await admin.nova('GET', `/servers/${id}/os-instance-actions`);
      expect(actions.body.instanceActions.map(({ action }: { action: string }) => action)).toEqual([
        'delete',
        'create',
      ]);
      const deleted = await names('deleted=true&limit=1');
      expect(deleted.body.servers[0]).toMatchObject({ id, status: 'DELETED', 'OS-EXT-STS:vm_state': 'deleted' });
      const changed = await names(`changes-since=${before}`);
      expect(idsOf(changed.body)).toContain(id);
    });
  });
}
