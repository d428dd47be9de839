import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startOpenStack } from './index.ts';
import { type SimulatedCloud, simulatedCloud } from './simulated-cloud.test-support.ts';

const SCENARIO = { hypervisors: 4, servers: 8, gpuServers: 2, errorServers: 1, stoppedServers: 1, volumeServers: 1 };

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud(SCENARIO);
});
afterEach(() => world.stop());

const idOf = (name: string): string => world.sim.findServer(name).id;

describe('a scenario', () => {
  test('spreads its servers over the hypervisors', async () => {
    const { cloud } = world;
    const servers = await cloud.compute.servers.list({ host: 'hv1' });
    expect(Object.fromEntries(servers.map((server) => [server.name, server.status]))).toEqual({
      'server-01': 'ACTIVE',
      'server-05': 'ACTIVE',
      'gpu-1': 'ACTIVE',
      'error-1': 'ERROR',
      'stopped-1': 'SHUTOFF',
      'volume-1': 'ACTIVE',
    });
    expect(servers.find(({ name }) => name === 'volume-1')).toMatchObject({ imageId: null, volumes: [{}] });
    const hypervisors = await cloud.compute.hypervisors.list();
    expect(hypervisors.map(({ host, state }) => `${host} ${state}`)).toEqual(['hv1 up', 'hv2 up', 'hv3 up', 'hv4 up']);
  });

  test('has the same ids in every run', async () => {
    const other = await startOpenStack(SCENARIO);
    await other.stop();
    expect(other.state.servers.map(({ id }) => id)).toEqual(world.sim.state.servers.map(({ id }) => id));
  });

  test('may be large', async () => {
    const large = await simulatedCloud({ hypervisors: 100, servers: 10_000 });
    const found = await large.cloud.compute.servers.list();
    await large.stop();
    expect(new Set(found.map(({ id }) => id)).size).toBe(10_000);
    expect(large.sim.requests.filter(({ path }) => path.endsWith('/detail'))).toHaveLength(11);
  });
});

describe('a live migration', () => {
  test('shows what nova shows, also where that is odd', async () => {
    const { cloud, wait } = world;
    const id = idOf('server-01');
    await cloud.compute.servers.liveMigrate(id, { host: 'hv2' });
    const seen: string[] = [];
    while (seen.at(-1) !== 'ACTIVE hv2 completed') {
      const { status, host } = await cloud.compute.servers.get(id);
      const migration = await cloud.compute.migrations.newest(id);
      const line = `${status} ${String(host)} ${migration?.status ?? '-'}`;
      if (seen.at(-1) !== line) seen.push(line);
      await wait(0.1);
    }
    expect(seen).toEqual([
      'MIGRATING hv1 -',
      'MIGRATING hv1 accepted',
      'MIGRATING hv1 preparing',
      'MIGRATING hv1 running',
      'MIGRATING hv2 running',
      'ACTIVE hv2 running',
      'ACTIVE hv2 completed',
    ]);
  });

  test('takes longer the more leave the same host, unless the settings allow several', async () => {
    const { sim, cloud, wait } = world;
    const running = () => sim.state.migrations.filter(({ status }) => status === 'running').length;
    await cloud.compute.servers.liveMigrate(idOf('server-01'));
    await cloud.compute.servers.liveMigrate(idOf('server-05'));
    await cloud.compute.servers.liveMigrate(idOf('server-02'));
    await wait(3);
    expect(running()).toBe(2);
    await wait(30);
    sim.options.concurrentLiveMigrations = 2;
    const [host = ''] = sim.state.servers.filter(({ name }) => name === 'server-01').map((server) => server.host ?? '');
    const { id } = sim.addServer({ name: 'more', host });
    await cloud.compute.servers.liveMigrate(idOf('server-01'));
    await cloud.compute.servers.liveMigrate(id);
    await wait(3);
    expect(running()).toBe(2);
  });

  test('finds no host for a server with a GPU, while a cold one does', async () => {
    const { cloud, sim, wait } = world;
    const id = idOf('gpu-1');
    await cloud.compute.servers.liveMigrate(id);
    await wait(10);
    expect(await cloud.compute.migrations.newest(id)).toMatchObject({ status: 'error', destCompute: null });
    await cloud.compute.servers.migrate(id);
    await wait(10);
    expect(sim.findServer('gpu-1')).toMatchObject({ vmState: 'resized' });
  });

  test('goes as fast as it is told', async () => {
    const fast = await simulatedCloud({ servers: 1, speed: 10 });
    const { id } = fast.sim.findServer('server-01');
    await fast.cloud.compute.servers.liveMigrate(id);
    await fast.wait(1);
    expect(fast.sim.state.migrations).toMatchObject([{ status: 'completed' }]);
    await fast.stop();
  });
});

