import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Context, VirtualClock, sleep, unrestricted } from '@opsbook/context';
import { type OpenStackClient, openstack } from '../index.ts';
import { type OpenStackSimulator, startOpenStack } from './index.ts';

let clock: VirtualClock;
let sim: OpenStackSimulator;
let cloud: OpenStackClient;

beforeEach(async () => {
  clock = new VirtualClock();
  sim = await startOpenStack({ clock, hypervisors: 4, servers: 8, gpuServers: 2, errorServers: 1 });
  cloud = client();
});

afterEach(async () => {
  cloud.close();
  await sim.stop();
});

const client = (login?: 'admin' | 'member' | 'reader'): OpenStackClient => {
  const context: Context = { guard: unrestricted, clock };
  return openstack({ config: sim.cloudConfig(login), context });
};

const idOf = (name: string): string => sim.findServer(name).id;

/** Looks ten times a second until nothing is done to the server any more. */
async function idle(id: string): Promise<string[]> {
  const seen: string[] = [];
  for (let tries = 0; tries < 1000; tries += 1) {
    const server = await cloud.compute.servers.get(id);
    const migration = await cloud.compute.migrations.newest(id);
    const line = `${server.status} ${String(server.host)} ${migration?.status ?? '-'}`;
    if (seen.at(-1) !== line) seen.push(line);
    if (server.taskState === null && migration?.status !== 'running') break;
    await sleep(clock, 100);
  }
  return seen;
}

describe('a scenario', () => {
  test('spreads its servers over the hypervisors', async () => {
    const servers = await cloud.compute.servers.list({ host: 'hv1' });
    expect(servers.map(({ name }) => name).sort()).toEqual(['error-1', 'gpu-1', 'server-01', 'server-05']);
    const hypervisors = await cloud.compute.hypervisors.list();
    expect(hypervisors.map(({ host, state }) => `${host} ${state}`)).toEqual(['hv1 up', 'hv2 up', 'hv3 up', 'hv4 up']);
  });

  test('has the same ids in every run', async () => {
    const other = await startOpenStack({ clock, hypervisors: 4, servers: 8, gpuServers: 2, errorServers: 1 });
    await other.stop();
    expect(other.state.servers.map(({ id }) => id)).toEqual(sim.state.servers.map(({ id }) => id));
  });
});

describe('a live migration', () => {
  test('is accepted at once, recorded a moment later, and moves the server in the end', async () => {
    const id = idOf('server-01');
    const { requestId } = await cloud.compute.servers.liveMigrate(id);
    expect(await cloud.compute.migrations.newest(id)).toBeUndefined();
    expect((await cloud.compute.instanceActions.get(id, requestId ?? '')).action).toBe('live-migration');

    expect(await idle(id)).toEqual([
      'MIGRATING hv1 -',
      'MIGRATING hv1 accepted',
      'MIGRATING hv1 preparing',
      'MIGRATING hv1 running',
      expect.stringMatching(/^MIGRATING hv[234] running$/),
      expect.stringMatching(/^ACTIVE hv[234] running$/),
      expect.stringMatching(/^ACTIVE hv[234] completed$/),
    ]);
    const { events } = await cloud.compute.instanceActions.get(id, requestId ?? '');
    expect(events?.map(({ result }) => result)).toEqual(Array(6).fill('Success'));
  });

  test('of two from one host, one waits for the other', async () => {
    await cloud.compute.servers.liveMigrate(idOf('server-01'));
    await cloud.compute.servers.liveMigrate(idOf('server-05'));
    await sleep(clock, 3000);
    const statuses = await cloud.compute.migrations.list();
    expect(statuses.map(({ status }) => status).sort()).toEqual(['queued', 'running']);
  });
});
