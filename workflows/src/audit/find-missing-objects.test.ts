import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findMissingObjects } from './find-missing-objects.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  for (let i = 1; i <= 10; i += 1) cloud.sim.addServer({ name: `web-${i}`, host: 'hv1' });
});
afterEach(() => cloud.sim.stop());

const find = (more: object = {}) => cloud.run(findMissingObjects, { cloud: 'test', kind: 'servers', ...more });
const gone = { status: 404, body: { itemNotFound: { code: 404, message: 'Instance could not be found.' } } };
const get = (name: string) => `GET /compute/v2.1/servers/${cloud.sim.findServer(name).id}`;

it('finds servers that nova lists and does not have', async () => {
  cloud.sim.fault.next(get('web-7'), gone);
  const { id, projectId } = cloud.sim.findServer('web-7');
  expect(await find()).toMatchObject({
    status: 'done',
    output: {
      checked: 10,
      missing: [{ id, name: 'web-7', projectId }],
      unclear: [],
      byProject: { [projectId]: [id] },
      findings: [{ key: `missing-object:test:servers:${id}`, title: expect.stringContaining('server web-7 on test') }],
    },
  });
});

it('does not take for missing what is deleted meanwhile', async () => {
  cloud.sim.fault.next(get('web-7'), gone);
  cloud.sim.fault.next('GET /compute/v2.1/servers/detail', { status: 200, body: { servers: [] } }, { after: 1 });
  expect((await find()).output).toMatchObject({ checked: 10, missing: [], findings: [] });
});

it('goes on after an answer that says nothing, and tells it apart', async () => {
  const broken = { status: 400, body: { badRequest: { code: 400, message: 'Odd.' } } };
  cloud.sim.fault.next(get('web-2'), broken);
  const { id } = cloud.sim.findServer('web-2');
  cloud.sim.fault.next(get('web-7'), gone);
  expect(await find()).toMatchObject({
    // Nobody shall take it for an all-clear.
    status: 'failed',
    error: { message: expect.stringContaining('1 of 10 servers') },
    output: {
      checked: 10,
      missing: [{ name: 'web-7' }],
      unclear: [{ id, why: expect.stringContaining('Odd.') }],
    },
  });
});

it.each(['images', 'floating-ips'])(
  'says so where it would be given only the %s of one project, as glance and neutron do without a word',
  async (kind) => {
    const body = { error: { code: 403, title: 'Forbidden', message: 'Not for you.' } };
    cloud.sim.fault.next('GET /identity/v3/projects', { status: 403, body });
    expect(await find({ kind })).toMatchObject({ status: 'failed', error: { code: 'OPENSTACK_FORBIDDEN' } });
  },
);

it('looks at images that are hidden too', async () => {
  cloud.sim.state.images[0]!.hidden = true;
  expect((await find({ kind: 'images' })).output).toMatchObject({ checked: 1 });
});

it('looks at images and floating IPs too, and at one project alone', async () => {
  expect((await find({ kind: 'images' })).output).toMatchObject({ checked: 1, missing: [] });
  expect((await find({ kind: 'floating-ips' })).output).toMatchObject({ checked: 0, missing: [], byProject: {} });
  expect((await find({ kind: 'servers', project: 'admin' })).output).toMatchObject({ checked: 0 });
  expect((await find({ kind: 'images', project: 'demo' })).output).toMatchObject({ checked: 0 });
  expect((await find({ kind: 'floating-ips', project: 'demo' })).output).toMatchObject({ checked: 0 });
});

it('finds floating IPs that neutron lists and does not have, by their address', async () => {
  const { network } = cloud.connect({ guard: unrestricted, clock: cloud.clock }).openstack('test');
  const outside = await network.networks.create({ name: 'outside', external: true });
  await network.subnets.create({ networkId: outside.id, ipVersion: 4, cidr: '203.0.113.0/24' });
  const of = { floatingNetworkId: outside.id, projectId: cloud.sim.state.projects[0]!.id };
  await network.floatingIps.create(of);
  const { id, floatingIpAddress } = await network.floatingIps.create(of);
  const body = { NeutronError: { type: 'FloatingIPNotFound', message: 'Floating IP could not be found.', detail: '' } };
  cloud.sim.fault.next(`GET /network/v2.0/floatingips/${id}`, { status: 404, body });
  expect((await find({ kind: 'floating-ips' })).output).toMatchObject({
    checked: 2,
    missing: [{ id, name: floatingIpAddress, projectId: of.projectId }],
  });
});

it('refuses kinds that it cannot look at', async () => {
  await expect(find({ kind: 'dreams', project: '' })).rejects.toMatchObject({
    details: { faults: [{ path: 'kind' }, { path: 'project' }] },
  });
});
