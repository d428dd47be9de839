import { Secret } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SmallCloud } from '../core/small-cloud.test-support.ts';
import { Servers } from './servers.ts';

let cloud: SmallCloud;
let servers: Servers;

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  const headers = { 'x-openstack-request-id': 'req-of-the-action' };
  cloud.route('POST', '/v2.1/servers/:id/action', ({ body }) => ({
    status: 202,
    headers,
    ...(Object.hasOwn(body as object, 'createImage') && { body: { image_id: 'i9' } }),
  }));
  cloud.route('DELETE', '/v2.1/servers/:id', () => ({ status: 204, headers }));
  cloud.route('POST', '/v2.1/servers', () => ({
    status: 202,
    headers,
    body: { server: { id: 's9', adminPass: 'sesame' } },
  }));
  cloud.route('GET', '/v2.1/servers/detail', () => ({ status: 200, body: { servers: [] } }));
  servers = new Servers(cloud.client({ microversion: '2.93' }));
});

afterEach(() => cloud.stop());

const accepted = { requestId: 'req-of-the-action' };
const lastBody = () => cloud.server.requests.at(-1)?.body;

describe('what nova is told', () => {
  test.each<[string, (all: Servers) => Promise<unknown>, unknown]>([
    ['live migration', (all) => all.liveMigrate('s1'), { 'os-migrateLive': { host: null, block_migration: 'auto' } }],
    [
      'live migration to a host with its disks',
      (all) => all.liveMigrate('s1', { host: 'hv2', blockMigration: true }),
      { 'os-migrateLive': { host: 'hv2', block_migration: true } },
    ],
    ['cold migration', (all) => all.migrate('s1'), { migrate: null }],
    ['cold migration to a host', (all) => all.migrate('s1', { host: 'hv2' }), { migrate: { host: 'hv2' } }],
    ['confirm', (all) => all.confirmResize('s1'), { confirmResize: null }],
    ['revert', (all) => all.revertResize('s1'), { revertResize: null }],
    ['start', (all) => all.start('s1'), { 'os-start': null }],
    ['stop', (all) => all.stop('s1'), { 'os-stop': null }],
    ['reboot', (all) => all.reboot('s1', { type: 'HARD' }), { reboot: { type: 'HARD' } }],
    ['lock', (all) => all.lock('s1'), { lock: null }],
    ['lock with a reason', (all) => all.lock('s1', { reason: 'r' }), { lock: { locked_reason: 'r' } }],
    ['unlock', (all) => all.unlock('s1'), { unlock: null }],
    ['reset of the state', (all) => all.resetState('s1', 'error'), { 'os-resetState': { state: 'error' } }],
    ['pause', (all) => all.pause('s1'), { pause: null }],
    ['unpause', (all) => all.unpause('s1'), { unpause: null }],
    ['suspend', (all) => all.suspend('s1'), { suspend: null }],
    ['resume', (all) => all.resume('s1'), { resume: null }],
    ['resize', (all) => all.resize('s1', { flavorId: 'f2' }), { resize: { flavorRef: 'f2' } }],
    ['shelving', (all) => all.shelve('s1'), { shelve: null }],
    ['offloading', (all) => all.shelveOffload('s1'), { shelveOffload: null }],
    ['unshelving', (all) => all.unshelve('s1'), { unshelve: null }],
    ['unshelving to a host', (all) => all.unshelve('s1', { host: 'hv2' }), { unshelve: { host: 'hv2' } }],
    [
      'unshelving to any zone',
      (all) => all.unshelve('s1', { availabilityZone: null }),
      { unshelve: { availability_zone: null } },
    ],
    ['unrescue', (all) => all.unrescue('s1'), { unrescue: null }],
    ['rescue', (all) => all.rescue('s1'), { rescue: null }],
    [
      'rescue from another image',
      (all) => all.rescue('s1', { imageId: 'i2', adminPassword: new Secret('open-sesame') }),
      { rescue: { rescue_image_ref: 'i2', adminPass: 'open-sesame' } },
    ],
    ['evacuation', (all) => all.evacuate('s1'), { evacuate: {} }],
    ['evacuation to a host', (all) => all.evacuate('s1', { host: 'hv2' }), { evacuate: { host: 'hv2' } }],
    [
      'a new password',
      (all) => all.changePassword('s1', new Secret('open-sesame')),
      { changePassword: { adminPass: 'open-sesame' } },
    ],
    ['restoring', (all) => all.restore('s1'), { restore: null }],
    ['deletion by force', (all) => all.delete('s1', { force: true }), { forceDelete: null }],
  ])('%s', async (_, act, body) => {
    expect(await act(servers)).toEqual(accepted);
    expect(cloud.server.requests.at(-1)).toMatchObject({ method: 'POST', path: '/v2.1/servers/s1/action', body });
  });

  test('deletion', async () => {
    expect(await servers.delete('s1')).toEqual(accepted);
    expect(cloud.server.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/v2.1/servers/s1' });
  });

  test('a snapshot, whose image it names', async () => {
    const made = await servers.createImage('s1', { name: 'before', metadata: { by: 'us' } });

    expect(made).toEqual({ ...accepted, imageId: 'i9' });
    expect(lastBody()).toEqual({ createImage: { name: 'before', metadata: { by: 'us' } } });
  });

  test('a new server, with everything that it may be given', async () => {
    const made = await servers.create({
      name: 'n',
      flavorId: 'f',
      imageId: 'i',
      networks: [{ uuid: 'net', fixedIp: '10.0.0.7' }, { port: 'p1' }],
      host: 'hv1',
      availabilityZone: 'az',
      metadata: { k: 'v' },
      tags: ['t'],
      description: 'd',
      keyName: 'ops',
      securityGroups: ['web'],
      serverGroupId: 'g1',
      blockDevices: [
        { source: 'image', id: 'i', sizeGiB: 20, bootIndex: 0, deleteOnTermination: true, volumeType: 'fast' },
        { source: 'volume', id: 'v1' },
      ],
      userData: new Secret('#!/bin/sh'),
      configDrive: true,
      adminPassword: new Secret('open-sesame'),
    });

    expect(made).toMatchObject({ ...accepted, id: 's9' });
    const volume = { destination_type: 'volume', source_type: 'volume', uuid: 'v1' };
    expect(lastBody()).toEqual({
      server: {
        name: 'n',
        flavorRef: 'f',
        imageRef: 'i',
        networks: [{ uuid: 'net', fixed_ip: '10.0.0.7' }, { port: 'p1' }],
        host: 'hv1',
        availability_zone: 'az',
        metadata: { k: 'v' },
        tags: ['t'],
        description: 'd',
        key_name: 'ops',
        security_groups: [{ name: 'web' }],
        block_device_mapping_v2: [
          {
            ...volume,
            source_type: 'image',
            uuid: 'i',
            volume_size: 20,
            boot_index: 0,
            delete_on_termination: true,
            volume_type: 'fast',
          },
          { ...volume, boot_index: -1, delete_on_termination: false },
        ],
        user_data: 'IyEvYmluL3No',
        config_drive: true,
        adminPass: 'open-sesame',
      },
      'os:scheduler_hints': { group: 'g1' },
    });
  });

  test('a new server, whose password comes back as a secret', async () => {
    const { adminPassword } = await servers.create({ ...NEW, networks: 'none' });

    expect(adminPassword?.reveal()).toBe('sesame');
    expect(JSON.stringify({ adminPassword })).not.toContain('sesame');
    expect(lastBody()).toEqual({ server: { name: 'n', flavorRef: 'f', imageRef: 'i', networks: 'none' } });
  });

  test('a new server without a port, of which nova would make one in the only network where the list is empty', async () => {
    await servers.create({ ...NEW, networks: [] });
    expect(lastBody()).toMatchObject({ server: { networks: 'none' } });
  });

  test('a filter, in its own names', async () => {
    const changesSince = '2026-11-21T05:36:15.000Z';
    await servers.list({ host: 'hv1', status: 'ACTIVE', projectId: 'p', changesSince, deleted: true, limit: 50 });

    const sent = Object.fromEntries(cloud.server.requests.at(-1)?.query ?? []);
    expect(sent).toEqual({
      all_tenants: 'true',
      host: 'hv1',
      status: 'ACTIVE',
      project_id: 'p',
      'changes-since': changesSince,
      deleted: 'true',
      limit: '50',
    });
    await servers.list({ allProjects: false });
    expect(cloud.server.requests.at(-1)?.query.toString()).toBe('');
  });
});

describe('a filter that nova passes over, as it does for a user who may not filter so', () => {
  const seen = (host: string | undefined, tenant_id = 'p1') => ({
    ...{ id: 's1', status: 'ACTIVE', tenant_id, created: '2026-11-21T05:36:15Z' },
    ...(host !== undefined && { 'OS-EXT-SRV-ATTR:host': host }),
  });
  const has = (...found: object[]) =>
    cloud.route('GET', '/v2.1/servers/detail', () => ({ status: 200, body: { servers: found } }));

  test.each([
    ['another host', { host: 'hv1' }, seen('hv2')],
    ['a host that is not shown', { host: 'hv1' }, seen(undefined)],
    ['another project', { projectId: 'p2' }, seen('hv1')],
  ])('gives no servers of %s', async (_, filter, found) => {
    has(found);

    await expect(servers.list({ ...filter, allProjects: false })).rejects.toMatchObject({
      code: 'OPENSTACK_FORBIDDEN',
    });
  });

  test('is another matter than one that it heeds', async () => {
    has(seen('hv1'));

    expect(await servers.list({ host: 'hv1', projectId: 'p1' })).toMatchObject([{ id: 's1', host: 'hv1' }]);
  });
});

describe('an action whose answer is lost', () => {
  test('is not repeated, and its outcome said to be unknown', async () => {
    cloud.server.fault.next('POST /v2.1/servers/*/action', { cut: 'after' });

    await expect(servers.liveMigrate('s1')).rejects.toMatchObject({ kind: 'unavailable', outcomeUnknown: true });
    expect(cloud.asked('POST', '/v2.1/servers/s1/action')).toBe(1);
  });
});

const offer = (version: string) =>
  cloud.route('GET', '/v2.1/', () => ({ status: 200, body: { version: { version, min_version: '2.1' } } }));

describe('on an old cloud', () => {
  beforeEach(() => {
    offer('2.60');
  });

  test('what it has works', async () => {
    await expect(servers.migrate('s1', { host: 'hv2' })).resolves.toEqual(accepted);
    await expect(servers.lock('s1')).resolves.toEqual(accepted);
  });

  test('a new server without networks is refused only on an older one still', async () => {
    await expect(servers.create({ ...NEW, networks: 'none' })).resolves.toMatchObject({ id: 's9' });
    offer('2.36');
    const older = new Servers(cloud.client({ microversion: '2.93' }));
    await expect(older.create({ ...NEW, networks: [{ uuid: 'net' }] })).resolves.toMatchObject({ id: 's9' });
    await expect(older.create({ ...NEW, networks: 'none' })).rejects.toMatchObject({ code: 'OPENSTACK_MICROVERSION' });
  });

  test.each<[string, (all: Servers) => Promise<unknown>, string]>([
    ['a reason for a lock', (all) => all.lock('s1', { reason: 'r' }), '2.73'],
    ['a host for a new server', (all) => all.create({ ...NEW, networks: 'none', host: 'hv1' }), '2.74'],
  ])('%s is refused', async (_, act, version) => {
    await expect(act(servers)).rejects.toMatchObject({
      code: 'OPENSTACK_MICROVERSION',
      message: expect.stringContaining(`needs compute ${version}`) as unknown,
    });
  });
});

const NEW = { name: 'n', flavorId: 'f', imageId: 'i' };

test.each(['', '.', '..'])('the id %j would name something else and is refused', async (id) => {
  await expect(servers.delete(id)).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
  await expect(servers.stop(id)).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
  expect(cloud.server.requests.filter(({ path }) => !path.includes('auth'))).toEqual([]);
});
