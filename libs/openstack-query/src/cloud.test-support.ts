import { afterEach } from '@jest/globals';
import { type OpenStackClient, openstack } from '@opsbook/openstack';
import { type OpenStackSimulator, type OpenStackSimulatorOptions, startOpenStack } from '@opsbook/openstack/testing';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** A simulated cloud and an admin of it; both end with the test. */
export async function simulatedCloud(
  options: OpenStackSimulatorOptions = {},
  login: 'admin' | 'member' = 'admin',
): Promise<{ sim: OpenStackSimulator; cloud: OpenStackClient; lists: () => string[] }> {
  const sim = await startOpenStack(options);
  const cloud = openstack({ config: sim.cloudConfig(login) });
  ended.push(async () => {
    cloud.close();
    await sim.stop();
  });
  return { sim, cloud, lists: () => sim.requests.map(listed).filter((request) => request !== undefined) };
}

/** Requests that are no log-in and no question for versions, without what they always have. */
function listed({ method, path, query }: OpenStackSimulator['requests'][number]): string | undefined {
  if (path.includes('/auth/') || /\/v[\d.]+\/?$/.test(path)) return undefined;
  const filters = [...query].filter(([name]) => !['all_tenants', 'limit', 'is_public', 'visibility'].includes(name));
  const shown = filters.map(([name, value]) => `${name}=${name === 'marker' ? '...' : value}`).join('&');
  return `${method} ${path}${shown === '' ? '' : `?${shown}`}`;
}
