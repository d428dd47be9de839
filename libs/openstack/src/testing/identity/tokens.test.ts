import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadCloudConfig, openstack } from '../../index.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedCloud, simulatedCloud } from '../simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud({ servers: 2 });
});
afterEach(() => world.stop());

const logins = () => world.sim.requests.filter(({ path }) => path.endsWith('/auth/tokens')).length;

describe('tokens', () => {
  test('live as long as the settings say', async () => {
    const { sim, cloud, wait } = world;
    sim.options.tokenLifetime = 300;
    await cloud.compute.servers.list();
    await wait(200);
    await cloud.compute.servers.list();
    expect(logins()).toBe(1);
    await wait(200);
    await cloud.compute.servers.list();
    expect(logins()).toBe(2);
  });

  test.each(['expireTokens', 'revokeTokens'] as const)('are refused after %s, and a new login helps', async (kill) => {
    const { sim, cloud } = world;
    await cloud.compute.servers.list();
    sim[kill]();
    expect(await cloud.compute.servers.list()).toHaveLength(2);
    expect(logins()).toBe(2);
    expect(sim.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  test('are given to every login of the clouds.yaml, with its roles', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
    try {
      const clouds = join(folder, 'clouds.yaml');
      writeFileSync(clouds, world.sim.cloudsYaml());
      const who = async (name: string) => {
        const client = openstack({ config: loadCloudConfig({ cloud: name, files: { clouds } }) });
        const { userName, projectName, roles } = await client.whoAmI();
        client.close();
        return `${userName} of ${projectName ?? '-'}: ${roles.join(', ')}`;
      };
      expect(await who('sim')).toBe('admin of admin: admin, member, reader');
      expect(await who('sim-member')).toBe('demo of demo: member, reader');
      expect(await who('sim-reader')).toBe('auditor of demo: reader');
      expect(await who('sim-app')).toBe('admin of admin: admin, member, reader');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