describe('a host', () => {
  test('that is down is known to be; its servers stay and cannot be moved', async () => {
    const { sim, cloud, wait } = world;
    sim.setComputeDown('hv1');
    expect(await cloud.compute.services.find({ host: 'hv1' })).toMatchObject({ state: 'down', status: 'enabled' });
    expect(await cloud.compute.servers.get(idOf('server-01'))).toMatchObject({
      status: 'ACTIVE',
      hostStatus: 'UNKNOWN',
    });
    await cloud.compute.servers.liveMigrate(idOf('server-01'));
    await wait(10);
    expect(await cloud.compute.migrations.newest(idOf('server-01'))).toMatchObject({ status: 'error' });
    await expect(cloud.compute.servers.migrate(idOf('server-01'))).rejects.toMatchObject({ kind: 'conflict' });
    sim.setComputeUp('hv1');
    expect(await cloud.compute.services.find({ host: 'hv1' })).toMatchObject({ state: 'up' });
  });

  test('that dies is not noticed for a minute; what was told it meanwhile never ends', async () => {
    const { sim, cloud, wait } = world;
    sim.killHost('hv1');
    await cloud.compute.servers.stop(idOf('server-01'));
    await wait(50);
    expect(await cloud.compute.services.find({ host: 'hv1' })).toMatchObject({ state: 'up' });
    await wait(11);
    expect(await cloud.compute.services.find({ host: 'hv1' })).toMatchObject({ state: 'down' });
    expect(sim.findServer('server-01')).toMatchObject({ vmState: 'active', taskState: 'powering-off' });
  });

  test('that is disabled or full gets no servers', async () => {
    const { sim, cloud, wait } = world;
    sim.addHypervisor('small', { ramMiB: 1024 });
    for (const host of ['hv2', 'hv3', 'hv4']) await cloud.compute.services.disable(host, { reason: 'test' });
    await cloud.compute.servers.liveMigrate(idOf('server-01'));
    await wait(10);
    expect(await cloud.compute.migrations.newest(idOf('server-01'))).toMatchObject({ status: 'error' });
  });
});

describe('a server in VERIFY_RESIZE', () => {
  test('that a test put there can be taken back', async () => {
    const { sim, cloud, wait } = world;
    const { id } = sim.addServer({ name: 'waiting', host: 'hv2', status: 'VERIFY_RESIZE' });
    await cloud.compute.servers.revertResize(id);
    await wait(2);
    expect(sim.findServer('waiting')).toMatchObject({ host: 'hv1', vmState: 'active' });
  });

  test('is confirmed by a cloud that does so by itself', async () => {
    const { sim, cloud, wait } = world;
    sim.options.resizeConfirmWindow = 30;
    const id = idOf('stopped-1');
    await cloud.compute.servers.migrate(id);
    await wait(20);
    expect(sim.findServer(id)).toMatchObject({ vmState: 'resized' });
    await wait(20);
    expect(sim.findServer(id)).toMatchObject({ vmState: 'stopped' });
    expect((await cloud.compute.instanceActions.list(id)).map(({ action }) => action)).toEqual([
      'confirmResize',
      'migrate',
    ]);
  });
});

test('a quota is refused as nova refuses it', async () => {
  const { sim, client } = world;
  const [flavor] = sim.state.flavors;
  const [image] = sim.state.images;
  sim.state.projects.find(({ name }) => name === 'demo')!.quota = { instances: 13, cores: 100, ramMiB: -1 };
  const wanted = { name: 'more', flavorId: flavor!.id, imageId: image!.id, networks: 'none' as const };
  await expect(client('member').compute.servers.create(wanted)).rejects.toMatchObject({
    code: 'OPENSTACK_QUOTA',
    serviceMessage: 'Quota exceeded for instances: Requested 1, but already used 13 of 13 instances',
  });
});

test('what is asked for by name and does not exist is a mistake of the test', () => {
  const { sim } = world;
  expect(() => sim.findServer('nothing')).toThrow("no server 'nothing'");
  expect(() => sim.addServer({ name: 'a', host: 'nowhere' })).toThrow("no host 'nowhere'");
  expect(() => sim.addServer({ name: 'a', flavor: 'odd' })).toThrow("no flavor 'odd'");
  expect(() => sim.killHost('nowhere')).toThrow("no host 'nowhere'");
});
