import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findFloatingIps } from './find-floating-ips.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  const { projects } = cloud.sim.state;
  projects.find(({ name }) => name === 'demo')!.tags = ['team-a', 'demo@example.org'];
  // It is 2030-01-01.
  add('203.0.113.50', 'demo', { status: 'DOWN', createdAt: '2029-06-01T00:00:00Z', updatedAt: '2029-09-01T00:00:00Z' });
  add('203.0.113.9', 'demo', {
    status: 'ACTIVE',
    createdAt: '2029-12-25T00:00:00Z',
    updatedAt: '2029-12-30T00:00:00Z',
  });
  add('203.0.113.70', 'admin', {
    status: 'DOWN',
    createdAt: '2029-12-01T00:00:00Z',
    updatedAt: '2029-12-20T00:00:00Z',
  });
});
afterEach(() => cloud.sim.stop());

function add(
  address: string,
  project: string,
  more: { status: 'ACTIVE' | 'DOWN'; createdAt: string; updatedAt: string },
): void {
  const { state } = cloud.sim;
  state.floatingIps.push({
    id: `ip-${address.split('.').at(-1)}`,
    projectId: state.projects.find(({ name }) => name === project)!.id,
    description: '',
    tags: [],
    revision: 1,
    address,
    networkId: state.networks.find(({ name }) => name === 'public')!.id,
    portId: null,
    fixedIpAddress: null,
    routerId: null,
    ...more,
  });
}

const find = (more: object = {}) => cloud.run(findFloatingIps, { cloud: 'test', ...more });
const ids = async (more: object = {}) =>
  ((await find(more)).output as { floatingIps: { id: string }[] }).floatingIps.map(({ id }) => id);

it('lists all of them by project and address, with whom to ask', async () => {
  const run = await find();
  expect(run).toMatchObject({ status: 'done', changed: false });
  expect(run.output).toMatchObject({
    floatingIps: [
      { address: '203.0.113.70', project: 'admin', contact: null, fixedAddress: null },
      { address: '203.0.113.9', project: 'demo', contact: 'demo@example.org', status: 'ACTIVE' },
      { address: '203.0.113.50', project: 'demo', contact: 'demo@example.org', updatedAt: '2029-09-01T00:00:00.000Z' },
    ],
    groups: null,
    text: null,
  });
});

it('chooses by age, by the last change, and by being down', async () => {
  expect(await ids({ olderThanDays: 60 })).toEqual(['ip-50']);
  expect(await ids({ youngerThanDays: 60 })).toEqual(['ip-70', 'ip-9']);
  expect(await ids({ unchangedForDays: 5 })).toEqual(['ip-70', 'ip-50']);
  expect(await ids({ changedWithinDays: 5 })).toEqual(['ip-9']);
  expect(await ids({ down: true })).toEqual(['ip-70', 'ip-50']);
  expect(await ids({ down: true, unchangedForDays: 60 })).toEqual(['ip-50']);
});

it('chooses by any condition, and by projects', async () => {
  expect(await ids({ where: ['id in (ip-9,ip-70)'] })).toEqual(['ip-70', 'ip-9']);
  expect(await ids({ where: ["not address contains '.113.9'"] })).toEqual(['ip-70', 'ip-50']);
  expect(await ids({ projects: ['demo'], down: true })).toEqual(['ip-50']);
  expect(await find({ projects: ['nowhere', 'nobody'] })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringMatching(/nowhere.*nobody/s) },
  });
});

it('groups by the contact, and writes it as a text', async () => {
  const { output } = await find({ group: 'contact', format: 'html' });
  expect(output).toMatchObject({
    groups: [
      { group: null, ids: ['ip-70'] },
      { group: 'demo@example.org', ids: ['ip-9', 'ip-50'] },
    ],
    text: expect.stringMatching(/<caption>.*demo@example\.org/s),
  });
});

it('finds none without ado', async () => {
  const none = { floatingIps: [], groups: [], text: 'No floating IPs found.\n' };
  expect((await find({ where: ['status=ERROR'], group: 'project', format: 'table' })).output).toEqual(none);
});

it('refuses conditions that are none, with every other fault', async () => {
  const bad = { where: ['status=DOWN', 'adress=1 and x'], group: 'colour', down: 1 };
  await expect(find({ where: bad.where })).rejects.toMatchObject({ details: { faults: [{ path: 'where[1]' }] } });
  await expect(find({ ...bad, where: ['adress=1'], down: true })).rejects.toMatchObject({
    details: { faults: [{ path: 'group' }, { path: 'where[0]', message: expect.stringContaining("'address'") }] },
  });
});
