import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openstack } from '@opsbook/openstack';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findOpenSecurityGroups } from './find-open-security-groups.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const find = (more: object = {}) => cloud.run(findOpenSecurityGroups, { cloud: 'test', ...more });

/** Groups `open` of demo, with one rule for everybody, and `ssh` of admin; a server's port has the first one. */
async function openGroups() {
  const { sim } = cloud;
  const projectId = sim.state.projects.find(({ name }) => name === 'demo')!.id;
  const client = openstack({ config: sim.cloudConfig() });
  const { network } = client;
  const open = await network.securityGroups.create({ name: 'open', projectId });
  const ssh = await network.securityGroups.create({ name: 'ssh' });
  const tcp = { direction: 'ingress', protocol: 'tcp', remoteIpPrefix: '0.0.0.0/0' } as const;
  await network.securityGroupRules.create({ ...tcp, securityGroupId: open.id, portRangeMin: 1, portRangeMax: 65_535 });
  await network.securityGroupRules.create({ ...tcp, securityGroupId: ssh.id, portRangeMin: 22, portRangeMax: 22 });
  const server = sim.addServer({ name: 'web-1', host: 'hv1' });
  const inside = await network.networks.find('private');
  for (const deviceOwner of ['compute:nova', 'network:dhcp']) {
    const port = await network.ports.create({ networkId: inside.id, securityGroupIds: [open.id, ssh.id] });
    const deviceId = deviceOwner === 'compute:nova' ? server.id : 'dhcp-1';
    Object.assign(
      sim.state.ports.find(({ id }) => id === port.id)!,
      { deviceId, deviceOwner },
    );
  }
  client.close();
  return { open, ssh, server };
}

it('finds groups open to everybody, by the rule that opens them, and the servers that have them', async () => {
  const { open, server } = await openGroups();
  const run = await find();
  expect(run).toMatchObject({ status: 'done', changed: false });
  expect(run.output).toMatchObject({
    groups: [
      {
        id: open.id,
        name: 'open',
        project: 'demo',
        rules: [{ protocol: 'tcp', ports: 'any', remote: '0.0.0.0/0' }],
        servers: [{ id: server.id, name: 'web-1', status: 'ACTIVE' }],
      },
    ],
    findings: [
      {
        key: `open-security-group:test:${open.id}`,
        title: 'Security group open of demo on test is open',
        body: expect.arrayContaining([
          'Applied: yes',
          'Rule: tcp, ports any, 0.0.0.0/0',
          `Server: web-1 (${server.id})`,
        ]),
      },
    ],
  });
});

it('asks for other ports, one project alone, and only what is applied', async () => {
  const { open, ssh } = await openGroups();
  const found = async (more: object) =>
    ((await find(more)).output as { groups: { id: string }[] }).groups.map(({ id }) => id).sort();
  const shell = { portMin: 22, portMax: 22 };
  expect(await found(shell)).toEqual([open.id, ssh.id].sort());
  expect(await found({ ...shell, project: 'admin' })).toEqual([ssh.id]);
  cloud.sim.state.ports.forEach((port) => Object.assign(port, { securityGroupIds: [open.id] }));
  expect(await found({ ...shell, appliedOnly: true })).toEqual([open.id]);
  expect(await found({ direction: 'egress', remotePrefixes: ['10.0.0.0/8'], appliedOnly: true })).toEqual([open.id]);
});

it('names a server that nova does not know by its id alone, and makes no default group anywhere', async () => {
  const { open, server } = await openGroups();
  cloud.sim.state.servers.splice(0);
  const before = cloud.sim.state.securityGroups.length;
  expect((await find({ project: 'demo' })).output).toMatchObject({
    groups: [{ id: open.id, servers: [{ id: server.id, name: null, status: null }] }],
  });
  const all = cloud.sim.state.securityGroups;
  expect(all.slice(before).map(({ name }) => name)).toEqual([]);
});

it('has nothing to tell where nothing is open', async () => {
  expect((await find({ portMin: 5, portMax: 6 })).output).toMatchObject({ groups: [], findings: [] });
});

it('refuses a range that is none, together with other faults', async () => {
  await expect(find({ portMin: 80, portMax: 22 })).rejects.toMatchObject({
    details: { faults: [{ path: 'portMax' }] },
  });
  await expect(find({ remotePrefixes: ['everywhere'], portMin: -1 })).rejects.toMatchObject({
    details: { faults: [{ path: 'remotePrefixes[0]' }, { path: 'portMin' }] },
  });
});
