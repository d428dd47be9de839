/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, until } from '../contract-target.ts';
import { make } from '../network/contract-networks.ts';
import type { Json } from '../wire.ts';
import { act, cleanUpAfter, createServer, look, newestMigration, untilIdle } from './contract-servers.ts';
import { ZERO, expectRefusal } from './refusals.ts';

/** The ports that nova makes, takes, moves and gives back. */
export function serverNetworksContract(target: TargetOf): void {
  describe("a server's ports", () => {
    cleanUpAfter(target);
    let network = '';
    let id = '';
    beforeAll(async () => {
      const { body } = await target().member.neutron('GET', '/networks?router:external=false');
      const own = (await target().member.token()).project?.id;
      network = body.networks.find((one: Json) => one.project_id === own && one.subnets.length > 0).id as string;
      const made = await createServer(target(), target().member, { networks: [{ uuid: network }], tags: ['ports'] });
      id = made.body.server.id as string;
      await untilIdle(target(), id, 'ACTIVE');
    });
    const ports = async (server = id): Promise<Json[]> =>
      (await target().admin.neutron('GET', `/ports?device_id=${server}`)).body.ports as Json[];
    const eventually = <T>(see: () => Promise<T>, wanted: (seen: T) => boolean) => until(target(), see, wanted);

    test('are made when it boots, bound to its host, in the group default', async () => {
      const server = await look(target(), id);
      const [port] = await eventually(ports, ([one]) => one?.status === 'ACTIVE');
      expect(port).toMatchObject({
        device_owner: `compute:${server['OS-EXT-AZ:availability_zone'] as string}`,
        'binding:host_id': server['OS-EXT-SRV-ATTR:host'],
        project_id: server.tenant_id,
        name: '',
      });
      const address = { version: 4, addr: port.fixed_ips[0].ip_address, 'OS-EXT-IPS-MAC:mac_addr': port.mac_address };
      expect(Object.values(server.addresses as object)).toEqual([[{ ...address, 'OS-EXT-IPS:type': 'fixed' }]]);
      expect(server.security_groups).toEqual([{ name: 'default' }]);
      const list = await target().member.nova('GET', `/servers/${id}/os-interface`);
      expect(list.body.interfaceAttachments).toEqual([
        {
          net_id: network,
          port_id: port.id,
          mac_addr: port.mac_address,
          port_state: 'ACTIVE',
          fixed_ips: port.fixed_ips,
          tag: null,
        },
      ]);
    });

    test('go along when it is live-migrated', async () => {
      const before = (await look(target(), id))['OS-EXT-SRV-ATTR:host'] as string;
      await act(target().admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
      await eventually(
        () => newestMigration(target(), id),
        (migration) => migration?.status === 'completed',
      );
      const after = (await untilIdle(target(), id, 'ACTIVE'))['OS-EXT-SRV-ATTR:host'] as string;
      expect(after).not.toBe(before);
      const [port] = await eventually(ports, ([one]) => one?.['binding:host_id'] === after && one.status === 'ACTIVE');
      expect(port['binding:host_id']).toBe(after);
    });

    test('are attached and detached: its own making is deleted, a given one is let go', async () => {
      const { member } = target();
      const path = `/servers/${id}/os-interface`;
      const attach = (given: object) => member.nova('POST', path, { body: { interfaceAttachment: given } });
      const given = await make(member, 'ports', { network_id: network, name: 'given' });
      const one = await attach({ port_id: given.id });
      expect([one.status, one.body.interfaceAttachment.port_id]).toEqual([200, given.id]);
      expectRefusal(await attach({ port_id: given.id }), 409, `Port ${given.id as string} is still in use.`);
      expectRefusal(await attach({ port_id: ZERO }), 404, `Port id ${ZERO} could not be found.`);
      const two = await attach({ net_id: network });
      expect(two.body.interfaceAttachment).toMatchObject({ net_id: network, port_state: 'ACTIVE' });
      const own = two.body.interfaceAttachment.port_id as string;
      expect((await ports()).length).toBe(3);
      const shown = await member.nova('GET', `${path}/${own}`);
      expect(shown.body.interfaceAttachment.port_id).toBe(own);
      expectRefusal(await member.nova('GET', `${path}/${ZERO}`), 404, `Port id ${ZERO} could not be found.`);
      for (const port of [given.id as string, own, ZERO]) {
        expect((await member.nova('DELETE', `${path}/${port}`)).status).toBe(202);
      }
      await eventually(ports, (left) => left.length === 1);
      const free = await eventually(
        () => member.neutron('GET', `/ports/${given.id as string}`),
        ({ body }) => body.port.device_id === '',
      );
      expect(free.body.port).toMatchObject({ device_owner: '', status: 'DOWN' });
      await eventually(
        () => member.neutron('GET', `/ports/${own}`),
        ({ status }) => status === 404,
      );
      await member.neutron('DELETE', `/ports/${given.id as string}`);
    });

    test('are put into a security group and taken out', async () => {
      const { member } = target();
      const name = `${PREFIX}sg`;
      const group = await make(member, 'security-groups', { name: 'sg' });
      const add = () => act(member, id, { addSecurityGroup: { name } });
      const remove = () => act(member, id, { removeSecurityGroup: { name } });
      expect((await add()).status).toBe(202);
      const list = await member.nova('GET', `/servers/${id}/os-security-groups`);
      expect(list.body.security_groups.map((one: Json) => one.name as string).sort()).toEqual(['default', name]);
      const twice = await add();
      expect(twice.status).toBe(400);
      expect(twice.body.badRequest.message).toContain(`Duplicate items in the list: '${group.id as string}'`);
      expect((await remove()).status).toBe(202);
      expectRefusal(await remove(), 404, `Security group ${name} not associated with the instance ${id}`);
      const project = (await member.token()).project?.id ?? '';
      const unknown = await act(member, id, { addSecurityGroup: { name: 'nothing' } });
      expectRefusal(unknown, 404, `Security group nothing is not found for project ${project}`);
      await member.neutron('DELETE', `/security-groups/${group.id as string}`);
    });

    test('may be there before it, and outlive it; its own go with it', async () => {
      const { member } = target();
      const given = await make(member, 'ports', { network_id: network, name: 'before' });
      const [address] = given.fixed_ips as { ip_address: string }[];
      const made = await createServer(target(), member, { networks: [{ port: given.id }] });
      const other = made.body.server.id as string;
      const server = await untilIdle(target(), other, 'ACTIVE');
      expect(JSON.stringify(server.addresses)).toContain(address?.ip_address);
      const inUse = await createServer(target(), member, { networks: [{ port: given.id }] });
      expectRefusal(inUse, 409, `Port ${given.id as string} is still in use.`);
      for (const server of [other, id]) await member.nova('DELETE', `/servers/${server}`);
      for (const server of [other, id]) {
        await eventually(
          () => look(target(), server),
          (seen) => seen === undefined,
        );
      }
      expect(await ports()).toEqual([]);
      const left = await member.neutron('GET', `/ports/${given.id as string}`);
      expect(left.body.port).toMatchObject({ device_id: '', device_owner: '' });
      await member.neutron('DELETE', `/ports/${given.id as string}`);
    });

    test('that cannot be had are refused before it is made', async () => {
      const { member } = target();
      const create = (networks: unknown) => createServer(target(), member, { networks });
      expectRefusal(await create([{ uuid: ZERO }]), 400, `Network ${ZERO} could not be found.`);
      expectRefusal(await create([{ port: ZERO }]), 400, `Port id ${ZERO} could not be found.`);
    });
  });
}
