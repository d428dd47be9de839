import { afterEach, describe, expect, it } from '@jest/globals';
import { type SensorSite, sensorSite } from './sensor-site.test-support.ts';

let site: SensorSite;
afterEach(() => site.end());

/** Breaks something, and answers how to mend it. */
type Wrong = (site: SensorSite) => () => void;

const twoClouds = { cloud: 'prod', otherCloud: 'dev' };

const six: Record<string, { run: string; input: Record<string, string | string[]>; wrong: Wrong; title: string }> = {
  hypervisors: {
    run: 'hypervisor.show-state',
    input: { cloud: 'prod' },
    wrong: ({ prod }) => {
      prod.setComputeDown('hv2');
      return () => prod.setComputeUp('hv2');
    },
    title: 'Hypervisor hv2 of prod is DOWN',
  },
  flavors: {
    run: 'audit.compare-flavors',
    input: twoClouds,
    wrong: ({ dev }) => {
      const tiny = dev.state.flavors.find(({ name }) => name === 'm1.tiny')!;
      const { vcpus } = tiny;
      tiny.vcpus = 64;
      return () => {
        tiny.vcpus = vcpus;
      };
    },
    title: 'flavor m1.tiny differs between prod and dev',
  },
  images: {
    run: 'audit.compare-images',
    input: twoClouds,
    wrong: ({ prod }) => {
      const { properties } = prod.state.images.find(({ name }) => name === 'cirros')!;
      properties['os_version'] = '5';
      return () => delete properties['os_version'];
    },
    title: 'image cirros differs between prod and dev',
  },
  aggregates: {
    run: 'audit.compare-aggregates',
    input: twoClouds,
    wrong: ({ prod }) => {
      const { aggregates } = prod.state;
      const times = { createdAt: '2030-01-01T00:00:00Z', updatedAt: null };
      aggregates.push({ id: 7, uuid: 'a7', name: 'gpu', availabilityZone: null, hosts: [], metadata: {}, ...times });
      return () => aggregates.pop();
    },
    title: 'aggregate gpu of prod is not on dev',
  },
  requests: {
    run: 'ticket.find',
    input: { jql: 'project = OPS AND status = Review' },
    wrong: ({ jira }) => {
      jira.addIssue({ type: 'Task', summary: 'New project for biology', status: 'Review' });
      return () => jira.move('OPS-1', 'Done');
    },
    title: 'OPS-1: New project for biology',
  },
  routers: {
    run: 'audit.find-internal-gateways',
    input: { cloud: 'prod', ranges: ['172.16.0.0/12'] },
    wrong: ({ prod }) => {
      const gateway = prod.state.ports.find(({ deviceOwner }) => deviceOwner === 'network:router_gateway')!;
      const { fixedIps } = gateway;
      gateway.fixedIps = fixedIps.map((one) => ({ ...one, ip_address: '172.16.4.2' }));
      return () => {
        gateway.fixedIps = fixedIps;
      };
    },
    title: 'Router router1 on prod has its gateway at 172.16.4.2',
  },
};

describe.each(Object.entries(six))('%s', (name, { run, input, wrong, title }) => {
  it('are told of once, again after the interval, and when it is over, whatever happens in between', async () => {
    site = await sensorSite(name, { run, input });
    const told = () => site.told().map(({ status }) => status);
    await site.start();
    await site.pass(0.5);
    expect(told()).toEqual([]);

    const mend = wrong(site);
    await site.pass(1);
    expect(site.told()).toMatchObject([
      { type: 'sensor', source: name, status: 'firing', payload: { finding: { title }, announcements: 1 } },
    ]);
    await site.pass(1);
    expect(told()).toEqual(['firing']);

    const answerAgain = site.breakServices();
    await site.restart();
    await site.pass(1);
    expect(told()).toEqual(['firing']);
    expect(await site.metric('opsbook_sensor_failures')).toBeGreaterThan(1);
    expect(await site.metric('opsbook_sensor_open_findings')).toBe(1);

    answerAgain();
    await site.restart();
    await site.pass(0.1);
    expect(told()).toEqual(['firing']);
    await site.pass(1);
    expect(told()).toEqual(['firing', 'firing']);
    expect(await site.metric('opsbook_sensor_failures')).toBe(0);

    mend();
    await site.restart();
    await site.pass(5);
    expect(told()).toEqual(['firing', 'firing', 'resolved']);
    const events = site.told();
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(1);
    expect(new Set(events.map(({ key }) => key)).size).toBe(3);
    expect(await site.metric('opsbook_sensor_open_findings')).toBe(0);
    expect(site.changes()).toEqual([]);
  });
});
