import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findInternalGateways } from './find-internal-gateways.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const find = (ranges: string[]) => cloud.run(findInternalGateways, { cloud: 'test', ranges });

/** What the gateway of router1 has on the external network. */
const setGateway = (...addresses: string[]) => {
  const port = cloud.sim.state.ports.find(({ deviceOwner }) => deviceOwner === 'network:router_gateway')!;
  port.fixedIps = addresses.map((address) => ({ subnet_id: port.fixedIps[0]!.subnet_id, ip_address: address }));
};

it('tells a router with its project and network, once, however many of its addresses are in the ranges', async () => {
  setGateway('172.16.4.2', '172.31.0.9', '203.0.113.2');
  const run = await find(['172.16.0.0/12', '172.16.4.0/24']);
  const addresses = ['172.16.4.2', '172.31.0.9'];
  const router = { name: 'router1', project: 'demo', network: 'public', status: 'ACTIVE', addresses };
  expect(run).toMatchObject({ status: 'done', output: { checked: 1, routers: [router] } });
  const { findings } = run.output as { findings: { key: string }[] };
  expect(findings).toEqual([
    {
      key: `internal-gateway:test:${cloud.sim.state.routers[0]!.id}`,
      title: 'Router router1 on test has its gateway at 172.16.4.2, 172.31.0.9',
      body: expect.arrayContaining(['Project: demo', 'External network: public']),
    },
  ]);
});

it('finds none in ranges that only look alike, or that it has no address of', async () => {
  setGateway('172.160.1.1');
  expect((await find(['172.16.0.0/12'])).output).toMatchObject({ checked: 1, routers: [], findings: [] });
  const { ports } = cloud.sim.state;
  ports.splice(
    ports.findIndex(({ deviceOwner }) => deviceOwner === 'network:router_gateway'),
    1,
  );
  expect((await find(['0.0.0.0/0', '::/0'])).output).toMatchObject({ checked: 1, routers: [] });
});

it('refuses what is no range, all at once', async () => {
  const bad = { ranges: ['172.16.', '10.0.0.0/33', '10.0.0.0/8'] };
  await expect(cloud.run(findInternalGateways, { cloud: 'test', ...bad })).rejects.toMatchObject({
    details: { faults: [{ path: 'ranges[0]' }, { path: 'ranges[1]' }] },
  });
});
